package io.knarr.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a value may be: the part of JSON Schema that the document uses, and nothing more. Never refers to itself. */
sealed interface Schema {
    /** Anything, null too. */
    record Anything() implements Schema {}

    record Text(Optional<List<String>> choices) implements Schema {}

    record Flag() implements Schema {}

    /** Bounds are inclusive. */
    record Numeric(boolean whole, double min, double max) implements Schema {}

    record Items(Schema each, int min, int max) implements Schema {}

    /** An object with known fields; a closed one has no others, an open one drops them. */
    record Model(Map<String, Field> fields, boolean closed) implements Schema {}

    /** An object with free keys. */
    record Dictionary(Optional<List<String>> keys, Schema each) implements Schema {}

    record Either(List<Schema> options) implements Schema {}

    record OrNull(Schema inner) implements Schema {}

    /**
     * A field of a model, or a parameter.
     *
     * @param fallback the value when it is not sent
     * @param ownNull whether null has a meaning of its own; else, where it is allowed, it is the same as not sent
     */
    record Field(Schema schema, boolean required, @Nullable Object fallback, boolean ownNull) {}
}
