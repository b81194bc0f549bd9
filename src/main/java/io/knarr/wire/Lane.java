package io.knarr.wire;

/** What kind of work an endpoint is: each kind has its own deadline and, under load, its own queue (design 4). */
public enum Lane {
    /** Health and looking things up in memory. */
    CONTROL,
    READ,
    /** Questions to the index. */
    SEARCH,
    /** Goes through files or names one by one; keeps a core busy for as long as it takes. */
    SCAN,
    WRITE,
    /** Imports, and calls that wait for background work. */
    BULK
}
