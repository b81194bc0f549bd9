package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The directory of what is ours alone and not OpenViking’s: jobs, tasks, index.
 *
 * @param path inside the data directory
 * @param disk where it is
 */
record OwnDirectoryBlocking(Path path, Disk disk) {
    void make() throws IOException {
        Path _ = Files.createDirectories(path);
        disk.sync(DurableFilesBlocking.directoryOf(path));
    }

    /** @throws Fault {@code UNAVAILABLE} when the medium is gone or was made read-only, as systems do with a broken one */
    void check() {
        if (!Files.isWritable(path)) {
            throw Fault.unavailable("The data directory", "it is gone or cannot be written to");
        }
    }
}
