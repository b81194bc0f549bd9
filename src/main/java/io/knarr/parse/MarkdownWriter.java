package io.knarr.parse;

import java.util.ArrayDeque;
import java.util.Deque;

/** Writes Markdown block by block: blank lines between blocks, and in front of each line what quotes and lists demand. */
final class MarkdownWriter {
    /** Deeper quotes and lists are written at this depth: the prefixes of all lines stay short. */
    private static final int MAX_NESTING = 12;

    private record Outside(String prefix, String marker) {}

    private final StringBuilder out = new StringBuilder();
    private final Deque<Outside> outside = new ArrayDeque<>();
    private String prefix = "";
    /** What the next line starts with when it is the first of a quote or item; else empty. */
    private String marker = "";
    /** The prefix in front of all that the marker opens. */
    private String beforeMarker = "";

    private boolean tight;

    /** Writes lines as one block; a blank one is nothing. */
    void block(String lines) {
        if (lines.isBlank()) {
            return;
        }
        if (!out.isEmpty() && !tight) {
            out.append((marker.isEmpty() ? prefix : beforeMarker).stripTrailing())
                    .append('\n');
        }
        tight = false;
        lines.lines().forEach(line -> {
            String start = marker.isEmpty() ? prefix : marker;
            out.append((start + line).stripTrailing()).append('\n');
            marker = "";
        });
    }

    /** Until {@link #leave}, lines start with {@code rest} and the next one with {@code first}, after what holds outside. */
    void enter(String first, String rest) {
        outside.push(new Outside(prefix, marker));
        if (outside.size() <= MAX_NESTING) {
            beforeMarker = marker.isEmpty() ? prefix : beforeMarker;
            marker = (marker.isEmpty() ? prefix : marker) + first;
            prefix += rest;
        }
    }

    void leave() {
        Outside before = outside.pop();
        prefix = before.prefix;
        marker = marker.isEmpty() ? "" : before.marker;
        tight = false;
    }

    /** No blank line before the next block: an item follows an item. */
    void tighten() {
        tight = true;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
