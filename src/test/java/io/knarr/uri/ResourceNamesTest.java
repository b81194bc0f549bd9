package io.knarr.uri;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ResourceNamesTest {
    @Test
    void keepsWordsAndMakesOneUnderscoreOfEverythingElse() {
        assertThat(ResourceNames.sanitise("My  Hand-book (v1.2)!")).isEqualTo("My_Hand-book_v1.2");
        assertThat(ResourceNames.sanitise("用户手册 第一版")).isEqualTo("用户手册_第一版");
        assertThat(ResourceNames.sanitise("Straße à vélo")).isEqualTo("Straße_à_vélo");
        assertThat(ResourceNames.sanitise("คู่มือ")).isEqualTo("คู่มือ");
    }

    @Test
    void leavesNothingThatAPathCouldTrip() {
        assertThat(ResourceNames.sanitise("../../etc/passwd")).isEqualTo("etc_passwd");
        assertThat(ResourceNames.sanitise("..\\x\0y")).isEqualTo("x_y");
        assertThat(ResourceNames.sanitise("...")).isEqualTo("unnamed");
        assertThat(ResourceNames.sanitise("")).isEqualTo("unnamed");
        assertThat(ResourceNames.sanitise("😀")).isEqualTo("unnamed");
        assertThat(ResourceNames.sanitise("x".repeat(80))).hasSize(50);
    }

    @Test
    void composesWhatIsWrittenWithCombiningMarks() {
        assertThat(ResourceNames.sanitise("e\u0301")).isEqualTo("é");
    }

    @Test
    void makesAValidSegmentOfAnything() {
        Random random = new Random(7);
        for (int i = 0; i < 5000; i++) {
            StringBuilder foreign = new StringBuilder();
            for (int n = random.nextInt(80); n > 0; n--) {
                foreign.appendCodePoint(random.nextInt(4) == 0 ? random.nextInt(0x30000) : random.nextInt(128));
            }
            String name = ResourceNames.sanitise(foreign.toString());
            assertThat(VikingUri.of("resources").child(name).name())
                    .as("text %s", foreign)
                    .isEqualTo(name);
            assertThat(ResourceNames.sanitise(name).length()).isLessThanOrEqualTo(name.length());
        }
    }

    @Test
    void takesAwayKnownExtensionsOnly() {
        assertThat(ResourceNames.stem("handbook.pdf")).isEqualTo("handbook");
        assertThat(ResourceNames.stem("Handbook.MD")).isEqualTo("Handbook");
        assertThat(ResourceNames.stem("repo.tar.gz")).isEqualTo("repo");
        assertThat(ResourceNames.stem("release-1.2")).isEqualTo("release-1.2");
        assertThat(ResourceNames.stem(".md")).isEqualTo(".md");
        assertThat(ResourceNames.stem("plain")).isEqualTo("plain");
    }
}
