package io.knarr.model.local;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value made by the first thread that asks, while the others wait; a failure is thrown and not kept. Pool threads only. */
final class Once<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    Once(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        T value = made;
        if (value == null) {
            value = maker.get();
            made = value;
        }
        return value;
    }
}
