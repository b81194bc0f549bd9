package io.knarr.ingest;

import io.knarr.context.Level;
import io.knarr.index.Entry;
import java.util.List;

/** What must happen for one entry of a node to be true. */
sealed interface Indexed {
    /** It is true already, or there is none and none is due. */
    record AsIs() implements Indexed {}

    /** It is made anew. */
    record Made(Entry entry) implements Indexed {}

    /** Its text is the same, its tags are not. */
    record Retagged(Level level, List<String> tags) implements Indexed {}

    /** What it was made from is gone. */
    record Dropped(Level level) implements Indexed {}
}
