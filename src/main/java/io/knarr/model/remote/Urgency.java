package io.knarr.model.remote;

/** Who waits for an answer. The two never wait for each other: each has places of its own. */
enum Urgency {
    QUESTION,
    BULK
}
