package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.index.EntryKey;
import io.knarr.index.Field;
import io.knarr.uri.VikingUri;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.lucene.index.Term;
import org.apache.lucene.util.BytesRef;

/**
 * Names of the index’s fields, and the terms in them. Every keyword starts with its account: what one account looks up is
 * never even compared with what another one has.
 */
final class LuceneTerms {
    /** On every document: the account. */
    static final String ACCOUNT = "account";
    /** The same, on heads only. */
    static final String HEAD = "head";
    /** On every document: the entry it belongs to. */
    static final String KEY = "key";
    /** The address and every directory above it, up to the root. */
    static final String ANCESTOR = "ancestor";

    static final String DEPTH = "depth";
    static final String WORDS = "words";
    static final String VECTOR = "vector";
    /** Number of the passage, which is also how many documents before this one the head is. */
    static final String PASSAGE = "passage";

    static final String RECORD = "record";
    static final String ORDER = "order";

    /** No account has it in its name. */
    private static final char SEPARATOR = '\n';

    private LuceneTerms() {}

    static Term head(AccountId account) {
        return new Term(HEAD, account.id());
    }

    static Term anyDocument(AccountId account) {
        return new Term(ACCOUNT, account.id());
    }

    static Term key(AccountId account, EntryKey key) {
        return new Term(KEY, keyword(account, key.text()));
    }

    static Term ancestor(AccountId account, VikingUri uri) {
        return new Term(ANCESTOR, keyword(account, uri.toString()));
    }

    static Term text(AccountId account, Field field, String text) {
        return new Term(field.label(), keyword(account, text));
    }

    static BytesRef keyword(AccountId account, String text) {
        return new BytesRef(prefix(account) + text);
    }

    /** What every keyword of an account starts with. */
    static String prefix(AccountId account) {
        return account.id() + SEPARATOR;
    }

    /**
     * Bytes in the order of {@link EntryKey#compareTo}. Segments are separated by NUL, which none of them holds, and so sort
     * before anything that is longer; UTF-16 because that is how Java compares strings.
     */
    static BytesRef order(EntryKey key) {
        String text = String.join("\0", key.uri().segments())
                + "\0\0"
                + (char) ('0' + key.level().number());
        return new BytesRef(text.getBytes(StandardCharsets.UTF_16BE));
    }

    /** Nanoseconds since 1970, held one before the ends of what a long takes (the years 1677 and 2262). */
    static long nanos(Instant time) {
        if (time.getEpochSecond() <= Long.MIN_VALUE / 1_000_000_000) {
            return Long.MIN_VALUE + 1;
        }
        if (time.getEpochSecond() >= Long.MAX_VALUE / 1_000_000_000) {
            return Long.MAX_VALUE - 1;
        }
        return time.getEpochSecond() * 1_000_000_000 + time.getNano();
    }
}
