package io.knarr.index;

/** Whether the index holds all that the tree has. */
public sealed interface IndexState {
    /** Complete but for jobs under way. */
    record Ready() implements IndexState {}

    /**
     * Empty or made by another model when it was opened: what the tree holds must be indexed again. Searches answer from
     * what is there already.
     *
     * @param reason for people
     */
    record Stale(String reason) implements IndexState {}
}
