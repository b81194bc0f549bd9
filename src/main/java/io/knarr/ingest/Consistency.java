package io.knarr.ingest;

import io.knarr.context.Level;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.fault.Rounds;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.EntryKey;
import io.knarr.index.EntryPages;
import io.knarr.index.Filter;
import io.knarr.offload.Pool;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares what is below a directory with its index entries (core 2.5, behaviour 6.4). Changes nothing. */
public final class Consistency {
    /** How many of the missing ones are named. */
    public static final int MOST_NAMED = 20;

    private static final int MOST_NODES = 1_000_000;

    private final Storage storage;
    private final EntryMaker entries;
    private final Pool compute;

    /** @param compute works out which entries there should be */
    public Consistency(Storage storage, EntryMaker entries, Pool compute) {
        this.storage = storage;
        this.entries = entries;
        this.compute = compute;
    }

    /**
     * What was found.
     *
     * @param expected entries that there should be
     * @param missing how many of them there are not
     * @param first some of those, in order of their addresses
     */
    public record Report(long expected, long missing, List<EntryKey> first) {}

    /** {@code NOT_FOUND} of type {@code directory}; {@code INVALID_ARGUMENT} for a file. */
    public Future<Report> check(Caller caller, VikingUri directory) {
        return Guard.pass(() -> Access.requireRead(caller, directory))
                .compose(_ -> storage.tree().stat(caller.account(), directory))
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Future.failedFuture(Fault.notFound("directory", directory.toString()));
                    }
                    if (!found.get().isDirectory()) {
                        return Future.failedFuture(
                                Fault.invalid("A directory is compared, this is a file: " + directory));
                    }
                    return storage.tree()
                            .walk(caller.account(), directory, Integer.MAX_VALUE, MOST_NODES)
                            .compose(nodes -> compute.run(caller.deadline(), () -> expected(caller, nodes)));
                })
                .compose(expected -> known(caller, directory).compose(known -> compare(caller, expected, known)));
    }

    /** The files that should have an entry, by its key. */
    private static Map<EntryKey, Node> expected(Caller caller, List<Node> nodes) {
        Map<EntryKey, Node> expected = new TreeMap<>();
        for (Node node : nodes) {
            Level level = Level.ofName(node.name());
            VikingUri of = level == Level.CONTENT ? node.uri() : node.uri().parent();
            if (!node.isDirectory()
                    && node.size() > 0
                    && !IndexHandler.isNeverIndexed(of)
                    && IndexHandler.isIndexed(of, level)
                    && Access.mayRead(caller, node.uri())) {
                expected.put(new EntryKey(of, level), node);
            }
        }
        return expected;
    }

    private Future<Set<EntryKey>> known(Caller caller, VikingUri directory) {
        Set<EntryKey> known = new HashSet<>();
        return EntryPages.each(storage.index(), caller.account(), Filter.under(directory), page -> {
                    page.forEach(entry -> known.add(entry.key()));
                    return Future.succeededFuture();
                })
                .map(known);
    }

    /** A file that turns out to hold no text is not missed. */
    private Future<Report> compare(Caller caller, Map<EntryKey, Node> expected, Set<EntryKey> known) {
        List<EntryKey> missing = new ArrayList<>();
        List<EntryKey> notDue = new ArrayList<>();
        return compute.run(
                        caller.deadline(),
                        () -> expected.entrySet().stream()
                                .filter(each -> !known.contains(each.getKey()))
                                .toList())
                .compose(absent -> Rounds.each(absent, each -> {
                    if (caller.deadline().expired()) {
                        return Future.failedFuture(caller.deadline().fault("consistency check"));
                    }
                    return entries.hasEntry(caller.account(), each.getValue())
                            .onSuccess(due -> (due ? missing : notDue).add(each.getKey()));
                }))
                .map(_ -> new Report(
                        expected.size() - notDue.size(),
                        missing.size(),
                        missing.stream().limit(MOST_NAMED).toList()));
    }
}
