package io.knarr.storage.embedded;

import io.knarr.storage.embedded.DataDirectory.Waiver;
import io.knarr.storage.embedded.DirectoryLocks.Held;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The I/O of {@link DataDirectory}. Calls exclude each other, over all directories of a JVM. */
final class DataDirectoryBlocking {
    /** More than any record; what is longer is none. */
    private static final int MAX_RECORD_BYTES = 4_096;

    private final Path directory;
    private final DirectoryOwner owner;
    private final DirectoryLocks locks;

    /** What each opening not yet closed has acquired; guarded by the locks. */
    private final Deque<Object> acquired = new ArrayDeque<>();

    DataDirectoryBlocking(Path directory, DirectoryOwner owner, DirectoryLocks locks) {
        this.directory = directory;
        this.owner = owner;
        this.locks = locks;
    }

    Path acquire(Set<Waiver> waived) {
        synchronized (locks) {
            try {
                create();
                Path real = directory.toRealPath();
                Object identity = identity(real);
                Optional<Held> held = locks.find(identity);
                locks.put(identity, held.isPresent() ? held.get().shared() : new Held(lock(real, waived), 1));
                acquired.add(identity);
                return real;
            } catch (IOException failure) {
                throw DirectoryFaults.notWritable(directory, failure);
            }
        }
    }

    private void create() throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
        // A link to a directory counts as one here, but not for createDirectories.
        if (!Files.isDirectory(directory)) {
            Path _ = Files.createDirectories(directory, attributes);
        }
    }

    /** The same for every name of a directory: links, bind mounts. */
    private static Object identity(Path real) throws IOException {
        Object key = Files.readAttributes(real, BasicFileAttributes.class).fileKey();
        return key == null ? real : key;
    }

    private FileChannel lock(Path real, Set<Waiver> waived) throws IOException {
        FileChannel channel =
                FileChannel.open(real.resolve("LOCK"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean close = true;
        try {
            if (!taken(channel::tryLock, real, waived)) {
                throw DirectoryFaults.inUse(real, lastOwner());
            }
            if (!waived.contains(Waiver.OPENVIKING_PROCESS)) {
                refuseBesideOpenViking(real);
            }
            write(owner);
            close = false;
            return channel;
        } catch (OverlappingFileLockException otherRegistry) {
            // Closing this channel would take the lock from its owner.
            locks.strand(channel);
            close = false;
            throw new IllegalStateException("there must be one DirectoryLocks per JVM", otherRegistry);
        } finally {
            if (close) {
                channel.close();
            }
        }
    }

    static boolean taken(Attempt attempt, Path real, Set<Waiver> waived) {
        try {
            return attempt.tryLock() != null;
        } catch (IOException notSupported) {
            if (waived.contains(Waiver.MISSING_FILE_LOCKS)) {
                return true;
            }
            throw DirectoryFaults.locksMissing(real, notSupported);
        }
    }

    /** Tries to lock; null when another process has the lock. */
    @FunctionalInterface
    interface Attempt {
        @Nullable
        FileLock tryLock() throws IOException;
    }

    /** OpenViking knows no lock of the operating system: it writes its process id, and may have died since. */
    private void refuseBesideOpenViking(Path real) {
        Path record = real.resolve(".openviking.pid");
        Optional<Long> alive = read(record)
                .flatMap(DataDirectoryBlocking::pid)
                .filter(pid -> pid != ProcessHandle.current().pid())
                .filter(pid -> ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        if (alive.isPresent()) {
            throw DirectoryFaults.openVikingAlive(real, record, alive.get());
        }
    }

    private static Optional<Long> pid(String text) {
        try {
            String trimmed = text.strip();
            return Optional.of(Long.parseLong(
                    trimmed.startsWith("{") ? String.valueOf(new JsonObject(trimmed).getValue("pid")) : trimmed));
        } catch (NumberFormatException | DecodeException garbage) {
            return Optional.empty();
        }
    }

    /** Nothing happens when this object has acquired nothing, or has released it all. */
    void release() {
        synchronized (locks) {
            if (acquired.isEmpty()) {
                return;
            }
            Object identity = acquired.removeLast();
            Held held = locks.find(identity).orElseThrow();
            if (held.owners() > 1) {
                locks.put(identity, held.released());
                return;
            }
            locks.remove(identity);
            try (FileChannel _ = held.channel()) {
                // While the lock is still ours: the next owner writes its own record.
                boolean _ = Files.deleteIfExists(record());
            } catch (IOException failure) {
                throw DirectoryFaults.notWritable(directory, failure);
            }
        }
    }

    void announce(String url) {
        synchronized (locks) {
            if (acquired.isEmpty()) {
                return;
            }
            try {
                write(new DirectoryOwner(owner.pid(), owner.host(), url, owner.startedAt(), owner.version()));
            } catch (IOException failure) {
                throw DirectoryFaults.notWritable(directory, failure);
            }
        }
    }

    /** Readers see the old record or the new one. It need not survive a power cut: its process does not either. */
    private void write(DirectoryOwner record) throws IOException {
        Path draft = directory.resolve("LOCK.owner.tmp");
        Path _ = Files.writeString(draft, record.toJson().encodePrettily());
        Path _ = Files.move(draft, record(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    Optional<DirectoryOwner> lastOwner() {
        return read(record()).flatMap(DirectoryOwner::parse);
    }

    private Path record() {
        return directory.resolve("LOCK.owner");
    }

    /** A record that cannot be read says as little as one that is not there: it decides nothing. */
    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MAX_RECORD_BYTES), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
