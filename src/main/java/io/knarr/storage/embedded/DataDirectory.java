package io.knarr.storage.embedded;

import io.knarr.offload.Pool;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A data directory that this process owns while it is open, and no other process at all.
 *
 * <p>What decides is a lock of the operating system on the file {@code LOCK}, which the kernel gives back when its process
 * dies in whatever way: nothing is ever stale. {@code LOCK} is never removed, and what is known of its owner is in another
 * file, {@code LOCK.owner}, since reading {@code LOCK} would lose the lock (see {@link DirectoryLocks}).
 */
public final class DataDirectory {
    /** The {@code reason} in the details of the fault when another process has the directory. */
    public static final String IN_USE = "data_directory_in_use";

    private final Path directory;
    private final Set<Waiver> waived;
    private final Pool files;
    private final DataDirectoryBlocking blocking;

    /**
     * @param directory created when it is missing, for this user only
     * @param owner this process, as others shall see it
     * @param locks the ones of this JVM
     */
    public DataDirectory(Path directory, DirectoryOwner owner, Set<Waiver> waived, DirectoryLocks locks, Pool files) {
        this.directory = directory;
        this.waived = Set.copyOf(waived);
        this.files = files;
        this.blocking = new DataDirectoryBlocking(directory, owner, locks);
    }

    /**
     * Takes the directory; the result is its real path. Within one JVM it may be opened several times, by this object and by
     * others, and is given back when each of these openings was closed.
     *
     * <p>{@code FAILED_PRECONDITION} with {@code reason}: {@link #IN_USE} when another process has it, with what is known of
     * that one in {@code owner}; {@code file_locks_missing} when the file system has no locks; {@code not_writable} when
     * the directory cannot be made or written to.
     */
    public Future<Path> open() {
        return files.run(() -> blocking.acquire(waived));
    }

    /** Gives it back, as far as this opening goes. */
    public Future<Void> close() {
        return files.run(() -> {
                    blocking.release();
                    return true;
                })
                .mapEmpty();
    }

    /** Tells others where this process really answers, once that is known. Only while it is open. */
    public Future<Void> announce(String url) {
        return files.run(() -> {
                    blocking.announce(url);
                    return true;
                })
                .mapEmpty();
    }

    /** Who said last that it took the directory; it may be long gone. Takes nothing and changes nothing. */
    public Future<Optional<DirectoryOwner>> lastOwner() {
        return files.run(blocking::lastOwner);
    }

    public Path path() {
        return directory;
    }

    /** A check that is not made. */
    public enum Waiver {
        /** Whether an OpenViking server is alive on the same directory. */
        OPENVIKING_PROCESS,
        /** Whether the file system has locks: only where nothing else can start on this directory. */
        MISSING_FILE_LOCKS
    }
}
