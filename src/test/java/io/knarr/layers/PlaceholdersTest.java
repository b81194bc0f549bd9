package io.knarr.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.uri.VikingUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {
    private static final VikingUri GUIDE = VikingUri.parse("viking://resources/guide");

    @Test
    void areTheTextsThatClientsCompare() {
        assertThat(Placeholders.missingAbstract(GUIDE))
                .isEqualTo("# viking://resources/guide [Directory abstract is not ready]");
        assertThat(Placeholders.missingOverview(GUIDE))
                .isEqualTo("# viking://resources/guide\n\n[Directory overview is not ready]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# viking://resources/guide [Directory abstract is not ready]",
                "# viking://resources/guide\n\n[Directory overview is not ready]\n",
                "# guide\n\n[Directory overview is not ready]",
                "# guide\n\n[Directory overview is not generated]",
                "[Directory overview is not generated]",
                "[.abstract.md is not ready]"
            })
    void areKnownAgain(String text) {
        assertThat(Placeholders.isPlaceholder(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# Guide\n\nAll about refunds.",
                "The text [Directory overview is not ready] means that there is none yet.",
                "# Troubleshooting\n\nWhat to do.\n\n[Directory overview is not ready]",
                "When it says: [Directory overview is not ready]"
            })
    void areNotTextsThatSpeakOfThem(String text) {
        assertThat(Placeholders.isPlaceholder(text)).isFalse();
    }
}
