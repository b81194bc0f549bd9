package io.knarr.testing;

import io.knarr.context.Tags;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.EntryKey;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.index.Match;
import io.knarr.index.ModelMark;
import io.knarr.index.VectorIndex;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An index in memory: every search looks at every entry, so its answers are exact. Answers at once, from any thread. */
public final class MemoryIndex implements VectorIndex {
    private final ModelMark mark;
    private final Map<AccountId, NavigableMap<EntryKey, Entry>> accounts;
    private boolean closed;
    private @Nullable Fault failure;
    private IndexState state = new IndexState.Ready();

    public MemoryIndex(int dimensions) {
        this(new ModelMark("memory", dimensions), new TreeMap<>());
    }

    private MemoryIndex(ModelMark mark, Map<AccountId, NavigableMap<EntryKey, Entry>> accounts) {
        this.mark = mark;
        this.accounts = accounts;
    }

    /** Every call from now on fails with this. */
    public synchronized void failWith(Fault fault) {
        failure = fault;
    }

    public synchronized void failNoMore() {
        failure = null;
    }

    public synchronized void pretend(IndexState newState) {
        state = newState;
    }

    public synchronized void close() {
        closed = true;
    }

    /** A new index with what this one has. */
    public synchronized MemoryIndex reopened() {
        return new MemoryIndex(mark, accounts);
    }

    @Override
    public Future<Void> upsert(AccountId account, List<Entry> entries) {
        return answer(() -> {
                    entries.forEach(entry -> entry.vectors().forEach(mark::check));
                    entries.forEach(entry -> {
                        Entry known = of(account).getOrDefault(entry.key(), entry);
                        of(account).put(entry.key(), entry.words().isEmpty() ? entry.withWords(known.words()) : entry);
                    });
                    return entries;
                })
                .mapEmpty();
    }

    @Override
    public Future<Long> retag(AccountId account, Filter filter, List<String> tags, TagMode mode) {
        return change(
                account,
                filter,
                entry -> entry.withTags(mode == TagMode.REPLACE ? tags : Tags.merge(entry.tags(), tags)));
    }

    @Override
    public Future<Long> move(AccountId account, VikingUri from, VikingUri to) {
        if (from.contains(to) && !from.equals(to)) {
            return Future.failedFuture(Fault.invalid("Nothing moves into itself: " + from + " to " + to));
        }
        return change(
                account, Filter.under(from), entry -> entry.movedTo(entry.uri().rebase(from, to)));
    }

    @Override
    public Future<Long> copy(AccountId account, VikingUri from, VikingUri to) {
        if (from.contains(to) && !from.equals(to)) {
            return Future.failedFuture(Fault.invalid("Nothing is copied into itself: " + from + " to " + to));
        }
        return answer(() -> {
            List<Entry> found = select(account, Filter.under(from));
            found.forEach(entry -> {
                Entry copied = entry.movedTo(entry.uri().rebase(from, to));
                of(account).put(copied.key(), copied);
            });
            return (long) found.size();
        });
    }

    private Future<Long> change(AccountId account, Filter filter, UnaryOperator<Entry> change) {
        return answer(() -> {
            List<Entry> found = select(account, filter);
            found.forEach(entry -> of(account).remove(entry.key()));
            found.forEach(entry -> {
                Entry changed = change.apply(entry);
                of(account).put(changed.key(), changed);
            });
            return (long) found.size();
        });
    }

    @Override
    public Future<Long> delete(AccountId account, Filter filter) {
        return answer(() -> {
            List<Entry> found = select(account, filter);
            found.forEach(entry -> of(account).remove(entry.key()));
            return (long) found.size();
        });
    }

    @Override
    public Future<Void> flush() {
        return answer(() -> this).mapEmpty();
    }

    @Override
    public Future<List<Match>> nearest(AccountId account, float[] vector, Filter filter, int limit, Deadline deadline) {
        return answer(() -> {
            mark.check(vector);
            requireTime(deadline);
            return best(
                    select(account, filter).stream()
                            .filter(entry -> !entry.vectors().isEmpty())
                            .map(entry -> new Match(entry.bare(), cosine(entry, vector)))
                            .toList(),
                    limit);
        });
    }

    @Override
    public Future<List<Match>> matching(AccountId account, String words, Filter filter, int limit, Deadline deadline) {
        return answer(() -> {
            requireTime(deadline);
            WordScores scores = new WordScores(of(account).values(), words);
            return best(
                    select(account, filter).stream()
                            .map(entry -> new Match(entry.bare(), scores.of(entry)))
                            .filter(match -> match.score() > 0)
                            .toList(),
                    limit);
        });
    }

    private static List<Match> best(List<Match> matches, int limit) {
        requireLimit(limit);
        return matches.stream().sorted(Match.BEST_FIRST).limit(limit).toList();
    }

    @Override
    public Future<Page> scan(AccountId account, Filter filter, Optional<String> cursor, int limit) {
        return answer(() -> {
            requireLimit(limit);
            Optional<EntryKey> after = cursor.map(EntryKey::parse);
            List<Entry> rest = select(account, filter).stream()
                    .filter(entry ->
                            after.map(key -> entry.key().compareTo(key) > 0).orElse(true))
                    .map(Entry::bare)
                    .toList();
            return rest.size() <= limit
                    ? new Page(rest, Optional.empty())
                    : new Page(
                            rest.subList(0, limit),
                            Optional.of(rest.get(limit - 1).key().text()));
        });
    }

    @Override
    public Future<Long> count(AccountId account, Filter filter) {
        return answer(() -> (long) select(account, filter).size());
    }

    @Override
    public synchronized IndexState state() {
        return state;
    }

    private NavigableMap<EntryKey, Entry> of(AccountId account) {
        return accounts.computeIfAbsent(account, _ -> new TreeMap<>());
    }

    private List<Entry> select(AccountId account, Filter filter) {
        FilterMeaning meaning = new FilterMeaning(account);
        return new ArrayList<>(of(account).values().stream()
                .filter(entry -> meaning.matches(filter, entry))
                .toList());
    }

    private static double cosine(Entry entry, float[] vector) {
        return entry.vectors().stream()
                .mapToDouble(passage -> dot(passage, vector))
                .max()
                .orElseThrow();
    }

    private static double dot(float[] left, float[] right) {
        float sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return Math.clamp(sum, -1f, 1f);
    }

    private static void requireLimit(int limit) {
        if (limit < 1) {
            throw Fault.invalid("A limit is 1 or more, this is not: " + limit);
        }
    }

    private static void requireTime(Deadline deadline) {
        if (deadline.expired()) {
            throw deadline.fault("searching the index");
        }
    }

    private synchronized <T> Future<T> answer(Callable<T> result) {
        if (closed) {
            return Future.failedFuture(Fault.unavailable("index", "it is closed"));
        }
        Fault fault = failure;
        if (fault != null) {
            return Future.failedFuture(fault);
        }
        try {
            return Future.succeededFuture(result.call());
        } catch (Exception failed) {
            return Future.failedFuture(failed);
        }
    }
}
