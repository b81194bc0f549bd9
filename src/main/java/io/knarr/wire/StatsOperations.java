package io.knarr.wire;

import io.knarr.context.ContextType;
import io.knarr.fault.Fault;
import io.knarr.files.Details;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.index.VectorIndex;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /api/v1/stats}: figures on what is remembered (core 9.3). */
public final class StatsOperations {
    private static final List<String> CATEGORIES =
            List.of("profile", "preferences", "entities", "events", "cases", "patterns", "tools", "skills");
    private static final int MOST_RECORDS = 10_000;
    private static final double COLD = 0.2;
    private static final double HOT = 0.6;
    private static final double HALF_LIFE_DAYS = 7;
    private static final double MS_PER_DAY = 24 * 60 * 60 * 1000.0;

    private final VectorIndex index;
    private final Clock clock;

    public StatsOperations(VectorIndex index, Clock clock) {
        this.index = index;
        this.clock = clock;
    }

    public Operations operations() {
        return Operations.none().on("stats.memories", this::memories);
    }

    private Future<Answer> memories(Caller caller, Input input) {
        Optional<String> category = input.optionalText("category");
        if (category.isPresent() && !CATEGORIES.contains(category.get())) {
            Fault unknown = Fault.invalid(
                    "no memory category named " + category.get() + "; there are " + String.join(", ", CATEGORIES));
            return Future.succeededFuture(new Answer.Rejected(unknown, Optional.empty()));
        }
        Filter memories = Filter.and(Filter.types(List.of(ContextType.MEMORY)), Details.visible(caller));
        Map<String, List<Entry>> byCategory = new LinkedHashMap<>();
        category.map(List::of).orElse(CATEGORIES).forEach(one -> byCategory.put(one, new ArrayList<>()));
        return index.scan(caller.account(), memories, Optional.empty(), MOST_RECORDS)
                .map(page -> {
                    page.entries().stream()
                            .filter(entry -> Access.mayRead(caller, entry.uri()))
                            .forEach(entry ->
                                    categoryOf(entry).map(byCategory::get).ifPresent(list -> list.add(entry)));
                    return Answer.of(figures(byCategory));
                });
    }

    private static Optional<String> categoryOf(Entry entry) {
        String uri = entry.uri() + "/";
        return CATEGORIES.stream()
                .filter(category -> uri.contains("/" + category + "/"))
                .findFirst();
    }

    private JsonObject figures(Map<String, List<Entry>> byCategory) {
        Instant now = clock.instant();
        List<Entry> all = byCategory.values().stream().flatMap(List::stream).toList();
        JsonObject counts = new JsonObject();
        byCategory.forEach((category, entries) -> counts.put(category, entries.size()));
        List<Double> hotness = all.stream().map(entry -> hotness(entry, now)).toList();
        long cold = hotness.stream().filter(heat -> heat < COLD).count();
        long hot = hotness.stream().filter(heat -> heat > HOT).count();
        double oldest = all.stream()
                .mapToDouble(entry -> days(entry.createdAt(), now))
                .max()
                .orElse(0);
        return new JsonObject()
                .put("total_memories", all.size())
                .put("by_category", counts)
                .put(
                        "hotness_distribution",
                        new JsonObject()
                                .put("cold", cold)
                                .put("warm", all.size() - cold - hot)
                                .put("hot", hot))
                .put(
                        "staleness",
                        new JsonObject()
                                .put("not_accessed_7d", untouched(all, now, 7))
                                .put("not_accessed_30d", untouched(all, now, 30))
                                .put("oldest_memory_age_days", Math.round(oldest * 10) / 10.0));
    }

    private static long untouched(List<Entry> entries, Instant now, int days) {
        return entries.stream()
                .filter(entry -> days(entry.updatedAt(), now) >= days)
                .count();
    }

    /** How much a memory is in use: 0.5 for one that is new, rising with each use, halved every week (behaviour 4.5). */
    private static double hotness(Entry entry, Instant now) {
        double used = 1 / (1 + Math.exp(-Math.log1p((double) entry.activeCount())));
        return used * Math.exp(-Math.log(2) / HALF_LIFE_DAYS * days(entry.updatedAt(), now));
    }

    private static double days(Instant from, Instant now) {
        double millis = (double) Duration.between(from, now).toMillis();
        return Math.max(0, millis / MS_PER_DAY);
    }
}
