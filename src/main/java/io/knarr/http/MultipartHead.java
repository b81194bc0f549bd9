package io.knarr.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the content of a part (RFC 7578).
 *
 * @param name of the form field; may be empty
 * @param fileName present for files
 */
record MultipartHead(String name, Optional<String> fileName) {
    private static final Pattern BOUNDARY =
            Pattern.compile("boundary=(?:\"([^\"\r\n]{1,70})\"|([^\\s;\"]{1,70}))", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*(name|filename\\*?)=(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;\\s]*+))");
    private static final String EXTENDED = "utf-8''";

    /** The boundary named in a content type, if that is {@code multipart/form-data}. */
    static Optional<String> boundary(@Nullable String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return Optional.empty();
        }
        Matcher matcher = BOUNDARY.matcher(contentType);
        return matcher.find()
                ? Optional.of(matcher.group(1) == null ? matcher.group(2) : matcher.group(1))
                : Optional.empty();
    }

    /** @param head the header lines of a part */
    static MultipartHead of(String head) {
        String name = "";
        Optional<String> fileName = Optional.empty();
        Optional<String> extended = Optional.empty();
        for (String line : head.split("\r\n")) {
            if (!line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                continue;
            }
            Matcher matcher = PARAMETER.matcher(line);
            while (matcher.find()) {
                String value = matcher.group(2) == null ? matcher.group(3) : unquoted(matcher.group(2));
                switch (matcher.group(1)) {
                    case "name" -> name = value;
                    case "filename" -> fileName = Optional.of(value);
                    default -> extended = extended(value);
                }
            }
        }
        return new MultipartHead(name, extended.isPresent() ? extended : fileName);
    }

    private static Optional<String> extended(String value) {
        return value.toLowerCase(Locale.ROOT).startsWith(EXTENDED)
                ? Optional.of(PercentText.decode(value.substring(EXTENDED.length())))
                : Optional.empty();
    }

    private static String unquoted(String value) {
        return value.replaceAll("\\\\(.)", "$1");
    }
}
