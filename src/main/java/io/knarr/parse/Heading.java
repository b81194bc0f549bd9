package io.knarr.parse;

/**
 * A heading and where it stands.
 *
 * @param level 1..6
 * @param text without the markup around it
 * @param start offset of its line in the text
 */
public record Heading(int level, String text, int start) {}
