package io.knarr.storage.embedded;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.index.EntryKey;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.index.ModelMark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index as blocking calls. Writes are made one after the other, since many first read what is there; reads go on beside
 * them. A session that died is replaced by the next call that needs one.
 */
final class LuceneIndexBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneIndexBlocking.class);

    private final LuceneOpeningBlocking opening;
    private final ModelMark model;
    /** Held by who writes or commits. */
    private final ReentrantLock writing = new ReentrantLock();
    /** Held by who replaces the session; taken after {@link #writing}, never before. */
    private final ReentrantLock replacing = new ReentrantLock();

    private volatile @Nullable LuceneSessionBlocking session;
    private volatile IndexState state = new IndexState.Stale("it is not open");

    LuceneIndexBlocking(LuceneOpeningBlocking opening, ModelMark model) {
        this.opening = opening;
        this.model = model;
    }

    IndexState state() {
        return state;
    }

    void open() throws IOException {
        replacing.lock();
        try {
            if (session == null) {
                LuceneOpeningBlocking.Opened opened = opening.open(Optional.empty());
                state = opened.state();
                session = opened.session();
            }
        } finally {
            replacing.unlock();
        }
    }

    void close() throws IOException {
        writing.lock();
        replacing.lock();
        try {
            LuceneSessionBlocking last = session;
            session = null;
            if (last != null) {
                last.close();
            }
        } finally {
            replacing.unlock();
            writing.unlock();
        }
    }

    void upsert(AccountId account, List<Entry> entries) throws IOException {
        entries.forEach(entry -> entry.vectors().forEach(model::check));
        Map<EntryKey, Entry> merged = new LinkedHashMap<>();
        entries.forEach(entry -> merged.merge(
                entry.key(), entry, (old, last) -> last.words().isEmpty() ? last.withWords(old.words()) : last));
        write(live -> {
            live.requireSpace();
            for (Entry entry : withKnownWords(live, account, merged.values())) {
                put(live, account, List.of(entry.key()), entry);
            }
            return true;
        });
    }

    private static Collection<Entry> withKnownWords(
            LuceneSessionBlocking live, AccountId account, Collection<Entry> entries) throws IOException {
        if (entries.stream().noneMatch(entry -> entry.words().isEmpty())) {
            return entries;
        }
        return live.read(reader -> {
            StoredEntriesBlocking stored = new StoredEntriesBlocking(searcher(reader, account));
            List<Entry> completed = new ArrayList<>();
            for (Entry entry : entries) {
                Optional<Entry> known = entry.words().isEmpty() ? stored.find(entry.key()) : Optional.empty();
                completed.add(known.map(old -> entry.withWords(old.words())).orElse(entry));
            }
            return completed;
        });
    }

    private static void put(LuceneSessionBlocking live, AccountId account, List<EntryKey> replaced, Entry entry)
            throws IOException {
        List<BytesRef> keys = replaced.stream()
                .map(key -> LuceneTerms.key(account, key).bytes())
                .toList();
        live.replace(new TermInSetQuery(LuceneTerms.KEY, keys), LuceneDocuments.of(account, entry));
    }

    /** What becomes of an entry whose changed form has another address. */
    enum Old {
        KEPT,
        REPLACED
    }

    /** What matches now, directories before what they hold. */
    List<EntryKey> keys(AccountId account, Filter filter) throws IOException {
        return read(reader -> new StoredEntriesBlocking(searcher(reader, account)).keys(filter));
    }

    /** Changes the entries of these keys that are still there, each as one step; the result is how many there were. */
    long change(AccountId account, List<EntryKey> keys, Old what, UnaryOperator<Entry> change) throws IOException {
        return write(live -> live.read(reader -> {
            live.requireSpace();
            StoredEntriesBlocking stored = new StoredEntriesBlocking(searcher(reader, account));
            long found = 0;
            for (EntryKey key : keys) {
                Optional<Entry> old = stored.find(key);
                if (old.isPresent()) {
                    found++;
                    Entry changed = change.apply(old.get());
                    if (!changed.equals(old.get())) {
                        List<EntryKey> replaced =
                                what == Old.KEPT ? List.of(changed.key()) : List.of(key, changed.key());
                        put(live, account, replaced, changed);
                    }
                }
            }
            return found;
        }));
    }

    long delete(AccountId account, Filter filter) throws IOException {
        LuceneQueries queries = new LuceneQueries(account, Deadline.none());
        return write(live -> {
            long count = live.read(reader -> (long) searcher(reader, account).count(queries.heads(filter)));
            if (count > 0) {
                live.delete(queries.documents(filter));
            }
            return count;
        });
    }

    /** What was written when it was taken. */
    record Written(@Nullable LuceneSessionBlocking session, long writes) {}

    /** Never blocks. */
    Written written() {
        LuceneSessionBlocking current = session;
        return new Written(current, current == null ? 0 : current.written());
    }

    void flush(Written written) throws IOException {
        write(live -> {
            LuceneSessionBlocking writtenTo = written.session();
            if (writtenTo == live) {
                live.commit(written.writes());
            } else if (writtenTo != null && !writtenTo.hasCommitted(written.writes())) {
                throw new Fault(
                        Code.WRITE_FAILED,
                        "The index could not be written, and what was changed last is lost: it must be indexed again");
            }
            return true;
        });
    }

    /** Everything that the tree has is here: remembers it. */
    void markReady() throws IOException {
        write(live -> {
            live.commit(new CommitMark(model, CommitMark.Progress.COMPLETE));
            state = new IndexState.Ready();
            return true;
        });
    }

    <T> T read(LuceneSessionBlocking.Reading<T> reading) throws IOException {
        LuceneSessionBlocking live = live();
        try {
            return live.read(reading);
        } catch (IOException | IllegalStateException failure) {
            if (live.isAlive()) {
                throw failure;
            }
            // Its writer died, of a write that is not the reader’s: what is on the disk can still be read.
            return live().read(reading);
        }
    }

    private interface Step<T> {
        T on(LuceneSessionBlocking live) throws IOException;
    }

    @CanIgnoreReturnValue
    private <T> T write(Step<T> step) throws IOException {
        writing.lock();
        try {
            return step.on(live());
        } finally {
            writing.unlock();
        }
    }

    private LuceneSessionBlocking live() throws IOException {
        LuceneSessionBlocking current = session;
        if (current == null) {
            throw Fault.unavailable("The index", "it is not open");
        }
        return current.isAlive() ? current : replace(current);
    }

    /** A dead session by a new one, which has what was committed. */
    private LuceneSessionBlocking replace(LuceneSessionBlocking dead) throws IOException {
        replacing.lock();
        try {
            if (session != dead) {
                return live();
            }
            dead.close();
            Optional<String> damage = dead.causeOfDeath()
                    .filter(CorruptIndexException.class::isInstance)
                    .map(LuceneOpeningBlocking::damaged);
            LuceneOpeningBlocking.Opened opened = opening.open(damage);
            state = opened.state();
            if (!dead.hasCommitted(dead.written()) && state instanceof IndexState.Ready) {
                opened.session().mark(new CommitMark(model, CommitMark.Progress.BUILDING));
                state = new IndexState.Stale("changes were lost when the disk failed");
            }
            session = opened.session();
            LOG.atWarn()
                    .addKeyValue("state", state)
                    .addKeyValue("cause", dead.causeOfDeath().orElse(null))
                    .log("the index was opened again after its writer failed");
            return opened.session();
        } finally {
            replacing.unlock();
        }
    }

    private static AccountSearcher searcher(IndexReader reader, AccountId account) {
        return new AccountSearcher(reader, account, Deadline.none());
    }
}
