package io.knarr.storage.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes below one directory that a crash cannot tear: content is staged in a scratch directory of the same file system,
 * synced, renamed into place, and the directory that holds the name is synced. What a crash leaves in the scratch directory
 * becomes trash when it is opened again.
 *
 * <p>An error of the very last step, the sync of the directory, is reported although readers see the change already: what
 * the medium then holds is known to nobody.
 */
final class DurableFilesBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(DurableFilesBlocking.class);

    private final Disk disk;
    private final Path root;
    private final Path scratch;
    private final Queue<Path> trash = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    /** Held for writing while directories are made: whoever then finds one there knows that it is durable. */
    private final ReadWriteLock directories = new ReentrantReadWriteLock();

    DurableFilesBlocking(Disk disk, Path root, Path scratch) {
        this.disk = disk;
        this.root = root;
        this.scratch = scratch;
    }

    /** Makes the root and the scratch directory; what is left there becomes trash. */
    void open() throws IOException {
        Path _ = Files.createDirectories(root);
        Path _ = Files.createDirectories(scratch);
        disk.sync(root);
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(scratch)) {
            leftovers.forEach(trash::add);
        }
    }

    /** Ends {@link #purge} soon. */
    void close() {
        closed = true;
    }

    private Path scratchName() {
        return scratch.resolve(UUID.randomUUID().toString());
    }

    /** Durable content that has no place yet. */
    Path stage(byte[] content) throws IOException {
        Path file = scratchName();
        try {
            disk.create(file, content);
            disk.sync(file);
            return file;
        } catch (IOException | RuntimeException failure) {
            discard(file);
            throw failure;
        }
    }

    /** Content that {@link #syncAll} makes durable together with more: cheaper than {@link #stage} for each. */
    Path stageUnsynced(byte[] content) throws IOException {
        Path file = scratchName();
        try {
            disk.create(file, content);
            return file;
        } catch (IOException | RuntimeException failure) {
            discard(file);
            throw failure;
        }
    }

    void syncAll(Collection<Path> staged) throws IOException {
        disk.syncAll(staged);
    }

    /** Gives each its place, then makes the places durable with one sync per directory. */
    void publishAll(Map<Path, Path> stagedByTarget) throws IOException {
        Set<Path> changed = new LinkedHashSet<>();
        for (Map.Entry<Path, Path> file : stagedByTarget.entrySet()) {
            disk.rename(file.getValue(), file.getKey());
            changed.add(directoryOf(file.getKey()));
        }
        disk.syncAll(changed);
    }

    /** Durable content that continues another file’s. */
    Path stageContinued(Path file, byte[] added) throws IOException {
        Path longer = scratchName();
        try {
            disk.copy(file, longer);
            disk.append(longer, added);
            disk.sync(longer);
            return longer;
        } catch (IOException | RuntimeException failure) {
            discard(longer);
            throw failure;
        }
    }

    /** Something below a directory, by its path in it; a directory comes before what it holds. */
    record Part(String relativePath, boolean isDirectory) {}

    /** A durable copy of a file, or of a directory with these parts. */
    Path stageCopy(Path source, boolean isDirectory, List<Part> parts) throws IOException {
        Path copy = scratchName();
        List<Path> made = new ArrayList<>();
        try {
            copyOne(source, copy, isDirectory, made);
            for (Part part : parts) {
                copyOne(
                        source.resolve(part.relativePath()),
                        copy.resolve(part.relativePath()),
                        part.isDirectory(),
                        made);
            }
            disk.syncAll(made);
            return copy;
        } catch (IOException | RuntimeException failure) {
            throwAway(copy);
            throw failure;
        }
    }

    private void copyOne(Path from, Path to, boolean isDirectory, List<Path> made) throws IOException {
        if (isDirectory) {
            disk.makeDirectory(to);
        } else {
            disk.copy(from, to);
        }
        made.add(to);
    }

    /** Gives what is staged its place, durably; its directory must exist. */
    void publish(Path file, Path target) throws IOException {
        disk.rename(file, target);
        disk.sync(directoryOf(target));
    }

    /** Makes durable that a name went away. */
    void syncDirectoryOf(Path path) throws IOException {
        disk.sync(directoryOf(path));
    }

    /** Takes a node out of the tree, durably and in one step, however much it holds; its space is freed by {@link #purge}. */
    void remove(Path path) throws IOException {
        Path thrown = scratchName();
        disk.rename(path, thrown);
        trash.add(thrown);
        disk.sync(directoryOf(path));
    }

    /** Removes something staged, unless it got its place. A failure costs space until the next start. */
    void discard(Path staged) {
        try {
            boolean _ = Files.deleteIfExists(staged);
        } catch (IOException failure) {
            LOG.warn("scratch not removed path={} reason={}", staged, failure.toString());
        }
    }

    /** Leaves something staged to {@link #purge}; touches no file. */
    void throwAway(Path staged) {
        trash.add(staged);
    }

    /**
     * Deletes what was removed. Apart from {@link #remove}, because it takes long: 2 ms a file on ext4 mounted with {@code
     * discard}. What is left undone is done after the next start.
     */
    void purge() throws IOException {
        Path thrown = trash.poll();
        while (thrown != null && !closed) {
            if (Files.exists(thrown, LinkOption.NOFOLLOW_LINKS)) {
                deleteAll(thrown);
            }
            thrown = trash.poll();
        }
    }

    private void deleteAll(Path path) throws IOException {
        Path _ = Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                disk.delete(file);
                return closed ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                disk.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Makes a directory and those above it that are missing, durably; none of them when one cannot be made.
     *
     * @return the new ones, from the top; for {@link #unmake}
     */
    List<Path> makeDirectories(Path directory) throws IOException {
        directories.readLock().lock();
        try {
            if (missing(directory).isEmpty()) {
                return List.of();
            }
        } finally {
            directories.readLock().unlock();
        }
        directories.writeLock().lock();
        try {
            return makeMissing(directory);
        } finally {
            directories.writeLock().unlock();
        }
    }

    private List<Path> makeMissing(Path directory) throws IOException {
        List<Path> made = new ArrayList<>();
        try {
            for (Path path : missing(directory)) {
                disk.makeDirectory(path);
                made.add(path);
                disk.sync(directoryOf(path));
            }
            return made;
        } catch (IOException | RuntimeException failure) {
            unmake(made);
            throw failure;
        }
    }

    /**
     * What must be made, from the top. Looked at from the top, too: below a link there may be directories, but they are not
     * ours; making one in the link’s place fails.
     */
    private List<Path> missing(Path directory) {
        List<Path> missing = new ArrayList<>();
        Path at = root;
        for (Path name : root.relativize(directory)) {
            at = at.resolve(name);
            if (!missing.isEmpty() || !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                missing.add(at);
            }
        }
        return missing;
    }

    /** Removes directories again that were made for something that then failed, unless somebody uses them by now. */
    void unmake(List<Path> made) {
        for (Path path : made.reversed()) {
            try {
                disk.delete(path);
            } catch (IOException inUse) {
                LOG.info("directory stays path={} reason={}", path, inUse.toString());
                return;
            }
        }
    }

    static Path directoryOf(Path path) {
        Path directory = path.getParent();
        if (directory == null) {
            throw new IllegalArgumentException("nothing is kept at the root of a file system");
        }
        return directory;
    }
}
