package io.knarr.storage.embedded;

import io.knarr.index.Entry;
import io.knarr.index.EntryKey;
import io.knarr.index.Filter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues.DocIndexIterator;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/** Entries as they were put in, read back from their documents. */
final class StoredEntriesBlocking {
    private final AccountSearcher searcher;

    StoredEntriesBlocking(AccountSearcher searcher) {
        this.searcher = searcher;
    }

    /** The entry of a head, bare. */
    Entry bare(int head) throws IOException {
        return record(head).entry();
    }

    /** Keys of what a filter leaves, directories before what they hold. */
    List<EntryKey> keys(Filter filter) throws IOException {
        DocumentCollector heads = searcher.search(searcher.heads(filter), DocumentCollector.upTo(Integer.MAX_VALUE));
        List<EntryKey> keys = new ArrayList<>();
        for (int head : heads.documents()) {
            keys.add(bare(head).key());
        }
        keys.sort(Comparator.comparing((EntryKey key) -> key.uri().depth()).thenComparing(Comparator.naturalOrder()));
        return keys;
    }

    /** The whole entry of a key. */
    Optional<Entry> find(EntryKey key) throws IOException {
        Query head = new BooleanQuery.Builder()
                .add(new TermQuery(LuceneTerms.key(searcher.account(), key)), Occur.FILTER)
                .add(searcher.heads(Filter.all()), Occur.FILTER)
                .build();
        ScoreDoc[] found = searcher.search(head, 1).scoreDocs;
        return found.length == 0 ? Optional.empty() : Optional.of(whole(found[0].doc));
    }

    private Entry whole(int head) throws IOException {
        EntryRecord record = record(head);
        Entry bare = record.entry();
        String words = searcher.storedFields()
                .document(head, Set.of(LuceneTerms.WORDS))
                .get(LuceneTerms.WORDS);
        return new Entry(
                bare.uri(),
                bare.level(),
                bare.type(),
                bare.name(),
                bare.summary(),
                bare.tags(),
                bare.createdAt(),
                bare.updatedAt(),
                bare.activeCount(),
                bare.digest(),
                words,
                vectors(head, record.passages()));
    }

    private List<float[]> vectors(int head, int passages) throws IOException {
        LeafReaderContext leaf = leaf(head);
        FloatVectorValues values = leaf.reader().getFloatVectorValues(LuceneTerms.VECTOR);
        List<float[]> vectors = new ArrayList<>(passages);
        if (values != null) {
            DocIndexIterator documents = values.iterator();
            for (int i = 0; i < passages; i++) {
                int document = documents.advance(head - leaf.docBase + i);
                if (document != head - leaf.docBase + i) {
                    throw new IOException("a passage of an entry has no vector");
                }
                vectors.add(values.vectorValue(documents.index()).clone());
            }
        }
        return vectors;
    }

    private EntryRecord record(int head) throws IOException {
        LeafReaderContext leaf = leaf(head);
        BinaryDocValues records = leaf.reader().getBinaryDocValues(LuceneTerms.RECORD);
        if (records == null || !records.advanceExact(head - leaf.docBase)) {
            throw new IOException("the head of an entry has no record");
        }
        return EntryRecord.read(records.binaryValue());
    }

    private LeafReaderContext leaf(int document) {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        return leaves.get(ReaderUtil.subIndex(document, leaves));
    }
}
