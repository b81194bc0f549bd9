package io.knarr.runtime;

import java.util.List;
import java.util.regex.Pattern;

/** Takes out of a text what must not be logged: the configured secrets and whatever looks like a key in a header. */
final class Redaction {
    /** Shorter ones would blot out ordinary words. */
    private static final int SHORTEST = 4;

    private static final Pattern CREDENTIAL = Pattern.compile(
            "(?i)(bearer\\s+|(?:api[_-]?key|password|secret|token)[\"']?\\s*[:=]\\s*[\"']?)(?!\\*\\*\\*)[^\\s\"',;}]+");

    private final List<String> secrets;

    Redaction(List<Secret> secrets) {
        this.secrets = secrets.stream()
                .map(Secret::reveal)
                .filter(secret -> secret.length() >= SHORTEST)
                .toList();
    }

    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        return CREDENTIAL.matcher(masked).replaceAll("$1***");
    }
}
