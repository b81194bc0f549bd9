package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import io.knarr.index.Entry;
import io.knarr.index.EntryKey;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.index.VectorIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;

/** The questions of the port but the one for vectors. */
final class SearchBlocking {
    private static final SortField BY_ADDRESS = new SortField(LuceneTerms.ORDER, SortField.Type.STRING);
    private static final Sort ADDRESSES = new Sort(BY_ADDRESS);
    private static final Sort BEST_FIRST = new Sort(SortField.FIELD_SCORE, BY_ADDRESS);

    private final AccountSearcher searcher;
    private final StoredEntriesBlocking stored;

    SearchBlocking(AccountSearcher searcher) {
        this.searcher = searcher;
        this.stored = new StoredEntriesBlocking(searcher);
    }

    List<Match> matching(String words, Filter filter, int limit) throws IOException {
        Query query = new BooleanQuery.Builder()
                .add(WordAnalysis.question(searcher.account(), words), Occur.MUST)
                .add(searcher.heads(filter), Occur.FILTER)
                .build();
        List<Match> matches = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(query, atMost(limit), BEST_FIRST, true).scoreDocs) {
            matches.add(new Match(stored.bare(hit.doc), hit.score));
        }
        searcher.requireTime();
        return matches;
    }

    VectorIndex.Page scan(Filter filter, Optional<EntryKey> after, int limit) throws IOException {
        ScoreDoc[] hits = searcher.searchAfter(
                        after.map(this::position).orElse(null),
                        searcher.heads(filter),
                        // One more shows whether there is a next page.
                        atMost(limit == Integer.MAX_VALUE ? limit : limit + 1),
                        ADDRESSES)
                .scoreDocs;
        searcher.requireTime();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, hits.length); i++) {
            entries.add(stored.bare(hits[i].doc));
        }
        return new VectorIndex.Page(
                entries,
                hits.length > limit ? Optional.of(entries.getLast().key().text()) : Optional.empty());
    }

    /** Right behind an entry, wherever among equal ones: there are none. */
    private FieldDoc position(EntryKey key) {
        int last = Math.max(0, searcher.getIndexReader().maxDoc() - 1);
        return new FieldDoc(last, Float.NaN, new Object[] {LuceneTerms.order(key)});
    }

    long count(Filter filter) throws IOException {
        return searcher.count(searcher.heads(filter));
    }

    static void requireLimit(int limit) {
        if (limit < 1) {
            throw Fault.invalid("A limit is 1 or more, this is not: " + limit);
        }
    }

    /** Lucene makes room for as many as it is asked for. */
    private int atMost(int wanted) {
        return Math.max(1, Math.min(wanted, searcher.getIndexReader().maxDoc()));
    }
}
