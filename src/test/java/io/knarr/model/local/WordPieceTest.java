package io.knarr.model.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.model.Passage;
import io.knarr.model.PassageChunker;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ids are those of Hugging Face’s tokenizers 0.23.3 for the same tokenizer.json. */
class WordPieceTest {
    private static final WordPiece TOKENIZER = Resources.tokenizer(LocalModel.BGE_SMALL_EN);
    private static final long UNKNOWN = 100;

    @Test
    void cutsAWordIntoTheLongestKnownPieces() {
        assertThat(ids("unaffable")).containsExactly(14477, 20961, 3468);
        assertThat(ids("embeddings tokenization")).containsExactly(7861, 8270, 4667, 2015, 19204, 3989);
    }

    @Test
    void framesTheTextAndReadsTheEmptyOne() {
        assertThat(TOKENIZER.encode("", 512)).containsExactly(101, 102);
        assertThat(TOKENIZER.encode("Hello, World!", 512)).containsExactly(101, 7592, 1010, 2088, 999, 102);
    }

    @Test
    void dropsCaseAndAccents() {
        assertThat(ids("Crème brûlée naïve")).containsExactly(13675, 21382, 7987, 9307, 2063, 15743);
        assertThat(ids("İstanbul ΟΔΟΣ straße")).containsExactly(9960, 1169, 29722, 29730, 29733, 2358, 27807);
        assertThat(ids("e\u0301te\u0301")).isEqualTo(ids("été")).containsExactly(3802, 2063);
    }

    @Test
    void setsIdeographsApartAndDecomposesHangul() {
        assertThat(ids("漢字かな交じり")).containsExactly(1904, UNKNOWN, 1651, 30193, UNKNOWN, 1657, 30212);
        assertThat(ids("한국어")).startsWith(1469, 30006, 30021, 29991);
    }

    @Test
    void setsPunctuationAndAsciiSymbolsApart() {
        assertThat(ids("don't stop-now $5.00 a+b"))
                .containsExactly(2123, 1005, 1056, 2644, 1011, 2085, 1002, 1019, 1012, 4002, 1037, 1009, 1038);
    }

    @Test
    void dropsControlCharactersAndKnowsUnicodeSpaces() {
        assertThat(ids("a\u200bb\u0000c\u00a0d\u2028e\tf")).containsExactly(5925, 1040, 1041, 1042);
        assertThat(ids("\ud800 \ufffd")).isEmpty();
    }

    @Test
    void knowsNoWordOfMoreThanAHundredCharacters() {
        assertThat(ids("x".repeat(100))).hasSize(50).startsWith(22038, 20348);
        assertThat(ids("x".repeat(101) + " end")).containsExactly(UNKNOWN, 2203);
        assertThat(ids("😀 ok")).containsExactly(UNKNOWN, 7929);
    }

    @Test
    void takesSpecialTokensInATextForText() {
        assertThat(ids("[CLS] text [SEP]")).doesNotContain(101, 102).contains(1031, 3793, 1033);
    }

    @Test
    void cutsALongTextInTheMiddleOfAWordIfItMust() {
        assertThat(TOKENIZER.encode("hello unaffable world", 4)).containsExactly(101, 7592, 14477, 102);
        assertThat(TOKENIZER.encode("hello ".repeat(2_000_000), 512))
                .hasSize(512)
                .endsWith(7592, 102);
    }

    @Test
    void countsWhatItWouldEncode() {
        String text = "Crème brûlée, unaffable 漢字! " + "y".repeat(130);

        assertThat(TOKENIZER.count(text)).isEqualTo(ids(text).length);
    }

    @Test
    void cutsPassagesByTheModelsOwnTokens() {
        String text = "Unaffable tokenizers count embeddings. The second sentence is short!\n".repeat(60);
        PassageChunker chunker = new PassageChunker(TOKENIZER::words, 62, 16);

        List<Passage> passages = chunker.passages(text);

        assertThat(passages).hasSizeGreaterThan(10).allSatisfy(passage -> {
            assertThat(TOKENIZER.encode(passage.text(), 512)).hasSizeLessThanOrEqualTo(64);
            assertThat(passage.text()).matches("(?s)(Unaffable|The second).*[.!]");
        });
        assertThat(passages.get(1).start()).isLessThan(passages.get(0).end());
        assertThat(passages.getLast().end()).isEqualTo(text.stripTrailing().length());
    }

    @Test
    void bringsAMegabyteWithoutASpaceIntoFewPassages() {
        PassageChunker chunker = new PassageChunker(TOKENIZER::words, 254, 32);

        List<Passage> passages = chunker.passages("x".repeat(1_000_000));

        assertThat(passages).hasSizeLessThan(400);
        assertThat(passages.getLast().end()).isEqualTo(1_000_000);
    }

    private static long[] ids(String text) {
        long[] framed = TOKENIZER.encode(text, 512);
        return Arrays.copyOfRange(framed, 1, framed.length - 1);
    }
}
