package io.knarr.context;

/**
 * The token estimate used for every budget (behaviour 2.1): a CJK, Kana, Hangul or full-width character counts 1.5, a
 * character above U+FFFF 2, any other 0.25; the sum is rounded up.
 */
public final class Tokens {
    private Tokens() {}

    public static int estimate(String text) {
        double sum = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            sum += weight(point);
        }
        return (int) Math.ceil(sum);
    }

    /** The longest beginning of a text that is estimated at no more than so many tokens. */
    public static String cut(String text, int most) {
        double sum = 0;
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            sum += weight(point);
            if (sum > most) {
                return text.substring(0, i);
            }
            i += Character.charCount(point);
        }
        return text;
    }

    /** The longest end of a text that is estimated at no more than so many tokens. */
    public static String cutFront(String text, int most) {
        double sum = 0;
        for (int i = text.length(); i > 0; ) {
            int point = text.codePointBefore(i);
            sum += weight(point);
            if (sum > most) {
                return text.substring(i);
            }
            i -= Character.charCount(point);
        }
        return text;
    }

    private static double weight(int point) {
        if (point > 0xFFFF) {
            return 2.0;
        }
        return isWide(point) ? 1.5 : 0.25;
    }

    /** CJK ideographs, Kana, Hangul, CJK punctuation and full-width forms of the basic plane. */
    public static boolean isWide(int point) {
        return (point >= 0x3000 && point <= 0x30FF)
                || (point >= 0x3400 && point <= 0x4DBF)
                || (point >= 0x4E00 && point <= 0x9FFF)
                || (point >= 0x1100 && point <= 0x11FF)
                || (point >= 0xAC00 && point <= 0xD7AF)
                || (point >= 0xF900 && point <= 0xFAFF)
                || (point >= 0xFF00 && point <= 0xFFEF);
    }
}
