package io.knarr.runtime;

import java.util.Locale;

/**
 * One thing the doctor looked at.
 *
 * @param remedy what to do, empty when nothing is needed
 */
record Finding(State state, String subject, String text, String remedy) {
    /** How bad it is. */
    enum State {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String subject, String text) {
        return new Finding(State.OK, subject, text, "");
    }

    static Finding warn(String subject, String text, String remedy) {
        return new Finding(State.WARN, subject, text, remedy);
    }

    static Finding fail(String subject, String text, String remedy) {
        return new Finding(State.FAIL, subject, text, remedy);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-4s  %-14s %s", state.name().toLowerCase(Locale.ROOT), subject, text)
                + (remedy.isEmpty() ? "" : System.lineSeparator() + " ".repeat(21) + "-> " + remedy);
    }
}
