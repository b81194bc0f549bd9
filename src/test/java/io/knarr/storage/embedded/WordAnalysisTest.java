package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.index.EntryDraft;
import io.knarr.testing.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordAnalysisTest {
    private final LuceneHarness harness = new LuceneHarness();
    private LuceneIndex index;

    @BeforeEach
    void open(@TempDir Path place) {
        index = harness.open(new FaultyDisk(place));
    }

    @AfterEach
    void close() {
        Await.of(index.close());
        harness.close();
    }

    @ParameterizedTest(name = "{0} is found by {1}")
    @CsvSource({
        "東京都の天気は晴れです, 天気",
        "東京都の天気は晴れです, 東京",
        "東京都の天気は晴れです, 晴",
        "今天北京的天气很好, 北京天气",
        "한국어 문서를 검색합니다, 문서",
        "カタカナの単語, カタカナ",
        "ｶﾀｶﾅの単語, カタカナ",
        "See parseConfig() in the loader, parse config",
        "See parseConfig() in the loader, parseconfig",
        "It is in handbook.md, handbook",
        "call read_all_lines first, lines",
        "The café in Zürich, cafe zurich",
        "The cafe\u0301 there, café",
        "ＦＵＬＬ width, full",
        "Alice's refund, alice",
        "straße, strasse",
        "C++ and F# are languages, language",
        "version 10.5.0 was released, 10.5.0",
        "Öffentliche Verkehrsmittel, öffentliche",
        "ИНДЕКС поиска, индекс",
        "the connections were closed, connection closing"
    })
    void findsWordsAsPeopleWriteThem(String text, String question) {
        LuceneHarness.put(
                index,
                EntryDraft.at("resources/a").words(text),
                EntryDraft.at("resources/b").words("xyz"));

        assertThat(LuceneHarness.matching(index, question)).containsExactly("resources/a");
    }

    @Test
    void prefersTextsWithTheWholeWordToThoseWithASingleCharacterOfIt() {
        LuceneHarness.put(
                index,
                EntryDraft.at("resources/a").words("天は青い。気が長い。"),
                EntryDraft.at("resources/b").words("天気予報"));

        assertThat(LuceneHarness.matching(index, "天気").getFirst()).isEqualTo("resources/b");
    }

    @Test
    void leavesCommonWordsOutOfAQuestionUnlessItHasNoOthers() {
        LuceneHarness.put(
                index,
                EntryDraft.at("resources/a").words("the lighthouse"),
                EntryDraft.at("resources/b").words("to be or not to be"));

        assertThat(LuceneHarness.matching(index, "was it the lighthouse")).containsExactly("resources/a");
        assertThat(LuceneHarness.matching(index, "to be or not")).containsExactly("resources/b");
    }

    @Test
    void takesTextsOfAnyKind() {
        String endless = "x".repeat(100_000);
        LuceneHarness.put(
                index,
                EntryDraft.at("resources/a").words(endless + " lighthouse"),
                EntryDraft.at("resources/b").words("\ud83e broken \udd89 surrogates \u0000 lighthouse"));

        assertThat(LuceneHarness.matching(index, "lighthouse")).containsExactlyInAnyOrder("resources/a", "resources/b");
        assertThat(LuceneHarness.matching(index, "🦉🦉🦉 \ud83e lighthouse")).hasSize(2);
    }
}
