package io.knarr.recall;

import io.knarr.fault.Fault;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was served in a session, and when: the content of {@code .recall_log.json} (behaviour 4.6). Pure.
 *
 * @param entries by node
 */
record Ledger(Map<VikingUri, Served> entries) {
    static final Ledger EMPTY = new Ledger(Map.of());

    private static final int VERSION = 1;
    private static final int MOST_ENTRIES = 500;
    private static final int KEPT_TIMES = 4;

    Ledger {
        entries = Map.copyOf(entries);
    }

    /** @param turn messages that the session had by then */
    record Served(long turn, Tier tier) {}

    /** Empty for what is no ledger; entries that cannot be read are left out. */
    static Optional<Ledger> read(Buffer stored) {
        try {
            JsonObject json = new JsonObject(stored);
            Map<VikingUri, Served> entries = new LinkedHashMap<>();
            json.getJsonObject("entries", new JsonObject()).forEach(entry -> {
                if (entry.getValue() instanceof JsonObject served) {
                    entries.put(
                            VikingUri.parse(entry.getKey()),
                            new Served(served.getLong("turn", 0L), Tier.named(served.getString("detail", "abstract"))));
                }
            });
            return Optional.of(new Ledger(entries));
        } catch (DecodeException | ClassCastException | IllegalArgumentException | Fault unreadable) {
            return Optional.empty();
        }
    }

    Buffer json(long turn) {
        JsonObject served = new JsonObject();
        entries.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> served.put(
                        entry.getKey().toString(),
                        new JsonObject()
                                .put("turn", entry.getValue().turn())
                                .put("detail", entry.getValue().tier().label())));
        return new JsonObject()
                .put("version", VERSION)
                .put("updated_turn", turn)
                .put("entries", served)
                .toBuffer();
    }

    /** What is not to be served again yet; an address alone was hardly served. */
    Set<VikingUri> cooled(long turn, int dedupTurns) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().tier() != Tier.URI
                        && turn - entry.getValue().turn() < dedupTurns)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** With what is served now, and without what is long ago. */
    Ledger with(List<Assembly.Entry> now, long turn, int dedupTurns) {
        Map<VikingUri, Served> all = new LinkedHashMap<>(entries);
        now.forEach(entry -> all.put(entry.uri(), new Served(turn, entry.tier())));
        Comparator<Map.Entry<VikingUri, Served>> newestFirst = Comparator.comparingLong(
                        (Map.Entry<VikingUri, Served> entry) -> entry.getValue().turn())
                .reversed();
        return new Ledger(all.entrySet().stream()
                .filter(entry -> turn - entry.getValue().turn() <= (long) KEPT_TIMES * dedupTurns)
                .sorted(newestFirst.thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_ENTRIES)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
