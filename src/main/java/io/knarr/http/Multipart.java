package io.knarr.http;

import io.knarr.wire.InvalidRequest;
import io.knarr.wire.Upload;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the part {@code file} of a multipart body and hands it over unread. Vert.x’s own reading of forms does not do: it
 * knows the text fields only when all files were read, and here a field says how to store the file.
 */
final class Multipart implements MultipartParser.Parts {
    private static final String PART = "file";
    private static final int LONGEST_VALUE = 8 << 10;
    private static final int MOST_FIELDS = 64;

    private final HttpServerRequest request;
    private final Promise<Received> received = Promise.promise();
    private final Map<String, List<String>> fields = new HashMap<>();
    private Optional<FilePart> file = Optional.empty();
    private Optional<Field> field = Optional.empty();
    private int count;

    private Multipart(HttpServerRequest request) {
        this.request = request;
    }

    /**
     * The file and the text fields that came before it; what follows the file is thrown away.
     *
     * @param upload paused
     */
    record Received(Upload upload, Map<String, List<String>> fields) {}

    private record Field(String name, Buffer value) {}

    /**
     * Reads a paused request up to the file, and resumes it.
     *
     * @param answered when it completes, nobody wants the rest of the file any more
     */
    static Future<Received> receive(HttpServerRequest request, Future<Void> answered) {
        Optional<String> boundary = MultipartHead.boundary(request.getHeader("Content-Type"));
        if (boundary.isEmpty()) {
            return Future.failedFuture(noFile());
        }
        Multipart multipart = new Multipart(request);
        MultipartParser parser = new MultipartParser(boundary.get(), multipart);
        request.handler(parser::push);
        request.endHandler(_ -> multipart.broken());
        request.exceptionHandler(_ -> multipart.broken());
        answered.onComplete(_ -> multipart.file.ifPresent(FilePart::abandon));
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
        return multipart.received.future();
    }

    @Override
    public void begin(MultipartHead head) {
        if (file.isPresent()) {
            return;
        }
        if (head.fileName().isEmpty()) {
            field = Optional.of(new Field(head.name(), Buffer.buffer()));
        } else if (head.name().equals(PART)) {
            FilePart part = new FilePart(request);
            file = Optional.of(part);
            received.complete(new Received(new Upload(head.fileName().get(), part), Map.copyOf(fields)));
        }
    }

    @Override
    public void data(Buffer chunk) {
        field.ifPresentOrElse(
                open -> {
                    if (open.value().length() + chunk.length() > LONGEST_VALUE) {
                        malformed();
                    } else {
                        open.value().appendBuffer(chunk);
                    }
                },
                () -> file.ifPresent(part -> part.data(chunk)));
    }

    @Override
    public void end() {
        field.ifPresentOrElse(
                done -> {
                    if (++count > MOST_FIELDS) {
                        malformed();
                    } else {
                        fields.computeIfAbsent(done.name(), _ -> new ArrayList<>())
                                .add(done.value().toString(StandardCharsets.UTF_8));
                    }
                },
                () -> file.ifPresent(FilePart::end));
        field = Optional.empty();
    }

    @Override
    public void malformed() {
        request.handler(_ -> {});
        broken();
    }

    /** The body ended or broke off; fine if the file is there, else it never will be. */
    private void broken() {
        received.tryFail(noFile());
        file.ifPresent(FilePart::broken);
    }

    private static InvalidRequest noFile() {
        return InvalidRequest.of("missing", "Field required", "body", PART);
    }
}
