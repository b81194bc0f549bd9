package io.knarr.fault;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed for a reason its caller can be told. The message is shown to callers: it says what was wrong and what
 * would be right, and holds no secret and no text of another tenant.
 *
 * <p>It has no stack trace unless it has a cause: a fault is an answer, not an accident.
 */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final transient Map<String, Object> details;
    private final @Nullable Outlook outlook;

    public Fault(Code code, String message, Map<String, Object> details, @Nullable Throwable cause) {
        this(code, message, details, cause, null);
    }

    private Fault(
            Code code,
            String message,
            Map<String, Object> details,
            @Nullable Throwable cause,
            @Nullable Outlook outlook) {
        super(message, cause, false, cause != null);
        this.code = code;
        this.details = Map.copyOf(details);
        this.outlook = outlook;
    }

    public Fault(Code code, String message, Map<String, Object> details) {
        this(code, message, details, null);
    }

    public Fault(Code code, String message) {
        this(code, message, Map.of(), null);
    }

    public Code code() {
        return code;
    }

    /** Facts for programs, in the shapes of core 1.5: strings, numbers, booleans, lists and maps of these. */
    public Map<String, Object> details() {
        return details;
    }

    /** What trying again brings, where more is known of it than the code says. */
    public Optional<Outlook> outlook() {
        return Optional.ofNullable(outlook);
    }

    /** The same fault from somebody who knows what trying again brings. */
    public Fault with(Outlook known) {
        return new Fault(code, getMessage(), details, getCause(), known);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** The same failure, seen for what it is: the fault inside, or {@code INTERNAL} for anything that is not one. */
    public static Fault of(Throwable failure) {
        return failure instanceof Fault fault ? fault : new Fault(Code.INTERNAL, "internal error", Map.of(), failure);
    }

    public static Fault invalid(String message) {
        return new Fault(Code.INVALID_ARGUMENT, message);
    }

    /** A type is {@code file}, {@code directory}, {@code resource}, {@code task}, … and starts the message. */
    public static Fault notFound(String type, String resource) {
        return new Fault(
                Code.NOT_FOUND,
                capitalised(type) + " not found: " + resource,
                Map.of("type", type, "resource", resource));
    }

    public static Fault alreadyExists(String type, String resource) {
        return new Fault(
                Code.ALREADY_EXISTS,
                capitalised(type) + " already exists: " + resource,
                Map.of("type", type, "resource", resource));
    }

    public static Fault invalidUri(String uri, String reason) {
        return new Fault(
                Code.INVALID_URI, "Invalid URI: " + uri + " (" + reason + ")", Map.of("uri", uri, "reason", reason));
    }

    public static Fault denied(String message, String resource) {
        return new Fault(Code.PERMISSION_DENIED, message, Map.of("resource", resource));
    }

    /** A directory where a file was needed. */
    public static Fault notAFile(String uri) {
        return new Fault(
                Code.INVALID_ARGUMENT,
                "This is a directory, a file is needed: " + uri,
                Map.of("resource", uri, "expected", "file", "actual", "directory"));
    }

    /** Somebody else is working on this path: trying again later is right. */
    public static Fault pathBusy(String uri) {
        return new Fault(
                Code.CONFLICT,
                "The path is busy with another change, try again: " + uri,
                Map.of("resource", uri, "uri", uri, "conflict_type", "path_busy", "retryable", true));
    }

    public static Fault deadline(String operation, double timeoutSeconds) {
        return new Fault(
                Code.DEADLINE_EXCEEDED,
                String.format(Locale.ROOT, "%s did not finish within %s s", operation, timeoutSeconds),
                Map.of("operation", operation, "timeout", timeoutSeconds));
    }

    public static Fault unavailable(String service, String reason) {
        return new Fault(
                Code.UNAVAILABLE,
                service + " is not available: " + reason,
                Map.of("service", service, "reason", reason));
    }

    public static Fault unimplemented(String operation) {
        return new Fault(Code.UNIMPLEMENTED, operation + " is not offered by this version of Knarr");
    }

    private static String capitalised(String type) {
        return type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }
}
