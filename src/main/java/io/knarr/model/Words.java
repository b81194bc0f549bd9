package io.knarr.model;

/**
 * The words of one text from its beginning to its end, with what each costs. A walk: call {@link #next} until it says
 * false; the other methods speak of the word it stopped at. For one thread.
 */
public interface Words {
    /** Goes on to the next word; false when there is none. */
    boolean next();

    /** Offset of the word in the text, in UTF-16 units. */
    int start();

    /** Offset after the word. Words never overlap. */
    int end();

    /** What the word takes of a passage’s budget, at least 1. The unit is that of the budget. */
    int cost();
}
