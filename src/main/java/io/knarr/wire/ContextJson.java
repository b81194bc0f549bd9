package io.knarr.wire;

import io.knarr.recall.Assembly.Block;
import io.knarr.recall.Assembly.Entry;
import io.knarr.recall.Category;
import io.knarr.recall.ContextRequest;
import io.knarr.recall.Origin;
import io.knarr.recall.Recalled;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Writes a block of context and how it came about (core 6.4). */
final class ContextJson {
    private ContextJson() {}

    static JsonObject of(ContextRequest request, Recalled recalled, Input input) {
        return new JsonObject()
                .put(
                        "entries",
                        new JsonArray(recalled.block().entries().stream()
                                .map(ContextJson::entry)
                                .toList()))
                .put("rendered", recalled.rendered())
                .put("digest", recalled.digest().text())
                .put("stats", stats(request, recalled, input));
    }

    private static JsonObject entry(Entry entry) {
        return new JsonObject()
                .put("uri", entry.uri().toString())
                .put("category", entry.category().label())
                .put("score", entry.score())
                .put("detail", entry.tier().label())
                .put("text", entry.text())
                .put("origin", entry.origin().label());
    }

    private static JsonObject stats(ContextRequest request, Recalled recalled, Input input) {
        Block block = recalled.block();
        Recalled.Found found = recalled.found();
        JsonObject stats = new JsonObject()
                .put("searched", searched(request, found))
                .put("candidates", found.candidates())
                .put("excluded", found.excluded())
                .put("origins", origins(found.origins()))
                .put("peer_scope", request.peers().name().toLowerCase(Locale.ROOT))
                .put("quotas", request.quotas().map(ContextJson::byCategory).orElse(null))
                .put("max_tokens", request.maxTokens())
                .put("used_tokens", block.usedTokens())
                .put("per_entry_cap", block.cap())
                .put("returned", block.entries().size())
                .put("dropped", block.dropped())
                .put("deduped", block.deduped())
                .put("detail", detail(request, input))
                .put("tier_counts", tiers(block))
                .put("fill", fill(block))
                .put("purpose", input.optionalText("purpose").orElse(null))
                .put("query_expansion", recalled.expanded().name().toLowerCase(Locale.ROOT))
                .put("planned_queries", new JsonArray(recalled.queries()))
                .put("score_threshold", orNull(request.threshold()))
                .put("other_peer_penalties", penalties(request))
                .put("rewrite", recalled.digest().status().label())
                .put("rewrite_usage", usage(recalled))
                .put("dedup", dedup(recalled.dedup()));
        if (!found.errors().isEmpty()) {
            stats.put("retrieval_errors", new JsonArray(found.errors()));
        }
        if (!found.degraded().isEmpty()) {
            stats.put("degraded", new JsonArray(found.degraded()));
        }
        return stats;
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private static JsonObject searched(ContextRequest request, Recalled.Found found) {
        if (request.quotas().isEmpty()) {
            return new JsonObject().put("all", found.all());
        }
        JsonObject json = new JsonObject();
        Category.buckets().stream()
                .filter(request.quotas().get()::containsKey)
                .forEach(bucket -> json.put(bucket.label(), found.searched().getOrDefault(bucket, 0)));
        return json;
    }

    private static JsonObject origins(Map<Origin, Integer> origins) {
        JsonObject json = new JsonObject();
        for (Origin origin : Origin.values()) {
            json.put(origin.label(), origins.getOrDefault(origin, 0));
        }
        return json;
    }

    private static JsonObject byCategory(Map<Category, Integer> numbers) {
        JsonObject json = new JsonObject();
        Category.buckets().stream()
                .filter(numbers::containsKey)
                .forEach(bucket -> json.put(bucket.label(), numbers.get(bucket)));
        return json;
    }

    /** As it was sent; what leaves all to the server is null. */
    private static @Nullable Object detail(ContextRequest request, Input input) {
        Object sent = input.value("detail");
        boolean compact = sent == null && !request.pins().isEmpty();
        return compact ? "abstract" : "auto".equals(sent) ? null : sent;
    }

    private static JsonObject tiers(Block block) {
        JsonObject json = new JsonObject();
        block.tiers().forEach((tier, entries) -> json.put(tier.label(), entries));
        return json;
    }

    private static JsonObject fill(Block block) {
        return new JsonObject()
                .put("floor_tokens", block.fill().floorTokens())
                .put("overview_upgrades", block.fill().overviewUpgrades())
                .put("full_upgrades", block.fill().fullUpgrades())
                .put("spare_upgrades", block.fill().spareUpgrades());
    }

    private static JsonObject penalties(ContextRequest request) {
        JsonObject json = new JsonObject();
        Arrays.stream(Category.values())
                .forEach(category -> json.put(
                        category.label(), request.penalties().getOrDefault(category, category.otherPeerPenalty())));
        return json;
    }

    private static @Nullable JsonObject usage(Recalled recalled) {
        return recalled.digest()
                .usage()
                .map(usage -> new JsonObject()
                        .put("prompt_tokens", usage.prompt())
                        .put("completion_tokens", usage.completion()))
                .orElse(null);
    }

    private static JsonObject dedup(Recalled.Dedup dedup) {
        return new JsonObject()
                .put("turns", dedup.turns())
                .put("status", dedup.status())
                .put("cooled", dedup.cooled())
                .put("turn", dedup.turn());
    }
}
