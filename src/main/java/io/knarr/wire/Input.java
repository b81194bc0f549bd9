package io.knarr.wire;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a caller sent, checked, coerced and completed with defaults by the document: path and query parameters, form fields
 * and the fields of the body, by name. Asking for a name or a type that the document does not give is a mistake of the
 * asking code and throws {@link IllegalStateException}.
 */
public final class Input {
    private final JsonObject parameters;
    private final JsonObject body;
    private final Set<String> given;
    private final Optional<Upload> upload;
    private final Future<Void> gone;

    /**
     * @param parameters path, query and form values after validation, defaults included
     * @param body the body after validation, defaults included; empty when there is none
     * @param given names that the caller itself sent, as against defaults
     * @param upload the file part, for multipart endpoints
     * @param gone see {@link #gone()}
     */
    public Input(
            JsonObject parameters, JsonObject body, Set<String> given, Optional<Upload> upload, Future<Void> gone) {
        this.parameters = parameters;
        this.body = body;
        this.given = Set.copyOf(given);
        this.upload = upload;
        this.gone = gone;
    }

    /** For calls from inside the process and for tests: a body that needs no validation. */
    public static Input of(JsonObject values) {
        return new Input(new JsonObject(), values, values.fieldNames(), Optional.empty(), Future.future(_ -> {}));
    }

    /** Whether the caller sent it, even as null: tells absent from null. */
    public boolean has(String name) {
        return given.contains(name);
    }

    /** Never null; for {@code str} fields. */
    public String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name));
    }

    /** Empty for absent and for null. */
    public Optional<String> optionalText(String name) {
        return Optional.ofNullable(as(String.class, name));
    }

    public boolean flag(String name) {
        return optionalFlag(name).orElseThrow(() -> missing(name));
    }

    public Optional<Boolean> optionalFlag(String name) {
        return Optional.ofNullable(as(Boolean.class, name));
    }

    /** A whole number; what does not fit an {@code int} is its nearest bound. */
    public int integer(String name) {
        return optionalInteger(name).orElseThrow(() -> missing(name));
    }

    public OptionalInt optionalInteger(String name) {
        Number number = as(Number.class, name);
        return number == null
                ? OptionalInt.empty()
                : OptionalInt.of(Math.clamp(number.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /** Finite. */
    public double number(String name) {
        return optionalNumber(name).orElseThrow(() -> missing(name));
    }

    public OptionalDouble optionalNumber(String name) {
        Number number = as(Number.class, name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
    }

    /** A list of strings, or the one string where the document allows both; empty for absent and for null. */
    public List<String> texts(String name) {
        return optionalTexts(name).orElse(List.of());
    }

    /** As {@link #texts}, where no list and an empty list differ. */
    public Optional<List<String>> optionalTexts(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> Optional.empty();
            case String one -> Optional.of(List.of(one));
            case JsonArray many ->
                Optional.of(many.stream().map(String.class::cast).toList());
            default -> throw wrong(name, value);
        };
    }

    /** Empty for absent and for null. */
    public Optional<JsonObject> object(String name) {
        return Optional.ofNullable(as(JsonObject.class, name));
    }

    /** Empty for absent and for null. */
    public Optional<JsonArray> array(String name) {
        return Optional.ofNullable(as(JsonArray.class, name));
    }

    /** The value as JSON has it, for fields of several types; null for absent and for null. */
    public @Nullable Object value(String name) {
        return body.containsKey(name) ? body.getValue(name) : parameters.getValue(name);
    }

    /** The whole body, defaults included; not to be changed. */
    public JsonObject body() {
        return body;
    }

    /** Whether the caller asked for telemetry ({@code true} or an object, core 1.10). */
    public boolean wantsTelemetry() {
        return switch (value("telemetry")) {
            case Boolean asked -> asked;
            case JsonObject options -> options.getBoolean("summary", true);
            case null, default -> false;
        };
    }

    /** Whether the caller waits for the background work that follows from the call. */
    public boolean waits() {
        return Boolean.TRUE.equals(value("wait"));
    }

    /** The file part. Throws where the document has none. */
    public Upload upload() {
        return upload.orElseThrow(() -> missing("file"));
    }

    /** Completes when nobody waits for the answer any more; never fails. What the call started may then be given up. */
    public Future<Void> gone() {
        return gone;
    }

    private <T> @Nullable T as(Class<T> type, String name) {
        Object value = value(name);
        if (value != null && !type.isInstance(value)) {
            throw wrong(name, value);
        }
        return type.cast(value);
    }

    private static IllegalStateException missing(String name) {
        return new IllegalStateException("the document lets this be absent or null: " + name);
    }

    private static IllegalStateException wrong(String name, Object value) {
        return new IllegalStateException(
                "the document gives " + name + " as " + value.getClass().getSimpleName());
    }
}
