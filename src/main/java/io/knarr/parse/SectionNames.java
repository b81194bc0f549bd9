package io.knarr.parse;

import io.knarr.uri.ResourceNames;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of sections (behaviour 3.3), and which of them are taken in one directory. */
final class SectionNames {
    private static final int MAX_MERGED = 32;
    private static final int KEPT_OF_LONG = 41;
    private static final int HASH_DIGITS = 8;

    private final Set<String> taken = new HashSet<>();
    private final Map<String, Integer> lastNumber = new HashMap<>();

    /** The path name of a title. */
    static String of(String title) {
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(title, Normalizer.Form.NFC).codePoints().forEach(point -> {
            if (Character.isWhitespace(point) || Character.isSpaceChar(point)) {
                if (kept.isEmpty() || kept.charAt(kept.length() - 1) != '_') {
                    kept.append('_');
                }
            } else if (ResourceNames.isNameCharacter(point)) {
                kept.appendCodePoint(point);
            }
        });
        String name = ResourceNames.stripped(kept.toString());
        if (name.isEmpty()) {
            return "section";
        }
        return name.codePointCount(0, name.length()) <= ResourceNames.MAX_LENGTH
                ? name
                : ResourceNames.shortened(name, KEPT_OF_LONG) + "_" + hash(name);
    }

    /** The name of one file that holds several small sections: the first name, how many more, a hash over all. */
    static String merged(List<String> names, List<Integer> tokens) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            all.append(i == 0 ? "" : "_").append(names.get(i)).append(':').append(tokens.get(i));
        }
        String tail = "_" + (names.size() - 1) + "more_" + hash(all.toString());
        return ResourceNames.shortened(names.getFirst(), MAX_MERGED - tail.length()) + tail;
    }

    /**
     * {@code name + extension}, or the same with {@code _2}, {@code _3}, … when that is taken; it is taken from now on. Names
     * that differ only in case count as equal: not every file system can tell them apart.
     */
    String claim(String name, String extension) {
        String folded = (name + extension).toLowerCase(Locale.ROOT);
        if (taken.add(folded)) {
            return name + extension;
        }
        while (true) {
            int number = lastNumber.merge(folded, 2, (last, first) -> last + 1);
            String next = name + "_" + number + extension;
            if (taken.add(next.toLowerCase(Locale.ROOT))) {
                return next;
            }
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
