package io.knarr.testing;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.index.Match;
import io.knarr.index.VectorIndex;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Passes every call on; a test overrides what it wants to see or to break. */
public class ForwardingIndex implements VectorIndex {
    private final VectorIndex inner;

    public ForwardingIndex(VectorIndex inner) {
        this.inner = inner;
    }

    @Override
    public Future<Void> upsert(AccountId account, List<Entry> entries) {
        return inner.upsert(account, entries);
    }

    @Override
    public Future<Long> retag(AccountId account, Filter filter, List<String> tags, TagMode mode) {
        return inner.retag(account, filter, tags, mode);
    }

    @Override
    public Future<Long> move(AccountId account, VikingUri from, VikingUri to) {
        return inner.move(account, from, to);
    }

    @Override
    public Future<Long> copy(AccountId account, VikingUri from, VikingUri to) {
        return inner.copy(account, from, to);
    }

    @Override
    public Future<Long> delete(AccountId account, Filter filter) {
        return inner.delete(account, filter);
    }

    @Override
    public Future<Void> flush() {
        return inner.flush();
    }

    @Override
    public Future<List<Match>> nearest(AccountId account, float[] vector, Filter filter, int limit, Deadline deadline) {
        return inner.nearest(account, vector, filter, limit, deadline);
    }

    @Override
    public Future<List<Match>> matching(AccountId account, String words, Filter filter, int limit, Deadline deadline) {
        return inner.matching(account, words, filter, limit, deadline);
    }

    @Override
    public Future<Page> scan(AccountId account, Filter filter, Optional<String> cursor, int limit) {
        return inner.scan(account, filter, cursor, limit);
    }

    @Override
    public Future<Long> count(AccountId account, Filter filter) {
        return inner.count(account, filter);
    }

    @Override
    public IndexState state() {
        return inner.state();
    }
}
