package io.knarr.observe;

import java.util.function.LongSupplier;

/** Where the server counts what it does. Any thread; never blocks; a name always has the same kind. */
public interface Meters {
    /** Counts nothing. */
    Meters NONE = new Meters() {
        @Override
        public void count(String name, long by) {}

        @Override
        public void time(String name, long nanos) {}

        @Override
        public void gauge(String name, LongSupplier value) {}
    };

    void count(String name, long by);

    /** Records one duration, in nanoseconds. */
    void time(String name, long nanos);

    /** Registers a value that is read when somebody looks; a second registration of a name replaces the first. */
    void gauge(String name, LongSupplier value);
}
