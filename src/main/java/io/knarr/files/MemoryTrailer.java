package io.knarr.files;

import com.google.re2j.Pattern;
import io.knarr.context.ContextType;
import io.knarr.uri.VikingUri;

/** The reserved comment at the end of memory files (core 1.13): kept in the file, not shown to readers. */
final class MemoryTrailer {
    private static final Pattern START = Pattern.compile("<!--\\s*MEMORY_FIELDS\\b");

    private MemoryTrailer() {}

    /** The text without trailers and the white space before them; unchanged unless it is a memory. */
    static String hide(VikingUri uri, String text) {
        if (ContextType.of(uri) != ContextType.MEMORY) {
            return text;
        }
        String visible = text;
        while (visible.stripTrailing().endsWith("-->")) {
            int start = visible.lastIndexOf("<!--");
            if (start < 0 || !START.matcher(visible.substring(start)).lookingAt()) {
                return visible;
            }
            visible = visible.substring(0, start).stripTrailing();
        }
        return visible;
    }
}
