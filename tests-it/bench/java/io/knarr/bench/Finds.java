package io.knarr.bench;

import io.knarr.it.Api;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Questions over HTTP. */
final class Finds {
    private Finds() {}

    /** For content alone, not for the layers of directories. */
    static JsonObject request(String question, int limit) {
        return new JsonObject().put("query", question).put("limit", limit).put("level", new JsonArray().add(2));
    }

    static List<String> over(Api api, String question, int limit) throws IOException, InterruptedException {
        return over(api, question, "", limit);
    }

    /** The addresses that were found below a place, best first. */
    static List<String> over(Api api, String question, String place, int limit)
            throws IOException, InterruptedException {
        Api.Reply reply =
                api.post("/api/v1/search/find", request(question, limit).put("target_uri", place));
        if (reply.status() != 200) {
            throw new IllegalStateException("find failed: " + reply.body());
        }
        JsonArray hits = reply.result().getJsonArray("resources");
        List<String> uris = new ArrayList<>();
        for (int i = 0; i < hits.size(); i++) {
            uris.add(hits.getJsonObject(i).getString("uri"));
        }
        return uris;
    }
}
