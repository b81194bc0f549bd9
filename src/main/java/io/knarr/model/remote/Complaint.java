package io.knarr.model.remote;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a provider said was wrong. There is no standard: {@code {"error": {message, type, code}}} of OpenAI and its likes,
 * {@code {"message", "code"}} of Cohere and DashScope, {@code {"detail"}} of others.
 *
 * @param type its own word for the class of error, empty when there is none
 */
record Complaint(String message, String type) {
    /** Errors are short; a page of HTML from a proxy is not read. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final Complaint NONE = new Complaint("", "");

    private static final List<String> TOO_LARGE = List.of(
            "context_length_exceeded",
            "maximum context length",
            "string_above_max_length",
            "too many tokens",
            "input is too long",
            "input too long",
            "input length exceeds",
            "range of input length",
            "exceeds the maximum");
    private static final List<String> UNSAFE = List.of(
            "content_filter",
            "content_policy_violation",
            "responsibleaipolicyviolation",
            "data_inspection_failed",
            "datainspectionfailed",
            "sensitivecontentdetected");
    private static final List<String> QUOTA = List.of(
            "insufficient_quota", "quota_exceeded", "accountoverdue", "arrearage", "insufficient balance", "billing");

    static Complaint in(Reply reply) {
        if (reply.length() == 0 || reply.length() > MAX_BYTES) {
            return NONE;
        }
        try {
            return in(new JsonObject(reply.body()));
        } catch (DecodeException notJson) {
            return NONE;
        }
    }

    private static Complaint in(JsonObject json) {
        if (json.getValue("error") instanceof JsonObject error) {
            String code = text(error.getValue("code"));
            return new Complaint(text(error.getValue("message")), code.isEmpty() ? text(error.getValue("type")) : code);
        }
        for (String name : List.of("message", "detail", "error", "msg")) {
            String message = text(json.getValue(name));
            if (!message.isEmpty()) {
                return new Complaint(message, text(json.getValue("code")));
            }
        }
        return NONE;
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case JsonObject object -> object.encode();
            case JsonArray array -> array.encode();
            default -> value.toString();
        };
    }

    /** Its class, in the order of behaviour 3.6. */
    Trouble trouble(int status) {
        boolean ours = status >= 400 && status < 500;
        if (status == 413 || (ours && status != 429 && says(TOO_LARGE))) {
            return Trouble.INPUT_TOO_LARGE;
        }
        if (ours && says(UNSAFE)) {
            return Trouble.CONTENT_SAFETY;
        }
        if (status == 402 || ((status == 429 || status == 403 || status == 400) && says(QUOTA))) {
            return Trouble.QUOTA;
        }
        return switch (status) {
            case 401, 403 -> Trouble.AUTH;
            case 404, 405, 410 -> Trouble.MISSING;
            case 429 -> Trouble.RATE;
            case 408, 409, 425 -> Trouble.TRANSIENT;
            // A redirect is an address that has moved: following it would hand the key to somebody else.
            default -> ours ? Trouble.PERMANENT : status < 400 ? Trouble.MISSING : Trouble.TRANSIENT;
        };
    }

    private boolean says(List<String> words) {
        String all = (type + " " + message).toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(all::contains);
    }
}
