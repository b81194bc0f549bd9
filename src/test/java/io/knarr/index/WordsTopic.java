package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.uri.VikingUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding by words. */
abstract class WordsTopic extends IndexTopic {
    WordsTopic(IndexOpener opener) {
        super(opener);
    }

    @Test
    void findsByAnyWordAndRanksByThemAll() {
        put(
                EntryDraft.at("resources/both").words("Refunds are paid within fourteen days."),
                EntryDraft.at("resources/one").words("Fourteen people came to the meeting on Tuesday."),
                EntryDraft.at("resources/none").words("The harbour is closed in winter."));

        List<Match> found = matching("refund fourteen", Filter.all(), 10);

        assertThat(paths(found)).containsExactly("resources/both", "resources/one");
        assertThat(found).allMatch(match -> match.score() > 0);
    }

    @Test
    void ranksARareWordAboveACommonOne() {
        for (int i = 0; i < 20; i++) {
            put(EntryDraft.at("resources/" + i).words("harbour report number " + i));
        }
        put(EntryDraft.at("resources/rare").words("lighthouse report of today"));

        assertThat(paths(matching("report harbour lighthouse", Filter.all(), 1)))
                .containsExactly("resources/rare");
    }

    @Test
    void ranksAShortTextAboveALongOneWithTheSameWord() {
        put(
                EntryDraft.at("resources/a-long")
                        .words("lighthouse and a great many other things that were seen along the coast that summer"),
                EntryDraft.at("resources/b-short").words("lighthouse keeper"));

        assertThat(paths(matching("lighthouse", Filter.all(), 10)))
                .containsExactly("resources/b-short", "resources/a-long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund", "Refunds", "REFUNDED", "refunding"})
    void caseAndEndingsDoNotMatter(String word) {
        put(
                EntryDraft.at("resources/a").words("We refunded it."),
                EntryDraft.at("resources/b").words("We kept it."));

        assertThat(paths(matching(word, Filter.all(), 10))).containsExactly("resources/a");
    }

    @Test
    void commonWordsDoNoHarm() {
        put(
                EntryDraft.at("resources/a").words("the lighthouse"),
                EntryDraft.at("resources/b").words("to be or not to be"));

        assertThat(paths(matching("what is the lighthouse of it", Filter.all(), 10))
                        .getFirst())
                .isEqualTo("resources/a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"lighthouse", "lighthouse AND (", "+lighthouse -", "lighthouse*", "lighthouse~2 OR",
                        "words:lighthouse",
                "lighthouse\\", "lighthouse^4", "[lighthouse TO", "{lighthouse}", "lighthouse && || !",
                        "lighthouse' ; --",
                "lighthouse:* & |", "<lighthouse>", "\u0000lighthouse\n\t"
            })
    void noCharacterHasAMeaningOfItsOwn(String words) {
        put(
                EntryDraft.at("resources/a").words("lighthouse"),
                EntryDraft.at("resources/b").words("harbour"));

        assertThat(paths(matching(words, Filter.all(), 10))).containsExactly("resources/a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "?!*", "(((", "\n"})
    void findsNothingWithoutWords(String nothing) {
        put(EntryDraft.at("resources/a"));

        assertThat(matching(nothing, Filter.all(), 10)).isEmpty();
    }

    @Test
    void takesAVeryLongQuestion() {
        put(EntryDraft.at("resources/a").words("lighthouse"));
        StringBuilder question = new StringBuilder("lighthouse ");
        for (int i = 0; i < 5_000; i++) {
            question.append("word").append(i).append(' ');
        }

        assertThat(paths(matching(question.toString(), Filter.under(VikingUri.of("resources")), 10)))
                .containsExactly("resources/a");
    }

    @Test
    void breaksTiesByAddress() {
        put(
                EntryDraft.at("resources/c").words("same words"),
                EntryDraft.at("resources/a").words("same words"),
                EntryDraft.at("resources/b").words("same words"));

        assertThat(paths(matching("words", Filter.all(), 10)))
                .containsExactly("resources/a", "resources/b", "resources/c");
        assertThat(paths(matching("words", Filter.all(), 2))).containsExactly("resources/a", "resources/b");
    }

    @Test
    void findsOnlyWhatTheFilterLeaves() {
        put(
                EntryDraft.at("resources/a").words("lighthouse"),
                EntryDraft.at("user/b").words("lighthouse"));

        assertThat(paths(matching("lighthouse", Filter.under(VikingUri.of("user")), 10)))
                .containsExactly("user/b");
    }

    @Test
    void findsWordsOfEveryAlphabet() {
        put(
                EntryDraft.at("resources/de").words("Der Leuchtturm am Öresund"),
                EntryDraft.at("resources/ru").words("маяк на берегу"));

        assertThat(paths(matching("leuchtturm", Filter.all(), 10))).containsExactly("resources/de");
        assertThat(paths(matching("маяк", Filter.all(), 10))).containsExactly("resources/ru");
    }
}
