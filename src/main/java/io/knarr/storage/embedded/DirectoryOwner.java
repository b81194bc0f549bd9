package io.knarr.storage.embedded;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Who holds a data directory, as told to those who come too late. Nothing is decided by it: the lock decides.
 *
 * @param pid of its process, on its host
 * @param host its name
 * @param url where its server answers
 * @param startedAt since when
 * @param version of Knarr
 */
public record DirectoryOwner(long pid, String host, String url, Instant startedAt, String version) {
    JsonObject toJson() {
        return new JsonObject()
                .put("pid", pid)
                .put("host", host)
                .put("url", url)
                .put("started_at", startedAt.toString())
                .put("version", version);
    }

    /** Empty when the text is no such record. */
    static Optional<DirectoryOwner> parse(String text) {
        try {
            JsonObject json = new JsonObject(text);
            return json.getValue("pid") instanceof Number pid
                    ? Optional.of(new DirectoryOwner(
                            pid.longValue(),
                            word(json, "host"),
                            word(json, "url"),
                            Instant.parse(word(json, "started_at")),
                            word(json, "version")))
                    : Optional.empty();
        } catch (DecodeException | DateTimeException garbage) {
            return Optional.empty();
        }
    }

    private static String word(JsonObject json, String key) {
        return Objects.toString(json.getValue(key), "?");
    }
}
