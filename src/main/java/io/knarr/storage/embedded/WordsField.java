package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.IndexOptions;

/** The words of an entry. Stored as well: an entry that moves or is tagged is indexed again. */
final class WordsField extends Field {
    private static final FieldType TYPE = type();

    private final AccountId account;
    private final String searched;

    WordsField(AccountId account, Entry entry) {
        super(LuceneTerms.WORDS, entry.words(), TYPE);
        this.account = account;
        this.searched = entry.searchedWords();
    }

    @Override
    public TokenStream tokenStream(Analyzer analyzer, TokenStream reuse) {
        return WordAnalysis.stream(analyzer, account, searched);
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
