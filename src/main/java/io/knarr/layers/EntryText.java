package io.knarr.layers;

import java.util.List;

/**
 * What is known of one entry when its directory is summarised.
 *
 * @param name as listed
 * @param directory whether it is one
 * @param title its own title, or empty
 * @param leads whether it begins with a title of the first level, as the first part of a divided document does
 * @param summary a sentence or a few
 * @param sentences of its text, for finding what most entries talk about
 * @param headings of its text, top level first
 */
record EntryText(
        String name,
        boolean directory,
        String title,
        boolean leads,
        String summary,
        List<String> sentences,
        List<String> headings) {
    EntryText {
        sentences = List.copyOf(sentences);
        headings = List.copyOf(headings);
    }

    /** The title, or the name in words. */
    String label() {
        return title.isEmpty() ? Names.readable(name) : title;
    }
}
