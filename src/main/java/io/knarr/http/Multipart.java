package io.knarr.http;

import io.knarr.wire.InvalidRequest;
import io.knarr.wire.Upload;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds the part {@code file} of a multipart body and hands it over unread. */
final class Multipart {
    private static final String PART = "file";

    private Multipart() {}

    /**
     * The file and the text fields that came before it: what follows the file is not known until that was read.
     *
     * @param upload paused
     */
    record Received(Upload upload, Map<String, List<String>> fields) {}

    /** Reads a paused request up to the file, and resumes it. */
    static Future<Received> receive(HttpServerRequest request) {
        String contentType = String.valueOf(request.getHeader("Content-Type")).toLowerCase(Locale.ROOT);
        if (!contentType.startsWith("multipart/form-data") || !contentType.contains("boundary=")) {
            return Future.failedFuture(noFile());
        }
        Promise<Received> received = Promise.promise();
        try {
            request.setExpectMultipart(true);
        } catch (RuntimeException undecodable) {
            // The decoder’s own exceptions, which are no part of Vert.x’s interface: a boundary that is none, and the
            // like.
            return Future.failedFuture(noFile());
        }
        request.uploadHandler(part -> {
            if (part.name().equals(PART) && !received.future().isComplete()) {
                part.pause();
                received.complete(new Received(upload(part), fields(request.formAttributes())));
            } else {
                part.handler(_ -> {});
            }
        });
        request.endHandler(_ -> received.tryFail(noFile()));
        request.exceptionHandler(_ -> received.tryFail(noFile()));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return received.future();
    }

    private static Upload upload(HttpServerFileUpload part) {
        return new Upload(part.filename(), part);
    }

    private static Map<String, List<String>> fields(MultiMap attributes) {
        Map<String, List<String>> fields = new HashMap<>();
        attributes.names().forEach(name -> fields.put(name, attributes.getAll(name)));
        return fields;
    }

    private static InvalidRequest noFile() {
        return InvalidRequest.of("missing", "Field required", "body", PART);
    }
}
