package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.tree.UploadStore.Upload;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Uploads as files: the content under its id, and beside it what is known about it. That second file comes last and makes
 * the upload exist; content alone is what a crash left, and goes when it is as old as an upload may become.
 */
final class UploadFilesBlocking {
    private static final String ABOUT = ".ov_upload.meta";

    private final Path directory;
    private final Disk disk;
    private final DurableFilesBlocking files;
    private final Clock clock;
    private final Duration lifetime;

    UploadFilesBlocking(Path directory, Disk disk, Clock clock, Duration lifetime) {
        this.directory = directory;
        this.disk = disk;
        this.files = new DurableFilesBlocking(disk, directory, directory.resolve("_knarr-tmp"));
        this.clock = clock;
        this.lifetime = lifetime;
    }

    /** @param account the only one that may use it */
    private record About(AccountId account, Upload upload) {
        Buffer toJson() {
            return new JsonObject()
                    .put("account", account.id())
                    .put("file_name", upload.fileName())
                    .put("size", upload.size())
                    .put("created_at", upload.createdAt().toString())
                    .toBuffer();
        }

        /** Empty for what this program has not written. */
        static Optional<About> parse(String id, Buffer json) {
            try {
                JsonObject about = new JsonObject(json);
                return Optional.of(new About(
                        new AccountId(about.getString("account", "")),
                        new Upload(
                                id,
                                about.getString("file_name", ""),
                                about.getLong("size", 0L),
                                Instant.parse(about.getString("created_at", "")))));
            } catch (DecodeException | ClassCastException | DateTimeException | Fault foreign) {
                return Optional.empty();
            }
        }
    }

    void open() throws IOException {
        files.open();
        files.purge();
    }

    /** Content on its way, in a file that has no name yet. */
    Path add(Optional<Path> staged, byte[] chunk) throws IOException {
        if (staged.isEmpty()) {
            return files.stageUnsynced(chunk);
        }
        disk.append(staged.get(), chunk);
        return staged.get();
    }

    void discard(Path staged) {
        files.discard(staged);
    }

    /** When there is no thread to {@link #discard} it: the next {@link #sweep} does. */
    void throwAway(Path staged) {
        files.throwAway(staged);
    }

    /** Makes complete content an upload, durably; or discards it. */
    Upload keep(AccountId account, Upload upload, Path staged) throws IOException {
        Path content = directory.resolve(upload.id());
        Optional<Path> about = Optional.empty();
        try {
            disk.sync(staged);
            about = Optional.of(files.stage(new About(account, upload).toJson().getBytes()));
            disk.rename(staged, content);
            files.publish(about.get(), aboutFile(upload.id()));
            return upload;
        } catch (IOException | RuntimeException failure) {
            about.ifPresent(files::discard);
            files.discard(aboutFile(upload.id()));
            files.discard(content);
            files.discard(staged);
            throw failure;
        }
    }

    /** @throws Fault {@code PERMISSION_DENIED}, whatever it is that is wrong with the id */
    Upload find(AccountId account, String id) throws IOException {
        Fault denied = Fault.denied("This upload is unknown or has expired, upload the file again: " + id, id);
        if (!UploadIds.isValid(id)) {
            throw denied;
        }
        return about(id)
                .filter(about -> about.account().equals(account))
                .map(About::upload)
                .filter(upload -> !expired(upload.createdAt()))
                .filter(_ -> Files.isRegularFile(directory.resolve(id), LinkOption.NOFOLLOW_LINKS))
                .orElseThrow(() -> denied);
    }

    Path content(AccountId account, String id) throws IOException {
        return directory.resolve(find(account, id).id());
    }

    private Optional<About> about(String id) throws IOException {
        try {
            return About.parse(id, Buffer.buffer(Files.readAllBytes(aboutFile(id))));
        } catch (NoSuchFileException unknown) {
            return Optional.empty();
        }
    }

    private Path aboutFile(String id) {
        return directory.resolve(id + ABOUT);
    }

    private boolean expired(Instant createdAt) {
        return !lifetime.isZero() && !createdAt.plus(lifetime).isAfter(clock.instant());
    }

    int sweep() throws IOException {
        files.purge();
        int removed = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                String id = name.endsWith(ABOUT) ? name.substring(0, name.length() - ABOUT.length()) : name;
                if (UploadIds.isValid(id) && Files.exists(entry) && expired(createdAt(id, entry))) {
                    boolean _ = Files.deleteIfExists(directory.resolve(id));
                    boolean _ = Files.deleteIfExists(aboutFile(id));
                    removed++;
                }
            }
        }
        return removed;
    }

    private Instant createdAt(String id, Path entry) throws IOException {
        Optional<About> about = about(id);
        return about.isPresent()
                ? about.get().upload().createdAt()
                : Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
    }
}
