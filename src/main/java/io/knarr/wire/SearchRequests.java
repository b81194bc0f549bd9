package io.knarr.wire;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.context.Tags;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.index.Filter.Bound;
import io.knarr.retrieve.FindQuery;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the fields that find and search share into a {@link FindQuery} (core 6.1). */
final class SearchRequests {
    private static final int MOST_HITS = 10_000;

    private SearchRequests() {}

    static FindQuery query(Caller caller, Input input, Namespace namespace, Clock clock) {
        String text = input.text("query");
        if (input.optionalText("image_url").isPresent()) {
            throw Fault.invalid(
                    "An image can be searched for with a multimodal embedding model only; the one in use reads text");
        }
        List<Filter> filters = new ArrayList<>();
        types(input).ifPresent(filters::add);
        levels(input).ifPresent(filters::add);
        time(input, clock).ifPresent(filters::add);
        input.optionalTexts("tags")
                .filter(tags -> !tags.isEmpty())
                .ifPresent(tags -> filters.add(Filter.tags(Tags.requireValid(tags))));
        FilterJson filter = new FilterJson(written -> namespace.resolve(caller, written));
        input.object("filter").filter(json -> !json.isEmpty()).ifPresent(json -> filters.add(filter.read(json)));
        int limit = input.optionalInteger("node_limit").orElse(input.integer("limit"));
        return new FindQuery(
                text,
                targets(caller, input, namespace),
                new Filter.And(filters),
                Math.clamp(limit, 0, MOST_HITS),
                input.optionalNumber("score_threshold").orElse(0));
    }

    private static List<VikingUri> targets(Caller caller, Input input, Namespace namespace) {
        return input.texts("target_uri").stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.equals("/") && !text.equals(VikingUri.PREFIX))
                .map(text -> namespace.resolve(caller, text))
                .distinct()
                .toList();
    }

    private static Optional<Filter> types(Input input) {
        List<ContextType> types = new ArrayList<>();
        for (String list : input.texts("context_type")) {
            for (String name : list.split(",", -1)) {
                if (!name.isBlank()) {
                    types.add(type(name.strip()));
                }
            }
        }
        return types.isEmpty() ? Optional.empty() : Optional.of(Filter.types(types));
    }

    private static ContextType type(String name) {
        for (ContextType type : ContextType.values()) {
            if (type.label().equals(name.toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        throw Fault.invalid("context_type is memory, resource or skill, not " + name);
    }

    /** Parts that are no level are ignored, as the contract says. */
    private static Optional<Filter> levels(Input input) {
        Object value = input.value("level");
        List<String> parts = new ArrayList<>();
        switch (value) {
            case null -> {}
            case JsonArray many -> many.forEach(part -> parts.add(String.valueOf(part)));
            default -> parts.addAll(List.of(value.toString().split(",", -1)));
        }
        List<Level> levels = parts.stream()
                .map(String::strip)
                .flatMap(part -> List.of(Level.values()).stream()
                        .filter(level -> String.valueOf(level.number()).equals(part)))
                .distinct()
                .toList();
        return levels.isEmpty() ? Optional.empty() : Optional.of(Filter.levels(levels));
    }

    private static Optional<Filter> time(Input input, Clock clock) {
        Optional<Instant> since = input.optionalText("since").map(text -> TimeExpression.since(text, clock));
        Optional<Instant> until = input.optionalText("until").map(text -> TimeExpression.until(text, clock));
        if (since.isEmpty() && until.isEmpty()) {
            return Optional.empty();
        }
        if (since.isPresent() && until.isPresent() && since.get().isAfter(until.get())) {
            throw Fault.invalid("since lies after until");
        }
        Field field =
                input.optionalText("time_field").filter("created_at"::equals).isPresent()
                        ? Field.CREATED_AT
                        : Field.UPDATED_AT;
        return Optional.of(new Filter.TimeRange(
                field, since.map(from -> new Bound<>(from, true)), until.map(to -> new Bound<>(to, true))));
    }
}
