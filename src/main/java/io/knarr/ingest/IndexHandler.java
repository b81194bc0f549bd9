package io.knarr.ingest;

import io.knarr.context.Level;
import io.knarr.context.SkillAddress;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.index.VectorIndex.TagMode;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.knarr.work.Handler;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes the index entries of one node true: those of a directory’s two layers or of a file’s text. A node that is gone
 * loses its entries with all below it. What is unchanged (same digest of the same text) is not embedded again.
 */
public final class IndexHandler implements Handler {
    private final Storage storage;
    private final EntryMaker entries;

    public IndexHandler(Storage storage, EntryMaker entries) {
        this.storage = storage;
        this.entries = entries;
    }

    @Override
    public Future<List<NewJob>> handle(Job job) {
        return storage.tree().stat(job.account(), job.key()).compose(found -> {
            if (found.isEmpty() || isNeverIndexed(job.key())) {
                return storage.index()
                        .delete(job.account(), Filter.under(job.key()))
                        .map(List.of());
            }
            return indexNode(job, found.get())
                    .compose(_ -> FollowUps.isWholeTree(job.payload())
                            ? below(job, found.get())
                            : Future.succeededFuture(List.of()));
        });
    }

    @Override
    public Future<Void> settle() {
        return storage.index().flush();
    }

    /** Conversations, what is hidden, what is still being imported, and the files of a skill: it is one thing. */
    static boolean isNeverIndexed(VikingUri uri) {
        return (uri.scope().equals("user") && uri.segment(2).equals("sessions"))
                || uri.scope().equals("temp")
                || SkillAddress.skillOf(uri).filter(skill -> !skill.equals(uri)).isPresent()
                || uri.segments().stream().anyMatch(name -> name.startsWith("."));
    }

    private Future<List<NewJob>> below(Job job, Node node) {
        if (!node.isDirectory()) {
            return Future.succeededFuture(List.of());
        }
        return storage.tree()
                .list(job.account(), node.uri())
                .map(children -> children.stream()
                        .filter(child -> !child.isHidden())
                        .map(child -> follow(job, child))
                        .toList());
    }

    private static NewJob follow(Job job, Node child) {
        if (FollowUps.isAnew(job.payload())) {
            Tagging tagging = FollowUps.taggingOf(job.payload());
            return child.isDirectory()
                    ? FollowUps.indexTreeAnew(child.uri(), tagging, job.groups())
                    : FollowUps.indexAnew(child.uri(), tagging, job.groups());
        }
        return child.isDirectory()
                ? FollowUps.indexTree(child.uri(), job.groups())
                : FollowUps.index(child.uri(), job.groups());
    }

    private Future<Void> indexNode(Job job, Node node) {
        Tagging tagging = FollowUps.taggingOf(job.payload());
        return known(job.account(), node.uri())
                .map(known -> FollowUps.isAnew(job.payload())
                        ? known.stream().map(Entry::outdated).toList()
                        : known)
                .compose(known -> Future.all(
                        node.isDirectory()
                                ? layersOf(node).stream()
                                        .map(level -> layer(job, node, level, known))
                                        .toList()
                                : List.of(entries.file(job.account(), node, find(known, Level.CONTENT), tagging))))
                .compose(made -> store(job, made.list()));
    }

    private static List<Level> layersOf(Node directory) {
        return Stream.of(Level.ABSTRACT, Level.OVERVIEW)
                .filter(level -> isIndexed(directory.uri(), level))
                .toList();
    }

    /** Of what is indexed at all. A skill is found by what it says of itself alone (behaviour 2.5). */
    static boolean isIndexed(VikingUri uri, Level level) {
        return level != Level.OVERVIEW || SkillAddress.skillOf(uri).isEmpty();
    }

    private Future<Indexed> layer(Job job, Node node, Level level, List<Entry> known) {
        Tagging tagging = FollowUps.taggingOf(job.payload(), level);
        return entries.layer(job.account(), node, level, find(known, level), tagging);
    }

    private Future<Void> store(Job job, List<Indexed> changes) {
        List<Entry> made = new ArrayList<>();
        List<Future<?>> others = new ArrayList<>();
        for (Indexed change : changes) {
            switch (change) {
                case Indexed.AsIs() -> {}
                case Indexed.Made(Entry entry) -> made.add(entry);
                case Indexed.Retagged(Level level, List<String> tags) ->
                    others.add(storage.index().retag(job.account(), only(job, level), tags, TagMode.REPLACE));
                case Indexed.Dropped(Level level) ->
                    others.add(storage.index().delete(job.account(), only(job, level)));
            }
        }
        if (!made.isEmpty()) {
            others.add(storage.index().upsert(job.account(), made));
        }
        return Future.all(others).mapEmpty();
    }

    private static Filter only(Job job, Level level) {
        return Filter.and(Filter.exactly(job.key()), Filter.levels(List.of(level)));
    }

    private Future<List<Entry>> known(AccountId account, VikingUri uri) {
        return storage.index()
                .scan(account, Filter.exactly(uri), Optional.empty(), Level.values().length)
                .map(page -> page.entries());
    }

    private static Optional<Entry> find(List<Entry> known, Level level) {
        return known.stream().filter(entry -> entry.level() == level).findFirst();
    }

    /** A file that disappears while it is being indexed is indexed as gone by the job that its removal enqueued. */
    static <T> Future<Optional<T>> ifThere(Future<T> reading) {
        return reading.map(Optional::of)
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }
}
