package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.context.Tags;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.index.EntryPages;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the index and the leases know of nodes, for listings that show more than the tree does (clients 2.2, 2.3). */
public final class Details {
    private static final int NODES_AT_ONCE = 256;
    private static final int COUNTS_AT_ONCE = 8;

    private final Storage storage;

    public Details(Storage storage) {
        this.storage = storage;
    }

    /** More that an entry can show. */
    public enum Extra {
        TAGS,
        ID,
        LOCKED,
        COUNT
    }

    /**
     * What a listing is to know beside the tree.
     *
     * @param tags only nodes that have all of these; none: all nodes
     * @param extras more to show of each
     */
    public record Wanted(List<String> tags, Set<Extra> extras) {
        public static final Wanted NOTHING = new Wanted(List.of(), Set.of());

        public Wanted {
            tags = List.copyOf(tags);
            extras = Set.copyOf(extras);
        }
    }

    /**
     * What is known of a node. What was not asked for is absent.
     *
     * @param tags of its entries; empty when it has none
     * @param entry the level of the entry that stands for it; absent when it is not in the index
     * @param locked being worked on, or below something that is
     * @param count entries at and below a directory
     */
    public record Detail(
            Optional<List<String>> tags, Optional<Level> entry, Optional<Boolean> locked, OptionalLong count) {
        public static final Detail NONE =
                new Detail(Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty());
    }

    /** Of these nodes, by their addresses. */
    Future<Map<VikingUri, Detail>> of(Caller caller, List<Node> nodes, Set<Extra> extras) {
        if (extras.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        boolean indexed = extras.contains(Extra.TAGS) || extras.contains(Extra.ID);
        Future<Map<VikingUri, List<Entry>>> entries =
                indexed ? entries(caller, nodes.stream().map(Node::uri).toList()) : Future.succeededFuture(Map.of());
        return entries.compose(known -> Batches.mapInOrder(
                        nodes,
                        COUNTS_AT_ONCE,
                        node -> detail(caller, node, known.getOrDefault(node.uri(), List.of()), extras))
                .map(details -> {
                    Map<VikingUri, Detail> byUri = new HashMap<>();
                    for (int i = 0; i < nodes.size(); i++) {
                        byUri.put(nodes.get(i).uri(), details.get(i));
                    }
                    return byUri;
                }));
    }

    private Future<Detail> detail(Caller caller, Node node, List<Entry> entries, Set<Extra> extras) {
        Future<Optional<Boolean>> locked = extras.contains(Extra.LOCKED)
                ? storage.leases().isLeased(caller.account(), node.uri()).map(Optional::of)
                : Future.succeededFuture(Optional.empty());
        Future<OptionalLong> count =
                extras.contains(Extra.COUNT) ? count(caller, node) : Future.succeededFuture(OptionalLong.empty());
        return Future.all(locked, count)
                .map(_ -> new Detail(
                        extras.contains(Extra.TAGS) ? Optional.of(tags(entries)) : Optional.empty(),
                        extras.contains(Extra.ID) ? entries.stream().findFirst().map(Entry::level) : Optional.empty(),
                        locked.result(),
                        count.result()));
    }

    /** Entries in a directory’s subtree; absent for files and where hidden peers could be inside. */
    Future<OptionalLong> count(Caller caller, Node node) {
        if (!node.isDirectory() || Access.mayHideAPeer(caller, node.uri())) {
            return Future.succeededFuture(OptionalLong.empty());
        }
        Filter below = Filter.under(node.uri());
        boolean holdsOthers = !caller.isRoot()
                && (node.uri().isRoot() || node.uri().equals(caller.home().parent()));
        return storage.index()
                .count(caller.account(), holdsOthers ? Filter.and(below, visible(caller)) : below)
                .map(OptionalLong::of);
    }

    /** What a caller may see of an account’s entries. */
    public static Filter visible(Caller caller) {
        Filter own = caller.isRoot()
                ? Filter.all()
                : Filter.underAny(List.of(VikingUri.of("resources"), VikingUri.of("agent"), caller.home()));
        VikingUri peers = caller.home().child("peers");
        return caller.peer()
                .map(peer -> Filter.and(
                        own,
                        new Filter.Or(List.of(new Filter.Not(Filter.under(peers)), Filter.under(peers.child(peer))))))
                .orElse(own);
    }

    /** Of all its entries together. */
    static List<String> tags(List<Entry> entries) {
        return entries.stream().map(Entry::tags).reduce(List.of(), Tags::merge);
    }

    /** The entries of these addresses themselves, by address, in order of level. */
    Future<Map<VikingUri, List<Entry>>> entries(Caller caller, List<VikingUri> uris) {
        Map<VikingUri, List<Entry>> found = new HashMap<>();
        return Rounds.each(
                        Batches.parts(uris, NODES_AT_ONCE),
                        some -> storage.index()
                                .scan(caller.account(), at(some), Optional.empty(), some.size() * Level.values().length)
                                .onSuccess(page -> page.entries()
                                        .forEach(entry -> found.computeIfAbsent(entry.uri(), _ -> new ArrayList<>())
                                                .add(entry))))
                .map(found);
    }

    /** Entries of just these addresses. */
    static Filter at(Collection<VikingUri> uris) {
        return new Filter.In(Field.URI, uris.stream().map(VikingUri::toString).toList());
    }

    /** Addresses at and below one that have all of these tags. {@code INVALID_ARGUMENT} for one that is no tag. */
    Future<Set<VikingUri>> tagged(Caller caller, VikingUri below, List<String> tags) {
        Filter filter;
        try {
            filter = Filter.and(Filter.under(below), Filter.tags(Tags.requireValid(tags)));
        } catch (Fault invalid) {
            return Future.failedFuture(invalid);
        }
        Set<VikingUri> found = new HashSet<>();
        return EntryPages.each(storage.index(), caller.account(), filter, page -> {
                    page.forEach(entry -> found.add(entry.uri()));
                    return Future.succeededFuture();
                })
                .map(found);
    }
}
