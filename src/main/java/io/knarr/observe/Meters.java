package io.knarr.observe;

import java.util.function.LongSupplier;

/**
 * Where the server counts what it does. Any thread; never blocks; costs well under a microsecond.
 *
 * <p>A name always has the same kind and the same label names. Names are words with dots between them
 * ({@code lane.refused}); what is known already, and how a name reads on {@code /metrics}, stands in the description of this
 * package. Whatever is reported here appears there.
 */
public interface Meters {
    /** Counts nothing. */
    Meters NONE = new Meters() {
        @Override
        public void count(String name, Labels labels, long by) {}

        @Override
        public void time(String name, Labels labels, long nanos) {}

        @Override
        public void value(String name, Labels labels, double value) {}

        @Override
        public void gauge(String name, Labels labels, LongSupplier value) {}
    };

    /** Adds to a number that only grows. */
    void count(String name, Labels labels, long by);

    default void count(String name, long by) {
        count(name, Labels.NONE, by);
    }

    /** Records one duration, in nanoseconds. */
    void time(String name, Labels labels, long nanos);

    default void time(String name, long nanos) {
        time(name, Labels.NONE, nanos);
    }

    /** Records one value of something that is not a duration: a score, a size. */
    void value(String name, Labels labels, double value);

    default void value(String name, double value) {
        value(name, Labels.NONE, value);
    }

    /**
     * Registers a value that is read when somebody looks, on whatever thread that is; a second registration of a name with
     * these labels replaces the first.
     */
    void gauge(String name, Labels labels, LongSupplier value);

    default void gauge(String name, LongSupplier value) {
        gauge(name, Labels.NONE, value);
    }
}
