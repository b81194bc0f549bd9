package io.knarr.http;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** {@code X-Request-ID} (core 1.2). */
final class RequestId {
    static final String HEADER = "X-Request-ID";
    static final String RULE = "Send X-Request-ID at most once, with 1 to 128 characters of [A-Za-z0-9._:-]";
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private RequestId() {}

    /** The id that was sent, a fresh one if none was, or nothing if what was sent is not allowed. */
    static Optional<String> of(List<String> sent) {
        return switch (sent.size()) {
            case 0 -> Optional.of(fresh());
            case 1 ->
                Optional.of(sent.getFirst()).filter(id -> VALID.matcher(id).matches());
            default -> Optional.empty();
        };
    }

    static String fresh() {
        return UUID.randomUUID().toString();
    }
}
