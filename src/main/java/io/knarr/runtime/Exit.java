package io.knarr.runtime;

/** What the process ends with. */
final class Exit {
    static final int OK = 0;
    static final int ERROR = 1;
    static final int CONFIGURATION = 2;
    static final int DATA_IN_USE = 3;

    /** After a second interrupt: 128 and the number of the signal, as shells count. */
    static final int INTERRUPTED = 130;

    private Exit() {}
}
