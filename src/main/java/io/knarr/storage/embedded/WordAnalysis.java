package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import java.io.IOException;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * What counts as a word. Text is normalised (NFKC), split by Unicode’s rules, {@code handbook.md} and {@code parseConfig}
 * also into their parts, put in lower case, accents taken off, English endings cut (Porter). Chinese, Japanese and Korean
 * have no spaces: there every pair of neighbouring characters is a word, and in the index every single one too.
 */
final class WordAnalysis extends Analyzer {
    /** For texts to be found. */
    static final Analyzer TEXTS = new WordAnalysis(true, false);
    /** For questions. A single character is a word only where it has no neighbour: pairs say more. */
    private static final Analyzer QUESTIONS = new WordAnalysis(false, true);
    /** For questions that are made of common words only: to be or not to be. */
    private static final Analyzer COMMON_QUESTIONS = new WordAnalysis(false, false);

    /** Words of a question that count. Half of what Lucene allows a query to have in parts: the rest is for filters. */
    private static final int MAX_WORDS = 512;

    private static final int PARTS = WordDelimiterGraphFilter.GENERATE_WORD_PARTS
            | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
            | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
            | WordDelimiterGraphFilter.STEM_ENGLISH_POSSESSIVE
            | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;
    private static final int ALL_SCRIPTS =
            CJKBigramFilter.HAN | CJKBigramFilter.HIRAGANA | CJKBigramFilter.KATAKANA | CJKBigramFilter.HANGUL;

    private final boolean singles;
    private final boolean withoutCommon;

    /**
     * @param singles whether single characters of scripts without spaces are words beside their pairs
     * @param withoutCommon whether very common English words are left out
     */
    private WordAnalysis(boolean singles, boolean withoutCommon) {
        this.singles = singles;
        this.withoutCommon = withoutCommon;
    }

    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
        Tokenizer source = new StandardTokenizer();
        TokenStream words = new WordDelimiterGraphFilter(source, PARTS, null);
        words = new LowerCaseFilter(words);
        if (withoutCommon) {
            words = new StopFilter(words, EnglishAnalyzer.getDefaultStopSet());
        }
        words = new CJKBigramFilter(words, ALL_SCRIPTS, singles);
        words = new ASCIIFoldingFilter(words);
        return new TokenStreamComponents(source, new PorterStemFilter(words));
    }

    /** The words of a text, each with its account in front: how rare a word is, is counted per account. */
    static TokenStream stream(Analyzer analyzer, AccountId account, String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
        return new InAccount(analyzer.tokenStream(LuceneTerms.WORDS, normal), LuceneTerms.prefix(account));
    }

    /** Any of the words of a question; nothing when there are none. Common words count only where there are no others. */
    static Query question(AccountId account, String text) throws IOException {
        Map<String, Integer> counts = count(QUESTIONS, account, text);
        if (counts.isEmpty()) {
            counts = count(COMMON_QUESTIONS, account, text);
        }
        return counts.isEmpty() ? new MatchNoDocsQuery("no words") : anyOf(counts);
    }

    private static Map<String, Integer> count(Analyzer analyzer, AccountId account, String text) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        try (TokenStream words = stream(analyzer, account, text)) {
            CharTermAttribute word = words.getAttribute(CharTermAttribute.class);
            words.reset();
            while (words.incrementToken()) {
                counts.merge(word.toString(), 1, Integer::sum);
            }
            words.end();
        }
        return counts;
    }

    private static Query anyOf(Map<String, Integer> counts) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        counts.entrySet().stream()
                .limit(MAX_WORDS)
                .forEach(word -> any.add(
                        new BoostQuery(new TermQuery(new Term(LuceneTerms.WORDS, word.getKey())), word.getValue()),
                        BooleanClause.Occur.SHOULD));
        return any.build();
    }

    private static final class InAccount extends TokenFilter {
        private final CharTermAttribute word = addAttribute(CharTermAttribute.class);
        private final String prefix;

        InAccount(TokenStream words, String prefix) {
            super(words);
            this.prefix = prefix;
        }

        @Override
        public boolean incrementToken() throws IOException {
            if (!input.incrementToken()) {
                return false;
            }
            String plain = word.toString();
            word.setEmpty().append(prefix).append(plain);
            return true;
        }
    }
}
