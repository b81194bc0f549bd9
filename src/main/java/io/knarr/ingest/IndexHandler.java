package io.knarr.ingest;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.storage.FollowUps;
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
        if (isNeverIndexed(job.key())) {
            return Future.succeededFuture(List.of());
        }
        return storage.tree().stat(job.account(), job.key()).compose(found -> {
            if (found.isEmpty()) {
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

    /** Conversations are not indexed themselves, their archives and memories are. Hidden files never are. */
    private static boolean isNeverIndexed(VikingUri uri) {
        boolean session = uri.scope().equals("user")
                && uri.segments().subList(Math.min(2, uri.depth()), uri.depth()).contains("sessions");
        return session
                || uri.scope().equals("temp")
                || (uri.name().startsWith(".") && !uri.name().isEmpty());
    }

    private Future<List<NewJob>> below(Job job, Node node) {
        if (!node.isDirectory()) {
            return Future.succeededFuture(List.of());
        }
        return storage.tree()
                .list(job.account(), node.uri())
                .map(children -> children.stream()
                        .filter(child -> !child.isHidden() || child.isDirectory())
                        .map(child -> child.isDirectory()
                                ? FollowUps.indexTree(child.uri(), job.groups())
                                : FollowUps.index(child.uri(), job.groups()))
                        .toList());
    }

    private Future<Void> indexNode(Job job, Node node) {
        FollowUps.Tagging tagging = FollowUps.taggingOf(job.payload());
        return known(job.account(), node.uri()).compose(known -> {
            List<Future<Optional<Entry>>> wanted = new ArrayList<>();
            if (node.isDirectory()) {
                wanted.add(entries.layer(job.account(), node, Level.ABSTRACT, find(known, Level.ABSTRACT), tagging));
                wanted.add(entries.layer(job.account(), node, Level.OVERVIEW, find(known, Level.OVERVIEW), tagging));
            } else {
                wanted.add(entries.file(job.account(), node, find(known, Level.CONTENT), tagging));
            }
            return Future.all(wanted)
                    .compose(_ -> storage.index()
                            .upsert(
                                    job.account(),
                                    wanted.stream()
                                            .flatMap(made -> made.result().stream())
                                            .toList()));
        });
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
