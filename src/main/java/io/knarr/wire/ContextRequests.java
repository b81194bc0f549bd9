package io.knarr.wire;

import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.index.Filter;
import io.knarr.recall.Category;
import io.knarr.recall.ContextRequest;
import io.knarr.recall.ContextRequest.Expanding;
import io.knarr.recall.ContextRequest.Peers;
import io.knarr.recall.ContextRequest.Rewrite;
import io.knarr.recall.Tier;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads requests for a block of context (core 6.4) and those of its older form (core 6.5). */
final class ContextRequests {
    private static final int MOST_HITS = 1000;
    private static final int LEAST_TOKENS = 64;
    private static final int MOST_TOKENS = 32_000;
    private static final int DEFAULT_TOKENS = 1600;
    private static final int CHARS_PER_TOKEN = 4;
    private static final int RECALL_DEDUP_TURNS = 5;

    private ContextRequests() {}

    static ContextRequest ofSearch(Caller caller, Input input, Namespace namespace, Filter filter) {
        int limit = input.optionalInteger("node_limit").orElse(input.integer("limit"));
        return request(
                caller,
                input,
                namespace,
                filter,
                new Sizes(
                        input.optionalNumber("score_threshold"),
                        Math.clamp(limit, 0, MOST_HITS),
                        input.object("quotas").map(ContextRequests::quotas).or(() -> preset(input)),
                        input.integer("max_tokens"),
                        input.integer("dedup_turns"),
                        pins(input.value("detail"))));
    }

    static ContextRequest ofRecall(Caller caller, Input input, Namespace namespace) {
        OptionalDouble threshold = input.optionalNumber("score_threshold");
        boolean compact = !input.has("detail") && "compact".equals(input.value("render"));
        return request(
                caller,
                input,
                namespace,
                Filter.all(),
                new Sizes(
                        threshold.isPresent() ? threshold : OptionalDouble.of(input.number("min_score")),
                        MOST_HITS,
                        recallQuotas(input),
                        recallTokens(input),
                        input.optionalInteger("dedup_turns")
                                .orElse(input.optionalText("session_id").isPresent() ? RECALL_DEDUP_TURNS : 0),
                        pins(compact ? Tier.ABSTRACT.label() : input.value("detail"))));
    }

    /** What the two forms say in different ways. */
    private record Sizes(
            OptionalDouble threshold,
            int limit,
            Optional<Map<Category, Integer>> quotas,
            int maxTokens,
            int dedupTurns,
            Map<Category, Tier> pins) {}

    private static ContextRequest request(Caller caller, Input input, Namespace namespace, Filter filter, Sizes sizes) {
        return new ContextRequest(
                input.text("query"),
                SearchRequests.session(caller, input, namespace),
                filter,
                sizes.threshold(),
                sizes.limit(),
                sizes.quotas(),
                input.text("query_expansion").equals("off") ? Expanding.OFF : Expanding.AUTO,
                sizes.maxTokens(),
                sizes.pins(),
                sizes.dedupTurns(),
                excluded(caller, input, namespace),
                input.text("peer_scope").equals("actor") ? Peers.ACTOR : Peers.ALL,
                penalties(input.value("other_peer_penalty")),
                rewrite(input.value("rewrite")),
                input.integer("rewrite_max_bullets"));
    }

    private static Rewrite rewrite(@Nullable Object value) {
        return "auto".equals(value) ? Rewrite.AUTO : Boolean.TRUE.equals(value) ? Rewrite.ON : Rewrite.OFF;
    }

    private static Set<VikingUri> excluded(Caller caller, Input input, Namespace namespace) {
        return input.texts("exclude_uris").stream()
                .map(text -> namespace.resolve(caller, text))
                .map(uri -> Level.isSidecar(uri.name()) ? uri.parent() : uri)
                .collect(Collectors.toSet());
    }

    private static Map<Category, Integer> quotas(JsonObject json) {
        Map<Category, Integer> quotas = new EnumMap<>(Category.class);
        json.forEach(entry -> quotas.put(
                category(entry.getKey()), Math.clamp(((Number) entry.getValue()).longValue(), 0, MOST_HITS)));
        return quotas;
    }

    private static Category category(String name) {
        return Category.named(name).orElseThrow(() -> Fault.invalid("There is no category " + name));
    }

    private static Optional<Map<Category, Integer>> preset(Input input) {
        return input.optionalText("purpose")
                .map(purpose -> purpose.equals("chat") ? preset(3, 3, 1, 1, 1, 1) : preset(1, 2, 1, 1, 3, 2));
    }

    /** In the order of {@link Category#buckets}. */
    private static Map<Category, Integer> preset(int... quotas) {
        Map<Category, Integer> preset = new EnumMap<>(Category.class);
        int next = 0;
        for (Category bucket : Category.buckets()) {
            preset.put(bucket, quotas[next++]);
        }
        return preset;
    }

    /** Null stands for the preset of the purpose; what is given overlays the default. */
    private static Optional<Map<Category, Integer>> recallQuotas(Input input) {
        if (input.has("quotas") && input.value("quotas") == null) {
            return preset(input);
        }
        Map<Category, Integer> quotas = new EnumMap<>(Category.class);
        quotas.put(Category.EVENTS, 10);
        quotas.put(Category.ENTITIES, 10);
        quotas.put(Category.PREFERENCES, 3);
        quotas.put(Category.EXPERIENCES, 0);
        input.object("quotas").map(ContextRequests::quotas).ifPresent(quotas::putAll);
        return Optional.of(quotas);
    }

    private static int recallTokens(Input input) {
        if (input.optionalInteger("max_tokens").isPresent()) {
            return input.integer("max_tokens");
        }
        return input.has("max_chars")
                ? Math.clamp(
                        Math.round(input.integer("max_chars") / (double) CHARS_PER_TOKEN), LEAST_TOKENS, MOST_TOKENS)
                : DEFAULT_TOKENS;
    }

    private static Map<Category, Tier> pins(@Nullable Object detail) {
        Map<Category, Tier> pins = new EnumMap<>(Category.class);
        switch (detail) {
            case String tier
            when !tier.equals("auto") -> {
                for (Category category : Category.values()) {
                    pins.put(category, Tier.named(tier));
                }
            }
            case JsonObject byCategory ->
                byCategory.forEach(entry -> {
                    if (!"auto".equals(entry.getValue())) {
                        pins.put(category(entry.getKey()), Tier.named(String.valueOf(entry.getValue())));
                    }
                });
            case null, default -> {}
        }
        return pins;
    }

    private static Map<Category, Double> penalties(@Nullable Object given) {
        Map<Category, Double> penalties = new EnumMap<>(Category.class);
        switch (given) {
            case Number one -> {
                for (Category category : Category.values()) {
                    penalties.put(category, Math.clamp(one.doubleValue(), 0, 1));
                }
            }
            case JsonObject byCategory ->
                byCategory.forEach(entry -> penalties.put(
                        category(entry.getKey()), Math.clamp(((Number) entry.getValue()).doubleValue(), 0, 1)));
            case null, default -> {}
        }
        return penalties;
    }

    /** What was sent and means nothing to this request. */
    static JsonArray ignored(Input input, ContextRequest request) {
        JsonArray ignored = new JsonArray();
        if (input.value("level") != null) {
            ignored.add("level");
        }
        boolean limit =
                input.has("limit") || input.optionalInteger("node_limit").isPresent();
        if (limit && request.quotas().isPresent()) {
            ignored.add("limit");
        }
        return ignored;
    }
}
