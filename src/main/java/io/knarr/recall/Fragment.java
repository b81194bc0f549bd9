package io.knarr.recall;

import io.knarr.context.Tokens;
import java.util.Locale;
import java.util.regex.Pattern;

/** One entry as it stands in the block (core 6.4). Pure. */
final class Fragment {
    /** Also at the end: a new line follows there. */
    private static final Pattern OWN_TAG = Pattern.compile("(?i)<(/?memory)(?=[\\s/>]|\\z)");

    private Fragment() {}

    /** @param text empty for an address alone */
    static String of(Candidate candidate, Tier tier, String text) {
        String head = "<memory uri=\"" + attribute(candidate.uri().toString()) + "\" type=\""
                + candidate.category().label() + "\" score=\""
                + String.format(Locale.ROOT, "%.2f", candidate.score()) + "\" detail=\"" + tier.label() + "\"";
        return text.isEmpty() ? head + " />" : head + ">\n" + body(text) + "\n</memory>";
    }

    static int tokens(Candidate candidate, Tier tier, String text) {
        return Tokens.estimate(of(candidate, tier, text));
    }

    private static String attribute(String value) {
        return value.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
    }

    private static String body(String text) {
        return OWN_TAG.matcher(text).replaceAll("<\\\\$1");
    }
}
