package io.knarr.files;

import java.util.ArrayList;
import java.util.List;

/** Lines as clients count them: cut after every Unicode line end, the end kept (core 5.1). */
final class Lines {
    private Lines() {}

    static List<String> of(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char at = text.charAt(i);
            if (!endsLine(at)) {
                continue;
            }
            if (at == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                i++;
            }
            lines.add(text.substring(start, i + 1));
            start = i + 1;
        }
        if (start < text.length()) {
            lines.add(text.substring(start));
        }
        return lines;
    }

    /** A slice with negative numbers counting from the end, as in Python; {@code limit} −1 means to the end. */
    static String slice(String text, int offset, int limit) {
        if (offset == 0 && limit == -1) {
            return text;
        }
        List<String> lines = of(text);
        int from = bounded(offset, lines.size());
        int to = limit == -1 ? lines.size() : bounded((long) offset + limit, lines.size());
        return from < to ? String.join("", lines.subList(from, to)) : "";
    }

    private static int bounded(long index, int size) {
        return Math.clamp(index < 0 ? index + size : index, 0, size);
    }

    private static boolean endsLine(char at) {
        return switch (at) {
            case '\n', '\r', '\u000B', '\f', '\u001C', '\u001D', '\u001E', '\u0085', '\u2028', '\u2029' -> true;
            default -> false;
        };
    }
}
