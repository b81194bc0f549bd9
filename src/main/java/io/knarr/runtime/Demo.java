package io.knarr.runtime;

import io.knarr.runtime.DemoText.Jobs;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows what Knarr does with a few documents: import, tree, tiers, find. All of it through the HTTP API. */
final class Demo implements Companion {
    private static final String ROOT = "viking://resources/knarr";
    private static final String SHOWN = ROOT + "/use";
    private static final String PAGE = SHOWN + "/find-and-search.md";
    private static final List<String> QUESTIONS = List.of(
            "how do I move my data to another machine",
            "why does a slow disk not delay other requests",
            "which files of a directory are left out");
    private static final int LOOK_AGAIN_MS = 100;

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private final AtTheEnd atTheEnd;

    /** What becomes of the server after the show. */
    enum AtTheEnd {
        STAY,
        EXIT
    }

    /** @param terminal whether a line of {@code out} can be overwritten */
    Demo(PrintWriter out, PrintWriter err, boolean terminal, AtTheEnd atTheEnd) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.atTheEnd = atTheEnd;
    }

    @Override
    public int beside(String url, CountDownLatch stop) throws InterruptedException {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            DemoClient client = new DemoClient(http, url);
            if (!bringIn(client, stop)) {
                return Exit.OK;
            }
            showTree(client);
            showTiers(client);
            showFinds(client);
        } catch (IOException failure) {
            err.println("The demo did not get through: " + failure.getMessage());
            err.flush();
            return Exit.ERROR;
        }
        say(DemoText.next(url, ROOT));
        if (atTheEnd == AtTheEnd.STAY) {
            say("The server stays up until Ctrl-C.");
            stop.await();
        }
        return Exit.OK;
    }

    /** Imports the pages and waits for their task; false when the process was asked to stop meanwhile. */
    private boolean bringIn(DemoClient client, CountDownLatch stop) throws IOException, InterruptedException {
        say("Importing " + DemoPages.ALL.size() + " pages of documentation as one zip");
        long started = System.nanoTime();
        Jobs before = jobs(client);
        JsonObject request = new JsonObject()
                .put("temp_file_id", client.upload("knarr.zip", DemoPages.zip()))
                .put("to", ROOT)
                .put("source_name", "knarr");
        String id = client.post("/api/v1/resources", request)
                .getJsonObject("result")
                .getString("task_id");
        DemoProgress progress = new DemoProgress(out, terminal);
        JsonObject task = task(client, id);
        while (List.of("pending", "running").contains(task.getString("status"))) {
            progress.show(DemoText.progress(
                    task.getString("stage", "queued"), jobs(client).since(before)));
            if (stop.await(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)) {
                progress.end();
                return false;
            }
            task = task(client, id);
        }
        progress.end();
        if (!task.getString("status").equals("completed")) {
            throw new IOException("the import ended as " + task.getString("status") + ": " + task.getString("error"));
        }
        say(String.format(
                Locale.ROOT,
                "Imported in %.1f s: %d entries can be found",
                (System.nanoTime() - started) / 1e9,
                task.getJsonObject("result").getLong("context_count")));
        return true;
    }

    private static JsonObject task(DemoClient client, String id) throws IOException, InterruptedException {
        return client.get("/api/v1/tasks/" + id).getJsonObject("result");
    }

    private static Jobs jobs(DemoClient client) throws IOException, InterruptedException {
        return Jobs.of(
                client.get("/api/v1/observer/queue").getJsonObject("result").getString("status"));
    }

    private void showTree(DemoClient client) throws IOException, InterruptedException {
        say("\nThe tree");
        say(DemoText.tree(ROOT, client.get("/api/v1/fs/tree", ROOT).getJsonArray("result")));
    }

    private void showTiers(DemoClient client) throws IOException, InterruptedException {
        say("\nThe three tiers of " + SHOWN);
        say(DemoText.tier("L0, the abstract", text(client, "abstract", SHOWN), 3));
        say(DemoText.tier("L1, the overview", text(client, "overview", SHOWN), 12));
        say(DemoText.tier("L2, the content, " + PAGE, text(client, "read", PAGE), 6));
    }

    private static String text(DemoClient client, String what, String uri) throws IOException, InterruptedException {
        return client.get("/api/v1/content/" + what, uri).getString("result");
    }

    private void showFinds(DemoClient client) throws IOException, InterruptedException {
        for (String question : QUESTIONS) {
            JsonObject request = new JsonObject().put("query", question).put("limit", 3);
            long started = System.nanoTime();
            JsonObject found = client.post("/api/v1/search/find", request).getJsonObject("result");
            say("\n" + DemoText.hits(question, found, System.nanoTime() - started));
        }
        JsonObject explained = new JsonObject()
                .put("query", QUESTIONS.getLast())
                .put("limit", 3)
                .put("include_provenance", true);
        say("\n"
                + DemoTrace.of(client.post("/api/v1/search/search", explained)
                        .getJsonObject("result")
                        .getJsonArray("provenance")
                        .getJsonObject(0)));
        say("");
    }

    private void say(String text) {
        out.println(text);
        out.flush();
    }
}
