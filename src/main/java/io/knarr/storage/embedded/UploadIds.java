package io.knarr.storage.embedded;

import io.knarr.tree.UploadStore.Mode;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The ids of core 3.1. They are file names too, so nothing that does not look like one is ever made a path.
 *
 * @param random must be unpredictable: who guesses an id still needs its account, but no more than that
 */
record UploadIds(RandomGenerator random) {
    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z0-9_-]{1,16}");
    private static final Pattern VALID =
            Pattern.compile("upload_[0-9a-f]{32}(" + EXTENSION + ")?|shared_[0-9]{13}-[0-9a-f]{32}");

    static boolean isValid(String id) {
        return VALID.matcher(id).matches();
    }

    String next(Mode mode, String fileName, Instant now) {
        HexFormat hex = HexFormat.of();
        String digits = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
        return switch (mode) {
            case LOCAL -> "upload_" + digits + extension(fileName);
            case SHARED -> String.format(Locale.ROOT, "shared_%013d-%s", now.toEpochMilli(), digits);
        };
    }

    /** Empty, too, for one that would be no part of a plain file name. */
    private static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = dot > 0 ? fileName.substring(dot) : "";
        return EXTENSION.matcher(extension).matches() ? extension : "";
    }
}
