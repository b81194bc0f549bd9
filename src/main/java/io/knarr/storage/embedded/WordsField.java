package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/** The words of an entry. Stored as well: an entry that moves or is tagged is indexed again. */
final class WordsField extends Field {
    private static final FieldType TYPE = type();

    private final AccountId account;
    private final String text;

    WordsField(AccountId account, String text) {
        super(LuceneTerms.WORDS, text, TYPE);
        this.account = account;
        this.text = text;
    }

    @Override
    public TokenStream tokenStream(Analyzer analyzer, TokenStream reuse) {
        return WordAnalysis.stream(analyzer, account, text);
    }

    private static FieldType type() {
        FieldType type = new FieldType();
        type.setStored(true);
        // No positions: there are no phrase queries.
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
