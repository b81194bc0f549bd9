package io.knarr.model;

/**
 * A part of a text.
 *
 * @param start offset of its first character in the whole text, in UTF-16 units
 * @param end offset after its last character
 * @param text what stands there
 */
public record Passage(int start, int end, String text) {}
