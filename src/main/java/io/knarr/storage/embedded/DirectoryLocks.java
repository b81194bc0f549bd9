package io.knarr.storage.embedded;

import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The data directories that this JVM owns. One per JVM, made where the program is put together.
 *
 * <p>Why one? On POSIX systems a lock belongs to the process and is gone as soon as the process closes <em>any</em> channel
 * to the lock file, while {@code FileLock.isValid()} still says true. So a lock file is opened once, however often its
 * directory is acquired, and closed only when the last owner lets go.
 */
public final class DirectoryLocks {
    private final Map<Object, Held> held = new HashMap<>();
    private final List<FileChannel> stranded = new ArrayList<>();

    /** The lock on a directory, by what identifies the directory; guarded by this object. */
    Optional<Held> find(Object directory) {
        return Optional.ofNullable(held.get(directory));
    }

    void put(Object directory, Held lock) {
        held.put(directory, lock);
    }

    void remove(Object directory) {
        held.remove(directory);
    }

    /** Keeps a channel from ever being closed: the lock on its file belongs to somebody else in this JVM. */
    void strand(FileChannel channel) {
        stranded.add(channel);
    }

    /**
     * A lock that is held.
     *
     * @param channel closing it gives the lock back
     * @param owners how many acquired it and did not release it yet
     */
    record Held(FileChannel channel, int owners) {
        Held shared() {
            return new Held(channel, owners + 1);
        }

        Held released() {
            return new Held(channel, owners - 1);
        }
    }
}
