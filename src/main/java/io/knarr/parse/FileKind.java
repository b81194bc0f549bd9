package io.knarr.parse;

/** What a file is, and so what becomes of it. */
public enum FileKind {
    /** Split by its headings. */
    MARKDOWN,
    /** Prose without a format: split like Markdown. */
    TEXT,
    /** Converted to Markdown. */
    HTML,
    /** Source code: text that is kept as it is in a directory. */
    CODE,
    /** Configuration, tables, logs: text that is kept as it is in a directory. */
    DATA,
    IMAGE,
    AUDIO,
    VIDEO,
    /** Imported as a directory when it is the source itself; never opened inside another source. */
    ARCHIVE,
    /** PDF, Word, EPUB, …: not read by this version. */
    OFFICE_OR_PDF,
    /** The name says nothing: the content decides. */
    UNKNOWN,
    /** Neither text nor media. */
    BINARY;

    public boolean isText() {
        return this == MARKDOWN || this == TEXT || this == HTML || this == CODE || this == DATA;
    }

    public boolean isMedia() {
        return this == IMAGE || this == AUDIO || this == VIDEO;
    }
}
