package io.knarr.index;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Entries of every account, found by vector, by words and by filter. Derived from the tree: it can be dropped and rebuilt.
 *
 * <p>Any thread; never blocks; a method never throws, its future fails. What was written is seen by the next search of the
 * same process. Equal scores are ordered by address, then level. A fault of the store is a fault of the call
 * ({@code UNAVAILABLE}, or {@code WRITE_FAILED} when a change could not be kept), never an empty answer. A limit below 1, a
 * vector of other dimensions or of another length than 1 and a cursor of another index are {@code INVALID_ARGUMENT}.
 */
public interface VectorIndex {
    /** Adds entries, each replacing the one of the same address and level. Durable after {@link #flush}. */
    Future<Void> upsert(AccountId account, List<Entry> entries);

    /** Changes the tags of the entries that match; the result is how many. */
    Future<Long> retag(AccountId account, Filter filter, List<String> tags, TagMode mode);

    /**
     * Gives the entries at and below an address another one, and with it their names and types; vectors, words and tags
     * stay. They replace what is at their new addresses. {@code INVALID_ARGUMENT} for a move into itself.
     */
    Future<Long> move(AccountId account, VikingUri from, VikingUri to);

    /** As {@link #move}, but the entries stay at their old addresses too. {@code INVALID_ARGUMENT} for a copy into itself. */
    Future<Long> copy(AccountId account, VikingUri from, VikingUri to);

    /** Deletes the entries that match; the result is how many. */
    Future<Long> delete(AccountId account, Filter filter);

    /** Everything written so far survives a kill once this succeeds. Calls at the same time share the work. */
    Future<Void> flush();

    /** The {@code limit} entries nearest to a vector, by their best passage, nearest first. */
    Future<List<Match>> nearest(AccountId account, float[] vector, Filter filter, int limit, Deadline deadline);

    /**
     * The {@code limit} entries that fit the words best, best first; entries without any of them are left out. Words are
     * plain text: case, endings and common words do not matter, no character has a meaning of its own.
     */
    Future<List<Match>> matching(AccountId account, String words, Filter filter, int limit, Deadline deadline);

    /** Entries in order of address and level, from after a cursor of an earlier page. */
    Future<Page> scan(AccountId account, Filter filter, Optional<String> cursor, int limit);

    Future<Long> count(AccountId account, Filter filter);

    /** What state the index is in; answers at once. */
    IndexState state();

    /** How {@link #retag} treats tags that are there. */
    enum TagMode {
        REPLACE,
        /** Merge by key. */
        APPEND
    }

    /** A page of a scan; the cursor is empty at the end. */
    record Page(List<Entry> entries, Optional<String> cursor) {
        public Page {
            entries = List.copyOf(entries);
        }
    }
}
