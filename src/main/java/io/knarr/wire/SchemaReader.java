package io.knarr.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the schemas of the document. What it does not know is an {@link IllegalArgumentException} at start, so that no rule
 * in the document can go unchecked.
 */
final class SchemaReader {
    private static final String REFERENCE = "#/components/schemas/";
    private static final Set<String> KNOWN = Set.of(
            "type",
            "anyOf",
            "$ref",
            "enum",
            "minimum",
            "maximum",
            "items",
            "minItems",
            "maxItems",
            "required",
            "properties",
            "additionalProperties",
            "propertyNames",
            "default",
            "description",
            "format",
            "x-knarr-null");
    private static final int DEEPEST = 16;

    private final JsonObject components;

    SchemaReader(JsonObject components) {
        this.components = components;
    }

    Schema.Field field(JsonObject schema, boolean required) {
        return field(schema, required, 0);
    }

    Schema read(JsonObject schema) {
        return read(schema, 0);
    }

    private Schema.Field field(JsonObject schema, boolean required, int depth) {
        boolean ownNull = schema.getBoolean("x-knarr-null", false);
        return new Schema.Field(read(schema, depth), required, schema.getValue("default"), ownNull);
    }

    private Schema read(JsonObject schema, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("schemas that refer to themselves are not supported: " + schema);
        }
        if (!KNOWN.containsAll(schema.fieldNames())) {
            throw new IllegalArgumentException("a schema keyword that is not checked: " + schema.fieldNames());
        }
        if (schema.containsKey("$ref")) {
            String name = schema.getString("$ref").substring(REFERENCE.length());
            return read(components.getJsonObject(name), depth + 1);
        }
        if (schema.containsKey("anyOf")) {
            return either(objects(schema.getJsonArray("anyOf")), depth);
        }
        return switch (schema.getValue("type")) {
            case null -> new Schema.Anything();
            case JsonArray types -> new Schema.OrNull(read(withType(schema, types), depth + 1));
            case String type -> typed(type, schema, depth);
            default -> throw new IllegalArgumentException("not a type: " + schema);
        };
    }

    private Schema either(List<JsonObject> options, int depth) {
        List<Schema> schemas = options.stream()
                .filter(option -> !isNull(option))
                .map(option -> read(option, depth + 1))
                .toList();
        Schema either = schemas.size() == 1 ? schemas.getFirst() : new Schema.Either(schemas);
        return options.stream().anyMatch(SchemaReader::isNull) ? new Schema.OrNull(either) : either;
    }

    private Schema typed(String type, JsonObject schema, int depth) {
        return switch (type) {
            case "string" -> new Schema.Text(choices(schema));
            case "boolean" -> new Schema.Flag();
            case "integer", "number" ->
                new Schema.Numeric(
                        type.equals("integer"),
                        schema.getDouble("minimum", Double.NEGATIVE_INFINITY),
                        schema.getDouble("maximum", Double.POSITIVE_INFINITY));
            case "array" ->
                new Schema.Items(
                        read(schema.getJsonObject("items"), depth + 1),
                        schema.getInteger("minItems", 0),
                        schema.getInteger("maxItems", Integer.MAX_VALUE));
            case "object" -> object(schema, depth);
            default -> throw new IllegalArgumentException("not a type: " + schema);
        };
    }

    private Schema object(JsonObject schema, int depth) {
        Object more = schema.getValue("additionalProperties");
        if (!schema.containsKey("properties")) {
            Optional<List<String>> keys =
                    Optional.ofNullable(schema.getJsonObject("propertyNames")).flatMap(SchemaReader::choices);
            return new Schema.Dictionary(
                    keys, more instanceof JsonObject each ? read(each, depth + 1) : new Schema.Anything());
        }
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        Map<String, Schema.Field> fields = new LinkedHashMap<>();
        schema.getJsonObject("properties").forEach(property -> {
            JsonObject value = (JsonObject) property.getValue();
            boolean file = "binary".equals(value.getString("format"));
            if (!file) {
                boolean needed = required.contains(property.getKey());
                fields.put(property.getKey(), field(value, needed, depth + 1));
            }
        });
        return new Schema.Model(fields, Boolean.FALSE.equals(more));
    }

    private static JsonObject withType(JsonObject schema, JsonArray types) {
        List<Object> others =
                types.stream().filter(type -> !"null".equals(type)).toList();
        if (others.size() != 1 || types.size() != 2) {
            throw new IllegalArgumentException("write several types as anyOf: " + schema);
        }
        return schema.copy().put("type", others.getFirst());
    }

    private static boolean isNull(JsonObject schema) {
        return "null".equals(schema.getValue("type"));
    }

    private static Optional<List<String>> choices(JsonObject schema) {
        return Optional.ofNullable(schema.getJsonArray("enum"))
                .map(values -> values.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList());
    }

    private static List<JsonObject> objects(JsonArray array) {
        List<JsonObject> objects = new ArrayList<>();
        array.forEach(item -> objects.add((JsonObject) item));
        return objects;
    }
}
