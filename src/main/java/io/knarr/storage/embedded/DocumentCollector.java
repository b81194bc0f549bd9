package io.knarr.storage.embedded;

import java.util.Arrays;
import java.util.Collection;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.CollectionTerminatedException;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;

/** The documents of a query in their order, as long as they are few. */
final class DocumentCollector extends SimpleCollector {
    private final int most;
    private int[] documents = new int[64];
    private int size;
    private int base;
    private boolean tooMany;

    private DocumentCollector(int most) {
        this.most = most;
    }

    /** For a search on one thread that gives up when there are more. */
    static CollectorManager<DocumentCollector, DocumentCollector> upTo(int most) {
        return new CollectorManager<>() {
            @Override
            public DocumentCollector newCollector() {
                return new DocumentCollector(most);
            }

            @Override
            public DocumentCollector reduce(Collection<DocumentCollector> one) {
                return one.iterator().next();
            }
        };
    }

    /** Whether there are more than asked for; then {@link #documents} are not all. */
    boolean tooMany() {
        return tooMany;
    }

    int[] documents() {
        return Arrays.copyOf(documents, size);
    }

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) {
        if (tooMany) {
            throw new CollectionTerminatedException();
        }
        base = leaf.docBase;
    }

    @Override
    public void collect(int document) {
        if (size == most) {
            tooMany = true;
            throw new CollectionTerminatedException();
        }
        if (size == documents.length) {
            documents = Arrays.copyOf(documents, size * 2);
        }
        documents[size++] = base + document;
    }

    @Override
    public ScoreMode scoreMode() {
        return ScoreMode.COMPLETE_NO_SCORES;
    }
}
