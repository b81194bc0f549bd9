package io.knarr.parse;

import java.nio.charset.StandardCharsets;

/**
 * One file to plant.
 *
 * @param path relative, {@code /}-separated, every segment a valid name, unique within its {@link Parsed}
 * @param content its bytes, UTF-8 when it is text that was cut or converted
 */
@SuppressWarnings("ArrayRecordComponent")
public record ParsedFile(String path, byte[] content) {
    static ParsedFile ofText(String path, String text) {
        return new ParsedFile(path, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The content read as UTF-8. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }
}
