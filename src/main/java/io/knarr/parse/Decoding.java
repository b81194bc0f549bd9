package io.knarr.parse;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Bytes to text: a byte order mark (UTF-8, UTF-16) decides and is left out, else UTF-8, else GBK, else Latin-1, which takes
 * anything. Whether bytes are text at all is another question: {@link #looksLikeText}.
 */
public final class Decoding {
    private static final Charset GBK = Charset.forName("GBK");

    /** So many bytes at the start tell text from other data. */
    private static final int SNIFFED = 8192;

    private static final byte ESCAPE = 0x1B;

    /** One control character in so many is still text. */
    private static final int CHARACTERS_PER_CONTROL = 20;

    private Decoding() {}

    public static String text(byte[] content) {
        if (startsWith(content, 0xEF, 0xBB, 0xBF)) {
            return text(content, 3);
        }
        if (startsWith(content, 0xFF, 0xFE)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16LE);
        }
        if (startsWith(content, 0xFE, 0xFF)) {
            return new String(content, 2, content.length - 2, StandardCharsets.UTF_16BE);
        }
        return text(content, 0);
    }

    private static String text(byte[] content, int from) {
        return strictly(StandardCharsets.UTF_8, content, from)
                .or(() -> strictly(GBK, content, from))
                .orElseGet(() -> new String(content, from, content.length - from, StandardCharsets.ISO_8859_1));
    }

    private static Optional<String> strictly(Charset charset, byte[] content, int from) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(content, from, content.length - from))
                    .toString());
        } catch (CharacterCodingException anotherCharset) {
            return Optional.empty();
        }
    }

    /** False for bytes that hold NUL (without a UTF-16 mark) or many control characters in their first 8 KiB. */
    public static boolean looksLikeText(byte[] content) {
        if (startsWith(content, 0xFF, 0xFE) || startsWith(content, 0xFE, 0xFF)) {
            return true;
        }
        int end = Math.min(content.length, SNIFFED);
        int controls = 0;
        for (int i = 0; i < end; i++) {
            if (content[i] == 0) {
                return false;
            }
            // Logs are full of the escape character: it starts a colour.
            if (content[i] > 0 && content[i] < ' ' && content[i] != ESCAPE && !Character.isWhitespace(content[i])) {
                controls++;
            }
        }
        return controls * CHARACTERS_PER_CONTROL <= end;
    }

    static boolean startsWith(byte[] content, int... prefix) {
        if (content.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if ((content[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
