package io.knarr.model.local;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** What is read from the class path. Blocks; a file that is missing or broken is {@code MODEL_UNAVAILABLE}. */
final class Resources {
    private Resources() {}

    static byte[] network(LocalModel model) {
        try {
            return bytes(model.network());
        } catch (IOException failure) {
            throw unavailable(model, failure);
        }
    }

    static WordPiece tokenizer(LocalModel model) {
        try {
            return new WordPiece(new JsonObject(Buffer.buffer(bytes(model.tokenizer()))));
        } catch (IOException | DecodeException | IllegalArgumentException failure) {
            throw unavailable(model, failure);
        }
    }

    static Fault unavailable(LocalModel model, Throwable failure) {
        return new Fault(
                Code.MODEL_UNAVAILABLE,
                "The local embedding model cannot be loaded: " + failure.getMessage(),
                Map.of("model", model.name(), "provider", LocalEmbedder.PROVIDER),
                failure);
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream stream = Resources.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new FileNotFoundException("no " + name + " on the class path");
            }
            return stream.readAllBytes();
        }
    }
}
