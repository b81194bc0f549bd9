package io.knarr.storage.embedded;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.index.Filter;
import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.jspecify.annotations.Nullable;

/**
 * The searcher of one call: it sees one account, and stops at the call’s deadline. How rare a word is, is judged by the
 * account’s own entries, so what others keep neither shows nor changes the order; only the average length of a text is that
 * of the whole index.
 */
final class AccountSearcher extends IndexSearcher {
    /** The constants of Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond” (2009), 3.1. */
    static final Similarity BM25 = new BM25Similarity(1.2f, 0.75f);

    private final AccountId account;
    private final Deadline deadline;
    private final LuceneQueries queries;

    AccountSearcher(IndexReader reader, AccountId account, Deadline deadline) {
        super(reader);
        this.account = account;
        this.deadline = deadline;
        this.queries = new LuceneQueries(account, deadline);
        setSimilarity(BM25);
        setTimeout(deadline::expired);
    }

    AccountId account() {
        return account;
    }

    Query documents(Filter filter) {
        return queries.documents(filter);
    }

    Query heads(Filter filter) {
        return queries.heads(filter);
    }

    /** What a search that ran out of time has found is not the answer. */
    void requireTime() {
        if (timedOut() || deadline.expired()) {
            throw deadline.fault("searching the index");
        }
    }

    @Override
    public @Nullable CollectionStatistics collectionStatistics(String field) throws IOException {
        CollectionStatistics all = super.collectionStatistics(field);
        long own = getIndexReader().docFreq(LuceneTerms.head(account));
        if (all == null || own == 0) {
            return all;
        }
        double share = (double) own / all.docCount();
        long words = Math.max(own, Math.round(all.sumTotalTermFreq() * share));
        long different = Math.clamp(Math.round(all.sumDocFreq() * share), own, words);
        return new CollectionStatistics(field, all.maxDoc(), own, words, different);
    }
}
