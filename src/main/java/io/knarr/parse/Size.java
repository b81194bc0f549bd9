package io.knarr.parse;

import io.knarr.context.Tokens;

/** How long a piece of text is, in the three counts that the limits of a section are about. Sizes of neighbours add up. */
record Size(int wide, int narrow, int chars) {
    static final Size NONE = new Size(0, 0, 0);

    static Size of(CharSequence text, int start, int end) {
        int wide = 0;
        int narrow = 0;
        int chars = 0;
        for (int i = start; i < end; ) {
            int point = Character.codePointAt(text, i);
            i += Character.charCount(point);
            chars++;
            if (Tokens.isWide(point)) {
                wide++;
            } else if (!Character.isWhitespace(point)) {
                narrow++;
            }
        }
        return new Size(wide, narrow, chars);
    }

    Size plus(Size other) {
        return new Size(wide + other.wide, narrow + other.narrow, chars + other.chars);
    }

    int tokens() {
        return (int) ((7L * wide + 3L * narrow) / 10);
    }

    boolean fits(ParseOptions options) {
        return tokens() <= options.maxSectionTokens() && chars <= options.maxSectionChars();
    }

    boolean isSmall(ParseOptions options) {
        return tokens() < options.smallSectionTokens() && fits(options);
    }

    boolean isBlank() {
        return wide == 0 && narrow == 0;
    }
}
