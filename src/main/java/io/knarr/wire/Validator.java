package io.knarr.wire;

import io.knarr.wire.Findings.Place;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Checks a request against its endpoint and reads it (core 1.6, 1.7): coerces, fills in defaults, drops what is unknown where
 * that is allowed, and reports everything that is wrong at once. Pure; linear in the size of the request; depth is bounded
 * by the document, not by the request.
 */
public final class Validator {
    private Validator() {}

    /** @throws InvalidRequest with all errors */
    public static Input read(Endpoint endpoint, RawRequest request) {
        Findings findings = new Findings();
        JsonObject parameters = new JsonObject();
        Set<String> given = new HashSet<>();
        for (Parameter parameter : endpoint.parameters()) {
            Place at = Place.of(parameter.in().label()).at(parameter.name());
            List<String> values = parameter.in() == Parameter.In.PATH
                    ? Stream.ofNullable(request.path().get(parameter.name())).toList()
                    : request.query().getOrDefault(parameter.name(), List.of());
            readInto(
                    parameters,
                    given,
                    parameter.name(),
                    new Sent(parameter.field(), parameter.comma(), values),
                    at,
                    findings);
        }
        JsonObject body = endpoint.body()
                .map(model -> body(model, request, findings, given))
                .orElseGet(JsonObject::new);
        endpoint.form()
                .ifPresent(form -> form.fields().forEach((name, field) -> {
                    List<String> values = request.form().getOrDefault(name, List.of());
                    readInto(
                            parameters,
                            given,
                            name,
                            new Sent(field, false, values),
                            Place.of("body").at(name),
                            findings);
                }));
        findings.throwIfAny();
        BodyRules.check(endpoint.id(), body, given, findings);
        findings.throwIfAny();
        return new Input(parameters, body, given, request.upload(), request.gone());
    }

    private static JsonObject body(Endpoint.Body body, RawRequest request, Findings findings, Set<String> given) {
        Place at = Place.of("body");
        Object sent = request.body().orElse(null);
        if (sent == null && body.required()) {
            findings.add(at, "missing", "Field required");
            return new JsonObject();
        }
        Object read = model(body.model(), sent == null ? new JsonObject() : sent, at, findings);
        if (sent instanceof JsonObject object) {
            given.addAll(object.fieldNames());
        }
        return read instanceof JsonObject object ? object : new JsonObject();
    }

    /** Parameters and form fields come as texts, each any number of times: lists take all, others the last. */
    private static void readInto(
            JsonObject target, Set<String> given, String name, Sent sent, Place at, Findings findings) {
        if (sent.values().isEmpty()) {
            absent(target, name, sent.field(), at, findings);
            return;
        }
        given.add(name);
        target.put(name, check(sent.field().schema(), sent.json(), at, findings));
    }

    private static void absent(JsonObject target, String name, Schema.Field field, Place at, Findings findings) {
        if (field.required()) {
            findings.add(at, "missing", "Field required");
        } else {
            target.put(name, field.fallback() instanceof JsonObject object ? object.copy() : field.fallback());
        }
    }

    private static @Nullable Object check(Schema schema, @Nullable Object value, Place at, Findings findings) {
        return switch (schema) {
            case Schema.Anything _ -> value;
            case Schema.Text text -> Scalars.text(text, value, at, findings);
            case Schema.Flag _ -> Scalars.flag(value, at, findings);
            case Schema.Numeric numeric -> Scalars.number(numeric, value, at, findings);
            case Schema.Items items -> list(items, value, at, findings);
            case Schema.Model model -> model(model, value, at, findings);
            case Schema.Dictionary dictionary -> dictionary(dictionary, value, at, findings);
            case Schema.Either either -> either(either, value, at, findings);
            case Schema.OrNull orNull -> value == null ? null : check(orNull.inner(), value, at, findings);
        };
    }

