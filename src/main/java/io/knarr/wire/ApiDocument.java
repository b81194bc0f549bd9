package io.knarr.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * {@code openapi.json}, read once: the endpoints in its order, and the document as it is served. Its members that start with
 * {@code x-knarr-} say what OpenAPI has no word for:
 *
 * <ul>
 *   <li>{@code envelope}: N, C or none; {@code role}, see {@link RoleRule}; {@code lane}, see {@link Lane}; {@code tier}
 *   <li>{@code status: planned}: answered with {@code UNIMPLEMENTED} until somebody writes it
 *   <li>{@code keys}: refused where no keys are managed
 *   <li>{@code rest}, on a path parameter: it takes more than one segment
 *   <li>{@code comma}, on a query parameter: one value may hold several
 *   <li>{@code null}, on a field: null is not the same as absent
 *   <li>{@code methods}, on a path: methods that OpenAPI has no place for
 * </ul>
 */
public final class ApiDocument {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    private final List<Endpoint> endpoints;
    private final Buffer json;

    private ApiDocument(List<Endpoint> endpoints, Buffer json) {
        this.endpoints = endpoints;
        this.json = json;
    }

    /** Reads it from the class path: some milliseconds, at start, not on an event loop. */
    public static ApiDocument load() {
        try (InputStream bytes = Objects.requireNonNull(
                ApiDocument.class.getResourceAsStream("openapi.json"), "openapi.json is not on the class path")) {
            return of((JsonObject) Objects.requireNonNull(Json.read(bytes)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    static ApiDocument of(JsonObject document) {
        SchemaReader schemas =
                new SchemaReader(document.getJsonObject("components").getJsonObject("schemas"));
        List<Endpoint> endpoints = new ArrayList<>();
        document.getJsonObject("paths").forEach(path -> {
            JsonObject item = (JsonObject) path.getValue();
            JsonObject more = item.getJsonObject("x-knarr-methods", new JsonObject());
            item.stream()
                    .filter(entry -> METHODS.contains(entry.getKey()))
                    .forEach(entry -> endpoints.add(endpoint(path.getKey(), entry, schemas)));
            more.forEach(entry -> endpoints.add(endpoint(path.getKey(), entry, schemas)));
        });
        return new ApiDocument(List.copyOf(endpoints), Json.write(document));
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The document as served. */
    public Buffer json() {
        return json;
    }

    /** @throws IllegalArgumentException if there is an operation that is not in the document */
    public void require(Operations operations) {
        Set<String> unknown = new TreeSet<>(operations.ids());
        unknown.removeAll(endpoints.stream().map(Endpoint::id).collect(Collectors.toSet()));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("not in openapi.json: " + unknown);
        }
    }

    private static Endpoint endpoint(String path, Map.Entry<String, Object> entry, SchemaReader schemas) {
        JsonObject operation = (JsonObject) entry.getValue();
        JsonArray parameters = operation.getJsonArray("parameters", new JsonArray());
        boolean rest = parameters.stream().anyMatch(parameter -> ((JsonObject) parameter).containsKey("x-knarr-rest"));
        Optional<JsonObject> request = Optional.ofNullable(operation.getJsonObject("requestBody"));
        Optional<JsonObject> content = request.map(body -> body.getJsonObject("content"));
        return new Endpoint(
                entry.getKey().toUpperCase(Locale.ROOT),
                path,
                rest,
                operation.getString("operationId"),
                operation.getString("summary"),
                Envelope.valueOf(operation.getString("x-knarr-envelope").toUpperCase(Locale.ROOT)),
                RoleRule.of(operation.getString("x-knarr-role")),
                Lane.valueOf(operation.getString("x-knarr-lane").toUpperCase(Locale.ROOT)),
                "planned".equals(operation.getString("x-knarr-status")),
                operation.getBoolean("x-knarr-keys", false),
                parameters.stream()
                        .map(parameter -> parameter((JsonObject) parameter, schemas))
                        .toList(),
                content.flatMap(media -> model(media, "application/json", schemas))
                        .map(model ->
                                new Endpoint.Body(model, request.orElseThrow().getBoolean("required", false))),
                content.flatMap(media -> model(media, "multipart/form-data", schemas)));
    }

    private static Parameter parameter(JsonObject parameter, SchemaReader schemas) {
        return new Parameter(
                parameter.getString("name"),
                Parameter.In.valueOf(parameter.getString("in").toUpperCase(Locale.ROOT)),
                schemas.field(parameter.getJsonObject("schema"), parameter.getBoolean("required", false)),
                parameter.getBoolean("x-knarr-comma", false));
    }

    private static Optional<Schema.Model> model(JsonObject content, String media, SchemaReader schemas) {
        return Optional.ofNullable(content.getJsonObject(media))
                .map(type -> (Schema.Model) schemas.read(type.getJsonObject("schema")));
    }
}
