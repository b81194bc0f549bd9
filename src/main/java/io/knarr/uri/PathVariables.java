package io.knarr.uri;

import io.knarr.fault.Fault;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Replaces {@code {calendar:today}} and the like in an address as a caller wrote it (core 1.8). */
public final class PathVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-zA-Z0-9_]+):([a-zA-Z0-9_]+)\\}");

    private PathVariables() {}

    /**
     * @param today in the server’s own time zone
     * @throws Fault {@code INVALID_ARGUMENT} for a variable that does not exist
     */
    public static String expand(String text, LocalDate today) {
        return VARIABLE.matcher(text).replaceAll(match -> value(match, today));
    }

    private static String value(MatchResult variable, LocalDate today) {
        if (!variable.group(1).equals("calendar")) {
            throw unknown(variable.group());
        }
        int quarter = today.get(IsoFields.QUARTER_OF_YEAR);
        int week = today.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
        return switch (variable.group(2)) {
            case "today" -> day(today);
            case "yesterday" -> day(today.minusDays(1));
            case "tomorrow" -> day(today.plusDays(1));
            case "year" -> String.valueOf(today.getYear());
            case "month" -> twoDigits(today.getMonthValue());
            case "day" -> twoDigits(today.getDayOfMonth());
            case "ym" -> today.getYear() + "/" + twoDigits(today.getMonthValue());
            case "quarter" -> "Q" + quarter;
            case "yq" -> today.getYear() + "/Q" + quarter;
            case "week" -> twoDigits(week);
            case "yw" -> today.get(IsoFields.WEEK_BASED_YEAR) + "/w" + twoDigits(week);
            default -> throw unknown(variable.group());
        };
    }

    private static Fault unknown(String variable) {
        return Fault.invalid("There is no path variable " + variable
                + "; there are {calendar:today}, yesterday, tomorrow, year, month, day, ym, quarter, yq, week and yw");
    }

    private static String day(LocalDate date) {
        return date.getYear() + "/" + twoDigits(date.getMonthValue()) + "/" + twoDigits(date.getDayOfMonth());
    }

    private static String twoDigits(int number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
