package io.knarr.model.remote;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.vertx.core.MultiMap;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * Says what a failed call to one account was: its class for us, its code and words for callers (core 1.5). No word of it
 * holds the key.
 */
final class Failures {
    private static final int MAX_MESSAGE = 300;

    private final String purpose;
    private final Credential credential;
    private final Code unreadable;
    private final Clock clock;

    /**
     * @param purpose {@code embedding}, {@code vlm}, …
     * @param unreadable the code for an answer that is none
     */
    Failures(String purpose, Credential credential, Code unreadable, Clock clock) {
        this.purpose = purpose;
        this.credential = credential;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    /** What an answer with another status than 2xx means. */
    ProviderFailure refused(Reply reply) {
        Complaint complaint = Complaint.in(reply);
        return refused(reply.status(), complaint, reply.retryAfter());
    }

    ProviderFailure refused(int status, Complaint complaint, Optional<Duration> retryAfter) {
        Trouble trouble = complaint.trouble(status);
        Map<String, Object> details = new HashMap<>(about());
        details.put("upstream_status_code", status);
        String said = shown(complaint.message());
        if (!said.isEmpty()) {
            details.put("upstream_message", said);
        }
        if (!complaint.type().isEmpty()) {
            details.put("upstream_error_type", shown(complaint.type()));
        }
        retryAfter.ifPresent(wait -> details.put("retry_after", wait.toSeconds()));
        String message = who() + " " + verb(trouble) + " (" + status + ")" + (said.isEmpty() ? "" : ": " + said);
        return new ProviderFailure(trouble, new Fault(code(status), message, details), retryAfter);
    }

    private static String verb(Trouble trouble) {
        return switch (trouble) {
            case INPUT_TOO_LARGE -> "finds the input too long";
            case CONTENT_SAFETY -> "refuses the content";
            case AUTH -> "refuses the key";
            case MISSING -> "knows no such model or address";
            case QUOTA -> "says that the quota is used up";
            case RATE -> "says that requests come too fast";
            case PERMANENT -> "does not accept the request";
            default -> "failed";
        };
    }

    /** Core 1.5. */
    private static Code code(int status) {
        return switch (status) {
            case 401 -> Code.UNAUTHENTICATED;
            case 402, 429 -> Code.RESOURCE_EXHAUSTED;
            case 403 -> Code.PERMISSION_DENIED;
            case 404 -> Code.NOT_FOUND;
            case 408, 504 -> Code.DEADLINE_EXCEEDED;
            case 409 -> Code.CONFLICT;
            default -> status >= 400 && status < 500 ? Code.INVALID_ARGUMENT : Code.UNAVAILABLE;
        };
    }

    /** The connection could not be made, or broke. */
    ProviderFailure broken(Throwable failure) {
        String reason = switch (failure) {
            case UnknownHostException _ -> "its host is not known";
            case SSLException _ -> "no secure connection";
            default -> "no connection, or it broke";
        };
        return new ProviderFailure(
                Trouble.TRANSIENT,
                new Fault(Code.UNAVAILABLE, who() + " cannot be reached: " + reason, reason(reason), failure));
    }

    ProviderFailure badAddress() {
        return new ProviderFailure(
                Trouble.MISSING,
                new Fault(
                        Code.MODEL_UNAVAILABLE,
                        who() + " cannot be reached: its api_base is not an address",
                        reason("api_base")));
    }

    ProviderFailure timeout(long limitMs) {
        String operation = "the " + purpose + " provider " + credential.provider();
        return new ProviderFailure(Trouble.TIMEOUT, Fault.deadline(operation, limitMs / 1000.0));
    }

    /** The caller’s time was over, and it was long enough for an answer. */
    ProviderFailure timeout(Deadline deadline) {
        return new ProviderFailure(
                Trouble.TIMEOUT, deadline.fault("the " + purpose + " provider " + credential.provider()));
    }

    ProviderFailure abandoned(Deadline deadline) {
        return new ProviderFailure(
                Trouble.ABANDONED, deadline.fault("the " + purpose + " provider " + credential.provider()));
    }

    ProviderFailure tooLong(int maxBytes) {
        return garbage("it is longer than " + maxBytes + " bytes");
    }

    /** Answers of many calls at once, each of a length that is fine. */
    ProviderFailure noMemory() {
        return new ProviderFailure(
                Trouble.TRANSIENT,
                new Fault(
                        Code.UNAVAILABLE,
                        who() + " sends more at once than there is memory for",
                        reason("memory for answers")));
    }

    /** An answer that cannot be used. */
    ProviderFailure garbage(String why) {
        return new ProviderFailure(
                Trouble.GARBAGE, new Fault(unreadable, who() + " gave no usable answer: " + why, reason(why)));
    }

    /** Left alone after failures. */
    ProviderFailure leftAlone(long forMs, String reason) {
        long seconds = Math.max(1, (forMs + 999) / 1000);
        Map<String, Object> details = new HashMap<>(reason(reason));
        details.put("retry_after", seconds);
        return new ProviderFailure(
                Trouble.LEFT_ALONE,
                new Fault(
                        Code.MODEL_UNAVAILABLE,
                        who() + " is not asked for another " + seconds + " s because it kept failing: " + reason,
                        details));
    }

    private String who() {
        return "The " + purpose + " provider " + credential.provider();
    }

    private Map<String, Object> about() {
        return Map.of("provider", credential.provider(), "model", credential.model());
    }

    private Map<String, Object> reason(String reason) {
        Map<String, Object> details = new HashMap<>(about());
        details.put("reason", reason);
        return details;
    }

    /** Some providers repeat the key that they refuse, or the whole input. */
    private String shown(String upstream) {
        String text = upstream.strip().replaceAll("\\s+", " ");
        if (credential.apiKey().isPresent()) {
            text = text.replace(credential.apiKey().get().reveal(), "***");
        }
        return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "…";
    }

    /** RFC 9110 10.2.3: seconds or a date; OpenAI and Azure also say milliseconds. */
    Optional<Duration> retryAfter(MultiMap headers) {
        String millis = headers.get("retry-after-ms");
        String value = headers.get("retry-after");
        try {
            if (millis != null) {
                return positive(Duration.ofMillis((long) Double.parseDouble(millis)));
            }
            if (value == null) {
                return Optional.empty();
            }
            return positive(
                    Character.isDigit(value.strip().charAt(0))
                            ? Duration.ofMillis((long) (1000 * Double.parseDouble(value)))
                            : Duration.between(
                                    clock.instant(),
                                    ZonedDateTime.parse(
                                            value.strip(),
                                            DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))));
        } catch (NumberFormatException | DateTimeException | StringIndexOutOfBoundsException neither) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> positive(Duration wait) {
        return wait.isPositive() ? Optional.of(wait) : Optional.empty();
    }
}
