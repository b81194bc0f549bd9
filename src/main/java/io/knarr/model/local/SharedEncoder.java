package io.knarr.model.local;

import io.knarr.fault.Fault;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One encoder for all threads: the first that needs it loads it while the others wait, and it is freed when the last text
 * under way is done. A failed load is reported to its caller and tried again by the next.
 *
 * <p>Every method but {@link #loaded} blocks: pool threads only.
 */
final class SharedEncoder {
    private final Supplier<TextEncoder> loader;
    /** Held by the one thread that loads. Not the lock below: a thread that saw no model would wait for another’s text. */
    private final Lock loading = new ReentrantLock();
    /** Texts under way hold it for reading; freeing, for writing. */
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();

    private volatile @Nullable TextEncoder encoder;
    private volatile boolean closed;

    /** @param loader throws a fault when the model cannot be loaded */
    SharedEncoder(Supplier<TextEncoder> loader) {
        this.loader = loader;
    }

    boolean loaded() {
        return encoder != null;
    }

    void load() {
        if (loaded()) {
            return;
        }
        loading.lock();
        try {
            if (encoder == null && !closed) {
                encoder = loader.get();
            }
        } finally {
            loading.unlock();
        }
    }

    float[] encode(String text) {
        load();
        inUse.readLock().lock();
        try {
            TextEncoder current = encoder;
            if (current == null) {
                throw closed();
            }
            return current.encode(text);
        } finally {
            inUse.readLock().unlock();
        }
    }

    void close() {
        loading.lock();
        try {
            closed = true;
        } finally {
            loading.unlock();
        }
        inUse.writeLock().lock();
        try {
            TextEncoder current = encoder;
            encoder = null;
            if (current != null) {
                current.free();
            }
        } finally {
            inUse.writeLock().unlock();
        }
    }

    static Fault closed() {
        return Fault.unavailable("The local embedding model", "it has been closed");
    }
}
