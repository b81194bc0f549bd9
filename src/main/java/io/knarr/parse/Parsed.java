package io.knarr.parse;

import java.util.List;

/**
 * What a document became.
 *
 * @param files in reading order: the sections of a text, one after the other, are the text; never empty
 * @param warnings sentences for the one who added the document
 */
public record Parsed(List<ParsedFile> files, List<String> warnings) {
    public Parsed {
        files = List.copyOf(files);
        warnings = List.copyOf(warnings);
    }

    static Parsed of(List<ParsedFile> files) {
        return new Parsed(files, List.of());
    }
}
