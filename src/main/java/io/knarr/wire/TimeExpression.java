package io.knarr.wire;

import io.knarr.fault.Fault;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code since} and {@code until}: {@code 7d} before now, a date, or an ISO time, UTC unless it says otherwise (core 6.1). */
final class TimeExpression {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhdw])");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    /** Years of four digits: what lies further off does not fit the index. */
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}[Tt ].*");

    /** {@code +02:00}, {@code +0200}, {@code +02} and {@code Z}. */
    private static final DateTimeFormatter ZONED = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendPattern("[XXX][XX][X]")
            .toFormatter(Locale.ROOT);

    private TimeExpression() {}

    /** A date is its first moment. */
    static Instant since(String text, Clock clock) {
        return read(text, clock, date -> date.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** A date is its last moment. */
    static Instant until(String text, Clock clock) {
        return read(
                text,
                clock,
                date -> date.plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .minusNanos(1000));
    }

    /** A date or an ISO time; a date is its first moment. */
    static Instant absolute(String text) {
        return absolute(text.strip(), date -> date.atStartOfDay(ZoneOffset.UTC).toInstant())
                .orElseThrow(() -> Fault.invalid("A time is like 2026-08-01 or 2026-08-01T09:30:00Z, not " + text));
    }

    private interface OfDay {
        Instant instant(LocalDate date);
    }

    private static Instant read(String written, Clock clock, OfDay ofDay) {
        String text = written.strip();
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(unit(ago.group(2)).multipliedBy(Long.parseLong(ago.group(1))));
        }
        return absolute(text, ofDay)
                .orElseThrow(() -> Fault.invalid(
                        "A time is like 7d (s, m, h, d, w ago), 2026-08-01 or 2026-08-01T09:30:00Z, not " + written));
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }

    private static Optional<Instant> absolute(String text, OfDay ofDay) {
        try {
            if (DATE.matcher(text).matches()) {
                return Optional.of(ofDay.instant(LocalDate.parse(text)));
            }
            if (!TIME.matcher(text).matches()) {
                return Optional.empty();
            }
            String iso = text.replace(' ', 'T');
            return Optional.of(
                    hasZone(iso)
                            ? OffsetDateTime.parse(iso, ZONED).toInstant()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    private static boolean hasZone(String iso) {
        int time = iso.indexOf('T');
        String tail = time < 0 ? "" : iso.substring(time);
        return tail.endsWith("Z") || tail.indexOf('+') >= 0 || tail.indexOf('-') >= 0;
    }
}
