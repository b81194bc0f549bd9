package io.knarr.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.uri.VikingUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTrailerTest {
    private static final VikingUri MEMORY = VikingUri.parse("viking://user/alice/memories/tea.md");
    private static final String TRAILER = "\n\n<!-- MEMORY_FIELDS\n{\"version\": 2}\n-->";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n\n<!-- MEMORY_FIELDS\n{\"version\": 2}\n-->",
                "\n<!--MEMORY_FIELDS {}-->",
                "  \n\n<!--\n MEMORY_FIELDS\n{\"text\": \"<!-- a note -->\"}\n-->\n \n",
                "\n<!-- MEMORY_FIELDS\n-->",
                "\n<!-- MEMORY_FIELDS {\"a\":1} -->\n<!-- MEMORY_FIELDS {\"a\":2} -->"
            })
    void isHiddenWithTheWhiteSpaceBeforeIt(String trailer) {
        assertThat(MemoryTrailer.hide(MEMORY, "Likes tea." + trailer)).isEqualTo("Likes tea.");
        assertThat(MemoryTrailer.hide(MEMORY, trailer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Likes tea.",
                "Likes tea.  \n\n",
                "",
                "Likes <!-- note -->",
                "Likes <!-- MEMORY_FIELDSX {} -->",
                "Likes <!-- MEMORY_FIELDS {} --> tea.",
                "<!-- MEMORY_FIELDS {} -->\nLikes tea.\n<!-- a note -->",
                "Likes <!-- MEMORY_FIELDS {}",
                "Likes <!-- memory_fields {} -->"
            })
    void isOnlyWhatEndsTheFile(String text) {
        assertThat(MemoryTrailer.hide(MEMORY, text)).isEqualTo(text);
    }

    @Test
    void isAnOrdinaryCommentElsewhere() {
        String text = "Guide." + TRAILER;

        assertThat(MemoryTrailer.hide(VikingUri.parse("viking://resources/guide.md"), text))
                .isEqualTo(text);
    }
}
