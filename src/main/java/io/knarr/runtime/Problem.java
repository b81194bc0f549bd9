package io.knarr.runtime;

import java.util.Optional;

/**
 * One thing that is wrong with the configuration.
 *
 * @param subject the key or the file
 * @param origin where it was said: {@code ov.conf:server.workers}, {@code --workers}, {@code KNARR_SERVER_WORKERS}
 * @param text what is wrong and what would be right
 */
record Problem(String subject, String origin, String text) {
    /** A value that breaks the rule of its key. */
    static Problem badValue(Key<?> key, Values.Given given) {
        return new Problem(
                key.path(),
                given.origin(),
                key.path() + " is " + key.shown(String.valueOf(given.value())) + ", it must be "
                        + key.kind().rule());
    }

    /** A key that nobody knows. */
    static Problem unknownKey(String path, String origin, Optional<String> nearest) {
        return new Problem(
                path,
                origin,
                "there is no key " + path
                        + nearest.map(near -> ", did you mean " + near + "?").orElse(""));
    }

    @Override
    public String toString() {
        return origin + ": " + text;
    }
}
