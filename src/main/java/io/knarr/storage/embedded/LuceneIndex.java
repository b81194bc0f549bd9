package io.knarr.storage.embedded;

import io.knarr.context.Tags;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.EntryKey;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.index.Match;
import io.knarr.index.ModelMark;
import io.knarr.index.VectorIndex;
import io.knarr.offload.Pool;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;

/**
 * The index in a directory of its own, by Lucene: HNSW for vectors, BM25 for words, terms for filters.
 *
 * <p>Life: {@link #open}, use, {@link #close}; before and after, every call fails with {@code UNAVAILABLE}. An index that is
 * {@link IndexState.Stale} stays so, over restarts too, until {@link #markReady} says that everything is in it again.
 *
 * <p>When the disk refuses, the call that wrote fails with {@code WRITE_FAILED} and the next one finds the index usable, as
 * it was at the last {@link #flush}; if that lost anything, the index is {@code Stale}.
 *
 * <p>Cost: {@link #move}, {@link #copy} and {@link #retag} index every entry again (about 1 ms per passage), in steps that let others in
 * between; {@link #delete} and a search do not depend on how much they match.
 */
public final class LuceneIndex implements VectorIndex {
    /** Entries per step of a long change: about 0.1 s. */
    private static final int STEP = 100;

    private final Pool searches;
    private final Pool changes;
    private final LuceneIndexBlocking index;
    private final ModelMark model;

    /**
     * @param directory for this index alone; created when it is opened, and emptied when it holds no usable index
     * @param model whose vectors it takes
     * @param searches runs what reads
     * @param changes runs what writes; more than one thread of it is of no use
     */
    public LuceneIndex(Path directory, ModelMark model, Pool searches, Pool changes) {
        this(new IndexDiskBlocking(directory), model, searches, changes);
    }

    LuceneIndex(IndexDisk disk, ModelMark model, Pool searches, Pool changes) {
        this.searches = searches;
        this.changes = changes;
        this.model = model;
        this.index = new LuceneIndexBlocking(new LuceneOpeningBlocking(disk, model), model);
    }

    /** Opens what is there or creates it; afterwards {@link #state} says whether it can be relied on. */
    public Future<Void> open() {
        return changes.run(() -> {
                    index.open();
                    return true;
                })
                .recover(failure -> Future.failedFuture(LuceneFaults.whileReading(failure)))
                .mapEmpty();
    }

    /** Keeps what was written and closes. Again: nothing. */
    public Future<Void> close() {
        return change(index::close);
    }

    /** Says that the index holds all that the tree has, and keeps that and everything written so far. */
    public Future<Void> markReady() {
        return change(index::markReady);
    }

    @Override
    public Future<Void> upsert(AccountId account, List<Entry> entries) {
        return change(() -> index.upsert(account, entries));
    }

    @Override
    public Future<Long> retag(AccountId account, Filter filter, List<String> tags, TagMode mode) {
        return changeEach(
                account,
                filter,
                LuceneIndexBlocking.Old.REPLACED,
                entry -> entry.withTags(
                        switch (mode) {
                            case REPLACE -> tags;
                            case APPEND -> Tags.merge(entry.tags(), tags);
                        }));
    }

    @Override
    public Future<Long> move(AccountId account, VikingUri from, VikingUri to) {
        return rebase(account, from, to, LuceneIndexBlocking.Old.REPLACED);
    }

    @Override
    public Future<Long> copy(AccountId account, VikingUri from, VikingUri to) {
        return rebase(account, from, to, LuceneIndexBlocking.Old.KEPT);
    }

    private Future<Long> rebase(AccountId account, VikingUri from, VikingUri to, LuceneIndexBlocking.Old old) {
        if (from.contains(to) && !from.equals(to)) {
            return Future.failedFuture(Fault.invalid("Nothing goes into itself: " + from + " to " + to));
        }
        return changeEach(
                account,
                Filter.under(from),
                old,
                entry -> entry.movedTo(entry.uri().rebase(from, to)));
    }

    private Future<Long> changeEach(
            AccountId account, Filter filter, LuceneIndexBlocking.Old old, UnaryOperator<Entry> change) {
        return this.<List<EntryKey>>changing(() -> index.keys(account, filter)).compose(keys -> {
            AtomicLong found = new AtomicLong();
            return Rounds.each(
                            steps(keys),
                            step -> this.<Long>changing(() -> index.change(account, step, old, change))
                                    .onSuccess(found::addAndGet))
                    .map(_ -> found.get());
        });
    }

    private static List<List<EntryKey>> steps(List<EntryKey> keys) {
        List<List<EntryKey>> steps = new ArrayList<>();
        for (int from = 0; from < keys.size(); from += STEP) {
            steps.add(keys.subList(from, Math.min(keys.size(), from + STEP)));
        }
        return steps;
    }

    @Override
    public Future<Long> delete(AccountId account, Filter filter) {
        return changing(() -> index.delete(account, filter));
    }

    @Override
    public Future<Void> flush() {
        LuceneIndexBlocking.Written written = index.written();
        return change(() -> index.flush(written));
    }

    @Override
    public Future<List<Match>> nearest(AccountId account, float[] vector, Filter filter, int limit, Deadline deadline) {
        return search(account, deadline, searcher -> {
            model.check(vector);
            SearchBlocking.requireLimit(limit);
            return new NearestBlocking(searcher, vector).find(filter, limit);
        });
    }

    @Override
    public Future<List<Match>> matching(AccountId account, String words, Filter filter, int limit, Deadline deadline) {
        return search(account, deadline, searcher -> {
            SearchBlocking.requireLimit(limit);
            return new SearchBlocking(searcher).matching(words, filter, limit);
        });
    }

    @Override
    public Future<Page> scan(AccountId account, Filter filter, Optional<String> cursor, int limit) {
        return search(account, Deadline.none(), searcher -> {
            SearchBlocking.requireLimit(limit);
            return new SearchBlocking(searcher).scan(filter, cursor.map(EntryKey::parse), limit);
        });
    }

    @Override
    public Future<Long> count(AccountId account, Filter filter) {
        return search(account, Deadline.none(), searcher -> new SearchBlocking(searcher).count(filter));
    }

    @Override
    public IndexState state() {
        return index.state();
    }

    private interface Search<T> {
        T with(AccountSearcher searcher) throws IOException;
    }

    private <T> Future<T> search(AccountId account, Deadline deadline, Search<T> search) {
        return searches.run(
                        deadline,
                        () -> index.read(reader -> search.with(new AccountSearcher(reader, account, deadline))))
                .recover(failure -> Future.failedFuture(LuceneFaults.whileReading(failure)));
    }

    private interface Change {
        void make() throws IOException;
    }

    private Future<Void> change(Change change) {
        return this.<Boolean>changing(() -> {
                    change.make();
                    return true;
                })
                .mapEmpty();
    }

    private interface Changing<T> {
        T make() throws IOException;
    }

    private <T> Future<T> changing(Changing<T> change) {
        return changes.run(change::make).recover(failure -> Future.failedFuture(LuceneFaults.whileWriting(failure)));
    }
}
