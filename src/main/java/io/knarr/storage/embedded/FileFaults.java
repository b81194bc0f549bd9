package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Map;

/**
 * Failures of the file system in the words of callers: with the address, never with the path on this machine. A failure that
 * is no failure of the file system stays what it is.
 */
final class FileFaults {
    private FileFaults() {}

    static Throwable reading(String resource, Throwable failure) {
        return isOfFiles(failure)
                ? new Fault(
                        Code.UNAVAILABLE,
                        "Could not be read: " + resource + " (" + reason(failure) + ")",
                        Map.of("service", "storage backend", "reason", reason(failure), "resource", resource),
                        failure)
                : failure;
    }

    static Throwable writing(String resource, Throwable failure) {
        return isOfFiles(failure)
                ? new Fault(
                        Code.WRITE_FAILED,
                        "Could not be written: " + resource + " (" + reason(failure) + ")",
                        Map.of("resource", resource, "reason", reason(failure)),
                        failure)
                : failure;
    }

    private static boolean isOfFiles(Throwable failure) {
        return failure instanceof IOException
                || failure instanceof DirectoryIteratorException
                || failure instanceof ReadOnlyFileSystemException;
    }

    private static String reason(Throwable failure) {
        return switch (failure) {
            case DirectoryIteratorException _ -> "a directory could not be listed";
            case ReadOnlyFileSystemException _ -> "read-only file system";
            case AccessDeniedException _ -> "permission denied";
            // The message of these starts with the path; their reason is the system’s text alone.
            case FileSystemException named -> named.getReason() == null ? "file system error" : named.getReason();
            // From a channel: the system’s text, for instance "No space left on device".
            default -> failure.getMessage() == null ? "file system error" : failure.getMessage();
        };
    }
}
