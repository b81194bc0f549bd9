package io.knarr.parse;

/** Markdown without its marks, line by line, in one pass: what a reader would read aloud. */
final class PlainText {
    private PlainText() {}

    /** A line without list and quote markers, emphasis, code ticks and link targets; images leave their alternative text. */
    static String of(String line) {
        String text = withoutMarker(line.strip());
        StringBuilder plain = new StringBuilder(text.length());
        int lastClosing = text.lastIndexOf(']');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() && isPunctuation(text.charAt(i + 1))) {
                plain.append(text.charAt(++i));
            } else if (c == ']' && i + 1 < text.length() && text.charAt(i + 1) == '(') {
                int close = text.indexOf(')', i);
                // Without an end there is no later one either: the rest is text.
                if (close < 0) {
                    return plain.append(text, i, text.length()).toString();
                }
                i = close;
            } else if (!isMark(text, i, lastClosing)) {
                plain.append(c);
            }
        }
        return plain.toString().strip();
    }

    private static boolean isMark(String text, int i, int lastClosing) {
        return switch (text.charAt(i)) {
            case '*', '`' -> true;
            case '[' -> i < lastClosing && !isChecklist(text, i);
            case '!' -> i + 1 < text.length() && text.charAt(i + 1) == '[';
            case '_' ->
                i == 0
                        || i + 1 == text.length()
                        || !Character.isLetterOrDigit(text.charAt(i - 1))
                        || !Character.isLetterOrDigit(text.charAt(i + 1));
            default -> false;
        };
    }

    private static boolean isChecklist(String text, int i) {
        return i + 2 < text.length() && text.charAt(i + 2) == ']';
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }

    static boolean isItem(String strippedLine) {
        return withoutMarker(strippedLine).length() < strippedLine.length();
    }

    private static String withoutMarker(String line) {
        int i = 0;
        while (i < line.length() && (line.charAt(i) == '>' || line.charAt(i) == ' ')) {
            i++;
        }
        int digits = i;
        while (digits < line.length() && digits - i < 9 && line.charAt(digits) >= '0' && line.charAt(digits) <= '9') {
            digits++;
        }
        boolean bullet = i + 1 < line.length() && "-*+".indexOf(line.charAt(i)) >= 0 && line.charAt(i + 1) == ' ';
        boolean number = digits > i
                && digits + 1 < line.length()
                && ".)".indexOf(line.charAt(digits)) >= 0
                && line.charAt(digits + 1) == ' ';
        if (bullet) {
            return line.substring(i + 2);
        }
        return number ? line.substring(digits + 2) : line.substring(i);
    }
}
