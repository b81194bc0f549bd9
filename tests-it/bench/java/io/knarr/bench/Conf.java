package io.knarr.bench;

import io.knarr.it.KnarrServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** An {@code ov.conf} of a server under test. Immutable. */
record Conf(JsonObject json) {
    /** How long idle connections are kept. */
    static final int KEEP_SECONDS = 60;

    /**
     * As a server comes, but its figures can be read (see {@link Metrics}), and no connection is closed that a late caller is
     * about to use.
     */
    static Conf watched() {
        return new Conf(new JsonObject())
                .with("server.observability.metrics.enabled", true)
                .with("server.timeout_keep_alive", KEEP_SECONDS);
    }

    /** Also: it has its vectors from this provider. */
    Conf embeddingBy(String provider) {
        return with("embedding.dense.provider", "openai")
                .with("embedding.dense.model", "fake")
                .with("embedding.dense.api_key", "none")
                .with("embedding.dense.api_base", provider + "/v1")
                .with("embedding.dense.dimension", 64);
    }

    /** Also: what it finds is judged by this provider. */
    Conf rerankedBy(String provider) {
        return with("rerank.provider", "openai")
                .with("rerank.api_key", "none")
                .with("rerank.api_base", provider + "/rerank");
    }

    /** @param key with dots */
    Conf with(String key, Object value) {
        JsonObject copy = json.copy();
        JsonObject at = copy;
        String[] names = key.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            if (!at.containsKey(names[i])) {
                at.put(names[i], new JsonObject());
            }
            at = at.getJsonObject(names[i]);
        }
        at.put(names[names.length - 1], value);
        return new Conf(copy);
    }

    /** A server on the data directory of this run, with one that was there before if there was one. */
    KnarrServer start(Scratch scratch, String... options) throws IOException {
        return start(scratch, Map.of(), options);
    }

    KnarrServer start(Scratch scratch, Map<String, String> environment, String... options) throws IOException {
        Path file = Files.writeString(scratch.path().resolve("ov.conf"), json.encodePrettily());
        String[] all = new String[options.length + 2];
        all[0] = "--config";
        all[1] = file.toString();
        System.arraycopy(options, 0, all, 2, options.length);
        return KnarrServer.start(scratch.path().resolve("data"), environment, all);
    }
}
