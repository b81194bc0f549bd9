package io.knarr.layers;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.knarr.context.ContextType;
import io.knarr.uri.VikingUri;
import java.util.Optional;

/** The reserved comment at the end of memory files (core 1.13): kept in the file, not shown to readers. */
public final class MemoryTrailer {
    private static final Pattern START = Pattern.compile("<!--\\s*MEMORY_FIELDS\\b");
    private static final String END = "-->";

    private MemoryTrailer() {}

    /** The text without the trailer and the white space before it; unchanged unless it is a memory. */
    public static String hide(VikingUri uri, String text) {
        String visible = text;
        if (ContextType.of(uri) == ContextType.MEMORY) {
            for (int start = start(visible); start >= 0; start = start(visible)) {
                visible = visible.substring(0, start).stripTrailing();
            }
        }
        return visible;
    }

    /** The JSON in the trailer, as it is written. */
    public static Optional<String> fields(VikingUri uri, String text) {
        int start = ContextType.of(uri) == ContextType.MEMORY ? start(text) : -1;
        return start < 0
                ? Optional.empty()
                : Optional.of(text.substring(
                        text.indexOf("MEMORY_FIELDS", start) + "MEMORY_FIELDS".length(), text.lastIndexOf(END)));
    }

    /** Where the trailer begins that ends the text; negative without one. */
    private static int start(String text) {
        String ended = text.stripTrailing();
        if (!ended.endsWith(END)) {
            return -1;
        }
        int start = -1;
        String fields = "";
        // The last of its own kind, not the last comment: its values may hold comments.
        for (Matcher starts = START.matcher(ended); starts.find(); ) {
            start = starts.start();
            fields =
                    ended.substring(starts.end(), ended.length() - END.length()).strip();
        }
        boolean closedBefore = fields.contains(END) && !fields.endsWith("}");
        return closedBefore ? -1 : start;
    }
}