    private static @Nullable Object list(Schema.Items schema, @Nullable Object value, Place at, Findings findings) {
        if (!(value instanceof JsonArray array)) {
            findings.add(at, "list_type", "Input should be a list");
            return null;
        }
        if (array.size() < schema.min()) {
            findings.add(at, "too_short", "List should have at least " + schema.min() + " items");
            return null;
        }
        if (array.size() > schema.max()) {
            findings.add(at, "too_long", "List should have at most " + schema.max() + " items");
            return null;
        }
        JsonArray read = new JsonArray();
        for (int i = 0; i < array.size() && !findings.isFull(); i++) {
            read.add(check(schema.each(), array.getValue(i), at.at(Integer.toString(i)), findings));
        }
        return read;
    }

    private static @Nullable Object model(Schema.Model schema, @Nullable Object value, Place at, Findings findings) {
        if (!(value instanceof JsonObject object)) {
            findings.add(at, "model_attributes_type", "Input should be an object");
            return null;
        }
        JsonObject read = new JsonObject();
        schema.fields().forEach((name, field) -> {
            Object sent = object.getValue(name);
            boolean asAbsent = sent == null && field.schema() instanceof Schema.OrNull && !field.ownNull();
            if (object.containsKey(name) && !asAbsent) {
                read.put(name, check(field.schema(), sent, at.at(name), findings));
            } else {
                absent(read, name, field, at.at(name), findings);
            }
        });
        if (schema.closed()) {
            object.fieldNames().stream()
                    .filter(name -> !schema.fields().containsKey(name))
                    .takeWhile(_ -> !findings.isFull())
                    .forEach(name -> findings.add(at.at(name), "extra_forbidden", "Extra inputs are not permitted"));
        }
        return read;
    }

    private static @Nullable Object dictionary(
            Schema.Dictionary schema, @Nullable Object value, Place at, Findings findings) {
        if (!(value instanceof JsonObject object)) {
            findings.add(at, "dict_type", "Input should be an object");
            return null;
        }
        if (schema.each() instanceof Schema.Anything && schema.keys().isEmpty()) {
            return object;
        }
        JsonObject read = new JsonObject();
        for (String name : object.fieldNames()) {
            if (findings.isFull()) {
                break;
            }
            Place place = at.at(name);
            Schema.Text key = new Schema.Text(schema.keys());
            if (Scalars.text(key, name, place, findings) != null) {
                read.put(name, check(schema.each(), object.getValue(name), place, findings));
            }
        }
        return read;
    }

    /**
     * The option of the value’s own JSON type comes first, then the others in order, for values that have to be coerced. If
     * none takes it, the errors of the first tried are the ones to show: they are about what the caller meant.
     */
    private static @Nullable Object either(Schema.Either schema, @Nullable Object value, Place at, Findings findings) {
        List<Schema> ordered = Stream.concat(
                        schema.options().stream().filter(option -> fits(option, value)),
                        schema.options().stream().filter(option -> !fits(option, value)))
                .toList();
        Findings shown = new Findings();
        for (Schema option : ordered) {
            Findings own = new Findings();
            Object read = check(option, value, at, own);
            if (own.isEmpty()) {
                return read;
            }
            if (shown.isEmpty()) {
                shown.addAll(own);
            }
        }
        findings.addAll(shown);
        return null;
    }

    private static boolean fits(Schema schema, @Nullable Object value) {
        return switch (schema) {
            case Schema.Text _ -> value instanceof String;
            case Schema.Flag _ -> value instanceof Boolean;
            case Schema.Numeric _ -> value instanceof Number;
            case Schema.Items _ -> value instanceof JsonArray;
            case Schema.Model _, Schema.Dictionary _ -> value instanceof JsonObject;
            case Schema.Anything _, Schema.Either _, Schema.OrNull _ -> true;
        };
    }

    /** A parameter as it came. */
    private record Sent(Schema.Field field, boolean comma, Collection<String> values) {
        Object json() {
            Schema schema = field.schema() instanceof Schema.OrNull orNull ? orNull.inner() : field.schema();
            if (!(schema instanceof Schema.Items)) {
                return List.copyOf(values).getLast();
            }
            Stream<String> parts = comma
                    ? values.stream()
                            .flatMap(value -> Stream.of(value.split(",")))
                            .map(String::strip)
                            .filter(part -> !part.isEmpty())
                    : values.stream();
            return new JsonArray(parts.toList());
        }
    }
}
