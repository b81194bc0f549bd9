package io.knarr.bench;

import io.knarr.it.Api;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;

/** Imports that may take longer than one request. */
final class Imports {
    private static final long POLL_MS = 100;

    private Imports() {}

    /** Uploads, adds, and returns when everything is indexed. */
    static void addAndWait(Api api, String fileName, byte[] content, String to, Duration patience)
            throws IOException, InterruptedException {
        await(api, add(api, fileName, content, to), patience);
    }

    /** Returns when the task is completed. */
    static void await(Api api, String task, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!ended(api, task)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the import did not end within " + patience);
            }
            Thread.sleep(POLL_MS);
        }
    }

    /** Uploads and adds; the result is the id of the task. */
    static String add(Api api, String fileName, byte[] content, String to) throws IOException, InterruptedException {
        JsonObject request = new JsonObject()
                .put("temp_file_id", api.upload(fileName, content))
                .put("to", to)
                .put("wait", false);
        Api.Reply reply = api.post("/api/v1/resources", request);
        if (reply.status() != 200) {
            throw new IllegalStateException("import refused: " + reply.body());
        }
        return reply.result().getString("task_id");
    }

    private static boolean ended(Api api, String task) throws IOException, InterruptedException {
        JsonObject result = api.get("/api/v1/tasks/" + task).result();
        return switch (result.getString("status")) {
            case "completed" -> true;
            case "failed", "cancelled" -> throw new IllegalStateException("the import failed: " + result);
            default -> false;
        };
    }
}
