package io.knarr.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DecodingTest {
    @Test
    void readsUtf8WithAndWithoutAMark() {
        assertThat(Decoding.text("héllo 汉".getBytes(StandardCharsets.UTF_8))).isEqualTo("héllo 汉");
        assertThat(Decoding.text("\uFEFFhéllo".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("héllo");
    }

    @Test
    void readsUtf16ByItsMark() {
        assertThat(Decoding.text("\uFEFFhé汉".getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("hé汉");
        assertThat(Decoding.text("\uFEFFhé汉".getBytes(StandardCharsets.UTF_16BE)))
                .isEqualTo("hé汉");
    }

    @Test
    void fallsBackToGbkAndThenToLatin1() {
        assertThat(Decoding.text("中文手册".getBytes(Charset.forName("GBK")))).isEqualTo("中文手册");
        assertThat(Decoding.text("un café noir".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo("un café noir");
        assertThat(Decoding.text(new byte[] {(byte) 0xFF})).isEqualTo("ÿ");
    }

    @Test
    void tellsTextFromOtherData() {
        assertThat(Decoding.looksLikeText("tabs\tand\r\nlines".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Decoding.looksLikeText(
                        "\u001b[31mred log line with words\u001b[0m".getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(Decoding.looksLikeText("\uFEFFab".getBytes(StandardCharsets.UTF_16LE)))
                .isTrue();
        assertThat(Decoding.looksLikeText(new byte[] {'a', 0, 'b'})).isFalse();
        assertThat(Decoding.looksLikeText(new byte[] {1, 2, 3, 4})).isFalse();
        assertThat(Decoding.looksLikeText(new byte[0])).isTrue();
    }
}
