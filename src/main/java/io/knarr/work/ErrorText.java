package io.knarr.work;

import java.util.regex.Pattern;

/** Error texts as they may be kept and shown: without what looks like a secret, and not endless. */
public final class ErrorText {
    static final String REDACTED = "[REDACTED]";
    static final String TRUNCATED = "...[truncated]";

    /** From core 8.1. */
    private static final int MAX_TASK_CHARS = 500;

    private static final Pattern BEARER = Pattern.compile("(?i)\\b(bearer)\\s+[A-Za-z0-9._~+/=-]{6,}");
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)([a-z_-]{0,40}(?:api[_-]?key|access[_-]?key|user[_-]?key|token|secret|passwd|password)[\"']?\\s*[=:]\\s*[\"']?)"
                    + "(?!\\[REDACTED])[^\\s\"',;&)}\\]]+");
    private static final Pattern URL_PASSWORD = Pattern.compile("(://[^/\\s:@]{0,200}:)[^/\\s@]+(?=@)");
    private static final Pattern PREFIXED_KEY =
            Pattern.compile("\\b(?:sk|pk|rk|ghp|gho|xox[a-z]|ov[a-z]{2})[-_][A-Za-z0-9_-]{6,}");
    private static final Pattern JSON_WEB_TOKEN = Pattern.compile("\\beyJ[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)+");

    /** 32 or more letters and digits, both among them; words joined by dashes and UUIDs are not. */
    private static final Pattern LONG_TOKEN =
            Pattern.compile("(?<![A-Za-z0-9_])(?=[A-Za-z_]*[0-9])(?=[0-9_]*[A-Za-z])[A-Za-z0-9_]{32,}");

    private ErrorText() {}

    /** For a task: at most 500 characters, followed by {@code ...[truncated]} when there were more. */
    public static String ofTask(String text) {
        String masked = masked(text);
        return masked.length() <= MAX_TASK_CHARS ? masked : cut(masked, MAX_TASK_CHARS) + TRUNCATED;
    }

    /** For a job: at most {@link WorkQueue#MAX_ERROR_CHARS} in all. */
    public static String ofJob(String text) {
        String masked = masked(text);
        return masked.length() <= WorkQueue.MAX_ERROR_CHARS
                ? masked
                : cut(masked, WorkQueue.MAX_ERROR_CHARS - TRUNCATED.length()) + TRUNCATED;
    }

    private static String masked(String text) {
        String masked = BEARER.matcher(text).replaceAll("$1 " + REDACTED);
        masked = ASSIGNED.matcher(masked).replaceAll("$1" + REDACTED);
        masked = URL_PASSWORD.matcher(masked).replaceAll("$1" + REDACTED);
        masked = PREFIXED_KEY.matcher(masked).replaceAll(REDACTED);
        masked = JSON_WEB_TOKEN.matcher(masked).replaceAll(REDACTED);
        return LONG_TOKEN.matcher(masked).replaceAll(REDACTED);
    }

    /** Never between the halves of a character. */
    private static String cut(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
