package io.knarr.wire;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The forms in which the contract writes times (core 1.7). */
final class Times {
    private static final DateTimeFormatter SECONDS = form("yyyy-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter MILLIS = form("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
    private static final DateTimeFormatter OFFSET = form("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'");

    private Times() {}

    private static DateTimeFormatter form(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /** {@code 2026-08-01T09:30:12Z}. */
    static String seconds(Instant time) {
        return SECONDS.format(time);
    }

    /** {@code 2026-08-01T09:30:12.000Z}. */
    static String millis(Instant time) {
        return MILLIS.format(time);
    }

    /** {@code 2026-08-01T09:30:12.418000+00:00}. */
    static String offset(Instant time) {
        return OFFSET.format(time);
    }

    /** Seconds since 1970 with three decimals. */
    static double epochSeconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
