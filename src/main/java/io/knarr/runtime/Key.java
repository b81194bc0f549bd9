package io.knarr.runtime;

import java.util.Locale;

/**
 * One key that Knarr uses.
 *
 * @param path its place in the file, as {@code server.port}
 * @param kind how its value is read
 * @param initial its value when nobody gives one
 */
record Key<T>(String path, Kind<T> kind, T initial) {
    /** The environment variable that sets it: {@code KNARR_SERVER_PORT}. */
    String variable() {
        return "KNARR_" + path.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The value as it may be shown. */
    String shown(Object value) {
        if ("".equals(value)) {
            return "empty";
        }
        return kind.secret() ? "***" : String.valueOf(value);
    }
}
