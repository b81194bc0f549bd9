package io.knarr.storage.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes “look, then change” of one path one step among the threads of this process, which is the only one here: create, append
 * and move need it. Held for a few calls to the file system. Paths share locks by hash; leases keep callers apart long before.
 */
final class PathLocks {
    private static final int LOCKS = 256;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

    <T> T holding(Path path, Held<T> held) throws IOException {
        return holding(path, path, held);
    }

    <T> T holding(Path one, Path other, Held<T> held) throws IOException {
        // In order of their place, so that two moves in opposite directions never wait for each other.
        int[] places = IntStream.of(place(one), place(other)).sorted().toArray();
        locks[places[0]].lock();
        try {
            locks[places[1]].lock();
            try {
                return held.run();
            } finally {
                locks[places[1]].unlock();
            }
        } finally {
            locks[places[0]].unlock();
        }
    }

    private static int place(Path path) {
        return Math.floorMod(path.hashCode(), LOCKS);
    }

    /** What is done while the lock is held. */
    interface Held<T> {
        T run() throws IOException;
    }
}
