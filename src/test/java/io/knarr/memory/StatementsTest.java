package io.knarr.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.memory.Statements.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "My name is Alice.|PROFILE",
                "I work at a small bakery in Oslo.|PROFILE",
                "I'm 34 years old.|PROFILE",
                "I prefer tabs over spaces.|PREFERENCE",
                "Please always answer in French.|PREFERENCE",
                "Remember that the door code changes on Mondays.|PREFERENCE",
                "My favourite tea is oolong.|PREFERENCE",
                "I don't eat meat.|PREFERENCE",
                "我叫李雷。|PROFILE",
                "我住在上海。|PROFILE",
                "我喜欢喝绿茶。|PREFERENCE",
                "请记住明天开会。|PREFERENCE"
            })
    void findsWhatPeopleSayOfThemselves(String sentence, Kind kind) {
        assertThat(Statements.in(sentence)).singleElement().satisfies(found -> {
            assertThat(found.kind()).isEqualTo(kind);
            assertThat(found.sentence()).isEqualTo(sentence);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Do I like tea?",
                "The weather is fine.",
                "She prefers coffee.",
                "What is my name?",
                "你喜欢喝茶吗",
                "Ok."
            })
    void findsNothingInQuestionsAndInWhatIsSaidOfOthers(String sentence) {
        assertThat(Statements.in(sentence)).isEmpty();
    }

    @Test
    void takesSentencesOneByOne() {
        List<Statements.Statement> found =
                Statements.in("Hello there. I prefer dark mode in editors! My name is Bob.\nI hate meetings");

        assertThat(found)
                .extracting(Statements.Statement::sentence)
                .containsExactly("I prefer dark mode in editors!", "My name is Bob.", "I hate meetings");
        assertThat(found.getFirst().topic()).isEqualTo("dark_mode_editors");
    }
}
