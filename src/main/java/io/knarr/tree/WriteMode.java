package io.knarr.tree;

/** What a write expects to find. */
public enum WriteMode {
    /** Nothing: otherwise {@code ALREADY_EXISTS}. */
    CREATE,
    /** A file: otherwise {@code NOT_FOUND}. */
    REPLACE,
    /** Either. */
    UPSERT,
    /** A file, to whose end the content is added: otherwise {@code NOT_FOUND}. */
    APPEND
}
