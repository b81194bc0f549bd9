package io.knarr.retrieve;

/** Whether words are searched beside vectors; off gives the reference’s order. */
public enum Hybrid {
    ON,
    OFF
}
