package io.knarr.parse;

/**
 * One document as it came in. The array is the caller’s: it is read, never changed.
 *
 * @param fileName its name with extension, without directories; the extension says what it is
 * @param content its bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record Document(String fileName, byte[] content) {}
