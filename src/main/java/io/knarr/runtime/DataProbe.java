package io.knarr.runtime;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a data directory without touching its lock: even trying that could keep a server from starting. */
final class DataProbe {
    private static final String SUBJECT = "data";
    private static final long MIB = 1L << 20;
    private static final long LITTLE_SPACE_MIB = 1024;
    private static final long NO_SPACE_MIB = 64;

    private final Surroundings surroundings;
    private final Path directory;

    DataProbe(Surroundings surroundings, Path directory) {
        this.surroundings = surroundings;
        this.directory = directory;
    }

    List<Finding> examine() {
        Path existing = directory;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return List.of(Finding.fail(
                    SUBJECT, surroundings.shown(existing) + " is not a directory", "name another one with --data"));
        }
        if (!Files.isWritable(existing)) {
            return List.of(Finding.fail(
                    SUBJECT,
                    surroundings.shown(existing) + " cannot be written by " + System.getProperty("user.name"),
                    "change its owner or mode, or name another one with --data"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(
                SUBJECT, surroundings.shown(directory) + (existing.equals(directory) ? "" : " (will be created)")));
        findings.add(space(existing));
        knarr().ifPresent(findings::add);
        openViking().ifPresent(findings::add);
        return findings;
    }

    private static Finding space(Path directory) {
        try {
            long free = Files.getFileStore(directory).getUsableSpace() / MIB;
            String text = free + " MiB free";
            if (free < NO_SPACE_MIB) {
                return Finding.fail("disk", text, "make room, or name another directory with --data");
            }
            return free < LITTLE_SPACE_MIB
                    ? Finding.warn("disk", text, "an import needs about three times the size of its documents")
                    : Finding.ok("disk", text);
        } catch (IOException unknown) {
            return Finding.warn("disk", "free space is unknown: " + unknown.getMessage(), "look with df");
        }
    }

    /** The server that said last that it took the directory, if its process is alive. */
    private Optional<Finding> knarr() {
        return record("LOCK.owner")
                .flatMap(owner -> pid(owner).filter(DataProbe::isAlive).map(pid -> {
                    String known = owner.startsWith("{") ? described(new JsonObject(owner)) : "";
                    return Finding.warn(
                            SUBJECT,
                            "process " + pid + known + " said that it uses it",
                            "use that server, stop it, or name another directory with --data");
                }));
    }

    private static String described(JsonObject owner) {
        return " on host " + owner.getValue("host") + " (" + owner.getValue("url") + ", since "
                + owner.getValue("started_at") + ")";
    }

    /** An OpenViking server that lives in the same directory. */
    private Optional<Finding> openViking() {
        return record(".openviking.pid")
                .flatMap(DataProbe::pid)
                .map(pid -> isAlive(pid)
                        ? Finding.fail(
                                SUBJECT,
                                "process " + pid + " uses it as an OpenViking server, says .openviking.pid",
                                "stop that server, or name another directory with --data")
                        : Finding.ok(SUBJECT, "an OpenViking server that is gone used it before"));
    }

    private Optional<String> record(String name) {
        try {
            Path file = directory.resolve(name);
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** A bare number or a JSON object with one. */
    private static Optional<Long> pid(String text) {
        try {
            return Optional.of(
                    Long.parseLong(text.startsWith("{") ? String.valueOf(new JsonObject(text).getValue("pid")) : text));
        } catch (NumberFormatException | DecodeException garbage) {
            return Optional.empty();
        }
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
