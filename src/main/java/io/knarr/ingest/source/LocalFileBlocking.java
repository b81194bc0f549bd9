package io.knarr.ingest.source;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads a file that holds one document. Blocks: worker threads only. */
public final class LocalFileBlocking {
    private LocalFileBlocking() {}

    /**
     * @param maxBytes the largest that is read
     * @throws Fault {@code INVALID_ARGUMENT} for a larger one, {@code UNAVAILABLE} when it cannot be read
     */
    public static byte[] read(Path file, int maxBytes) {
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw Fault.invalid("A document may have " + (maxBytes >> 20) + " MiB, this one has " + (size >> 20)
                        + "; split it before adding it");
            }
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new Fault(Code.UNAVAILABLE, "The uploaded file cannot be read", Map.of(), failure);
        }
    }
}
