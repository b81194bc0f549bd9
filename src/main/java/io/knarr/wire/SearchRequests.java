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
import io.knarr.session.SessionAddress;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the fields that find and search share into a {@link FindQuery} (core 6.1). */
final class SearchRequests {
    private static final int MOST_HITS = 10_000;
    private static final int MOST_TARGETS = 100;
    private static final Pattern IMAGE = Pattern.compile("(?s)data:image/[\\w.+-]+;base64,.+|https?://.+|viking://.+");

    private SearchRequests() {}

    static FindQuery query(Caller caller, Input input, Namespace namespace, Clock clock) {
        String text = input.text("query");
        input.optionalText("image_url").ifPresent(SearchRequests::refuseImage);
        int limit = input.optionalInteger("node_limit").orElse(input.integer("limit"));
        return new FindQuery(
                text,
                targets(caller, input, namespace),
                types(input),
                levels(input),
                new Filter.And(conditions(caller, input, namespace, clock)),
                Math.clamp(limit, 0, MOST_HITS),
                input.optionalNumber("score_threshold"));
    }

    /** What hits must fulfil beside types and levels. */
    private static List<Filter> conditions(Caller caller, Input input, Namespace namespace, Clock clock) {
        List<Filter> filters = new ArrayList<>();
        time(input, clock).ifPresent(filters::add);
        input.optionalTexts("tags")
                .filter(tags -> !tags.isEmpty())
                .ifPresent(tags -> filters.add(Filter.tags(Tags.requireValid(tags))));
        FilterJson filter = new FilterJson(written -> namespace.resolve(caller, written));
        input.object("filter").filter(json -> !json.isEmpty()).ifPresent(json -> filters.add(filter.read(json)));
        return filters;
    }

    private static void refuseImage(String image) {
        throw Fault.invalid(
                IMAGE.matcher(image).matches()
                        ? "An image can be searched for with a multimodal embedding model only; the one in use reads text"
                        : "image_url is data:image/…;base64,…, an http(s) address or a viking:// address of an image");
    }

    /** What every hit of a block of context must pass; tiers are not for the caller to choose there. */
    static Filter contextFilter(Caller caller, Input input, Namespace namespace, Clock clock) {
        input.optionalText("image_url").ifPresent(SearchRequests::refuseImage);
        List<Filter> filters = conditions(caller, input, namespace, clock);
        Set<ContextType> types = types(input);
        if (!types.isEmpty()) {
            filters.add(Filter.types(types));
        }
        return new Filter.And(filters);
    }

    private static List<VikingUri> targets(Caller caller, Input input, Namespace namespace) {
        if (input.texts("target_uri").size() > MOST_TARGETS) {
            throw Fault.invalid("target_uri names at most " + MOST_TARGETS + " places, these are "
                    + input.texts("target_uri").size());
        }
        return input.texts("target_uri").stream()
                .map(String::strip)
                .filter(text -> !text.isEmpty() && !text.equals("/") && !text.equals(VikingUri.PREFIX))
                .map(text -> namespace.resolve(caller, text))
                .distinct()
                .toList();
    }

    private static Set<ContextType> types(Input input) {
        Set<ContextType> types = EnumSet.noneOf(ContextType.class);
        for (String list : input.texts("context_type")) {
            for (String name : list.split(",", -1)) {
                if (!name.isBlank()) {
                    types.add(type(name.strip()));
                }
            }
        }
        return types;
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
    private static Set<Level> levels(Input input) {
        Object value = input.value("level");
        List<String> parts = new ArrayList<>();
        switch (value) {
            case null -> {}
            case JsonArray many -> many.forEach(part -> parts.add(String.valueOf(part)));
            default -> parts.addAll(List.of(value.toString().split(",", -1)));
        }
        return parts.stream()
                .map(String::strip)
                .flatMap(part -> List.of(Level.values()).stream()
                        .filter(level -> String.valueOf(level.number()).equals(part)))
                .collect(Collectors.toSet());
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

    /** A session of the caller by its id, or any by its address; whether it may be read is asked where it is read. */
    static Optional<VikingUri> session(Caller caller, Input input, Namespace namespace) {
        return input.optionalText("session_id").filter(id -> !id.isBlank()).map(id -> {
            if (!id.startsWith(VikingUri.PREFIX)) {
                return SessionAddress.of(caller, id);
            }
            VikingUri uri = namespace.resolve(caller, id);
            if (uri.depth() < 4
                    || !uri.scope().equals("user")
                    || !uri.segment(2).equals("sessions")) {
                throw Fault.invalid("session_id is the id of a session or its address, not " + id);
            }
            return uri;
        });
    }
}
