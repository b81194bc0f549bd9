package io.knarr.ingest.source;

import java.util.List;

/**
 * What came of reading a source.
 *
 * @param files how many were handed over
 * @param bytes their length together
 * @param warnings a sentence for each file that was left out and should not have been; files that are left out by rule are
 *     not mentioned
 */
public record Scanned(int files, long bytes, List<String> warnings) {
    public Scanned {
        warnings = List.copyOf(warnings);
    }
}
