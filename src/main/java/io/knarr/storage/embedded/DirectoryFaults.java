package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is said to those who cannot have a data directory. */
final class DirectoryFaults {
    private DirectoryFaults() {}

    static Fault inUse(Path directory, Optional<DirectoryOwner> owner) {
        String holder = owner.map(known -> "Knarr " + known.version() + " on host " + known.host() + " (process "
                        + known.pid() + ", since " + known.startedAt() + ", at " + known.url() + ")")
                .orElse("another process (it left no readable record of itself in " + directory.resolve("LOCK.owner")
                        + ")");
        String http = owner.map(known -> "use that server over HTTP at " + known.url())
                .orElse("use that server over HTTP, if it is one");
        Map<String, Object> details = details(directory, DataDirectory.IN_USE);
        owner.ifPresent(known -> details.put("owner", known.toJson().getMap()));
        return fault(
                "The data directory " + directory + " is in use by " + holder
                        + ". One process can own it at a time. Either " + http
                        + "; or start with another directory: --data DIR; or stop that process first.",
                details,
                null);
    }

    static Fault openVikingAlive(Path directory, Path record, long pid) {
        Map<String, Object> details = details(directory, DataDirectory.IN_USE);
        details.put("pid", pid);
        return fault(
                "The data directory " + directory + " is in use by an OpenViking server (process " + pid + ", says "
                        + record
                        + "). Either use that server over HTTP; or start with another directory: --data DIR; or stop that"
                        + " process first. If process " + pid + " is something else, remove " + record + ".",
                details,
                null);
    }

    static Fault locksMissing(Path directory, Exception cause) {
        return fault(
                "The file system of the data directory " + directory + " has no working file locks ("
                        + cause.getMessage()
                        + "), so nothing would keep two processes from damaging it. Use a directory on a local disk:"
                        + " --data DIR.",
                details(directory, "file_locks_missing"),
                cause);
    }

    static Fault notWritable(Path directory, Exception cause) {
        return fault(
                "The data directory " + directory + " cannot be created or written to (" + cause
                        + "). Give this user write access to it, or use another directory: --data DIR.",
                details(directory, "not_writable"),
                cause);
    }

    private static Map<String, Object> details(Path directory, String reason) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("resource", directory.toString());
        details.put("reason", reason);
        return details;
    }

    private static Fault fault(String message, Map<String, Object> details, @Nullable Exception cause) {
        return new Fault(Code.FAILED_PRECONDITION, message, details, cause);
    }
}
