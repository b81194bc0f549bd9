package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.uri.VikingUri;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * An entry as documents: one per passage with its vector, all with the fields that filters look at. They are added as one
 * block, so they live, die and stay side by side; the first is the head and also has the words and the record.
 */
final class LuceneDocuments {
    private LuceneDocuments() {}

    static List<Document> of(AccountId account, Entry entry) throws IOException {
        List<Document> block = new ArrayList<>();
        int documents = Math.max(1, entry.vectors().size());
        for (int passage = 0; passage < documents; passage++) {
            Document document = new Document();
            addFilterFields(document, account, entry);
            document.add(new NumericDocValuesField(LuceneTerms.PASSAGE, passage));
            if (passage < entry.vectors().size()) {
                document.add(new KnnFloatVectorField(
                        LuceneTerms.VECTOR, entry.vectors().get(passage), VectorSimilarityFunction.DOT_PRODUCT));
            }
            block.add(document);
        }
        addHeadFields(block.getFirst(), account, entry);
        return block;
    }

    private static void addHeadFields(Document head, AccountId account, Entry entry) throws IOException {
        head.add(keyword(LuceneTerms.HEAD, account.id()));
        head.add(new WordsField(account, entry));
        head.add(new BinaryDocValuesField(LuceneTerms.RECORD, EntryRecord.write(entry)));
        head.add(new SortedDocValuesField(LuceneTerms.ORDER, LuceneTerms.order(entry.key())));
    }

    private static void addFilterFields(Document document, AccountId account, Entry entry) {
        document.add(keyword(LuceneTerms.ACCOUNT, account.id()));
        document.add(new StringField(
                LuceneTerms.KEY, LuceneTerms.key(account, entry.key()).bytes(), Field.Store.NO));
        for (VikingUri uri = entry.uri(); ; uri = uri.parent()) {
            document.add(new StringField(
                    LuceneTerms.ANCESTOR, LuceneTerms.ancestor(account, uri).bytes(), Field.Store.NO));
            if (uri.isRoot()) {
                break;
            }
        }
        document.add(new IntField(LuceneTerms.DEPTH, entry.uri().depth(), Field.Store.NO));
        for (io.knarr.index.Field field : io.knarr.index.Field.values()) {
            addFilterField(document, account, entry, field);
        }
    }

    private static void addFilterField(Document document, AccountId account, Entry entry, io.knarr.index.Field field) {
        String name = field.label();
        switch (field) {
            case CREATED_AT -> document.add(new LongField(name, LuceneTerms.nanos(entry.createdAt()), Field.Store.NO));
            case UPDATED_AT -> document.add(new LongField(name, LuceneTerms.nanos(entry.updatedAt()), Field.Store.NO));
            case ACTIVE_COUNT -> document.add(new DoubleField(name, entry.activeCount(), Field.Store.NO));
            // Three values only: terms are found faster than numbers.
            case LEVEL ->
                document.add(keyword(name, String.valueOf(entry.level().number())));
            case URI, TYPE, CONTEXT_TYPE, NAME, TAGS, SEARCH_TAGS, ACCOUNT_ID, OWNER_USER_ID ->
                field.textsOf(account, entry)
                        .forEach(text -> document.add(
                                new StringField(name, LuceneTerms.keyword(account, text), Field.Store.NO)));
        }
    }

    private static Field keyword(String name, String value) {
        return new StringField(name, value, Field.Store.NO);
    }
}
