package io.knarr.storage.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/** The machine’s own file system. */
final class PlainDiskBlocking implements Disk {
    /** Up to here the files alone are synced, and not whatever else the machine has to write. */
    private static final int FEW = 8;

    @Override
    public FileChannel openForReading(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        write(file, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    @Override
    public void append(Path file, byte[] content) throws IOException {
        write(file, content, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
    }

    private static void write(Path file, byte[] content, OpenOption... options) throws IOException {
        try (FileChannel channel = FileChannel.open(file, options)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                int _ = channel.write(rest);
            }
        }
    }

    @Override
    public void copy(Path from, Path to) throws IOException {
        Path _ = Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void sync(Path path) throws IOException {
        // fsync acts on the file, not on the descriptor: one opened for reading will do, and a directory has no other.
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void syncAll(Collection<Path> paths) throws IOException {
        if (paths.size() <= FEW || !FileSystemSync.done(paths.iterator().next())) {
            for (Path path : paths) {
                sync(path);
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Path _ = Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void makeDirectory(Path directory) throws IOException {
        Path _ = Files.createDirectory(directory);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(path);
    }
}
