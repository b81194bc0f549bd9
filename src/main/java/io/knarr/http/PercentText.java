package io.knarr.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Percent-encoded text. What is no proper escape is left as it is, as the reference does; nothing here fails. */
final class PercentText {
    private PercentText() {}

    static String decode(String text) {
        return decode(text, false);
    }

    /** The parameters of a query, each with all its values in order. */
    static Map<String, List<String>> query(@Nullable String query) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (query == null || query.isEmpty()) {
            return parameters;
        }
        for (String pair : query.split("&")) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(decode(name, true), _ -> new ArrayList<>())
                        .add(decode(value, true));
            }
        }
        return parameters;
    }

    /** A file name for {@code filename*=UTF-8''…} (RFC 8187): all but {@code attr-char} escaped. */
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            if (plain) {
                encoded.append(c);
            } else {
                encoded.append('%').append(hex(b >> 4)).append(hex(b));
            }
        }
        return encoded.toString();
    }

    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(raw[i + 2], 16);
            if (low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(plusIsSpace && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit & 0xF, 16));
    }
}
