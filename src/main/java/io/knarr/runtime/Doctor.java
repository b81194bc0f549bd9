package io.knarr.runtime;

import com.sun.management.OperatingSystemMXBean;
import io.knarr.runtime.PortProbe.Answer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at what usually goes wrong. Reads only; blocks, for a few seconds at most. */
final class Doctor {
    private static final int JAVA = 25;
    private static final long MIB = 1L << 20;
    private static final long LITTLE_SPACE_MIB = 1024;
    private static final long NO_SPACE_MIB = 64;
    private static final long LITTLE_HEAP_MIB = 384;

    /** Before the first release, so the clock is wrong. */
    private static final int FIRST_YEAR = 2026;

    private final Surroundings surroundings;
    private final LoadedSettings loaded;

    Doctor(Surroundings surroundings, LoadedSettings loaded) {
        this.surroundings = surroundings;
        this.loaded = loaded;
    }

    /** In a fixed order; offline, no server is asked and no model loaded. */
    List<Finding> examine(boolean offline) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.addAll(configuration());
        findings.addAll(dataDirectory(loaded.values().workspace()));
        if (!offline) {
            findings.add(port());
            findings.add(ModelProbe.examine());
        }
        findings.add(memory());
        findings.add(time());
        return findings;
    }

    private static Finding java() {
        String found = "Java " + Runtime.version() + " (" + System.getProperty("java.vendor") + ")";
        if (Runtime.version().feature() < JAVA) {
            return Finding.fail("java", found, "install a JDK " + JAVA + ", or set KNARR_JAVA to its java");
        }
        return ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent()
                ? Finding.ok("java", found)
                : Finding.warn(
                        "java",
                        found + ", without the module jdk.incubator.vector: search takes twice as long",
                        "use a whole JDK, like Eclipse Temurin " + JAVA);
    }

    private List<Finding> configuration() {
        List<Finding> findings = new ArrayList<>();
        loaded.problems()
                .forEach(problem -> findings.add(Finding.fail(
                        "configuration", problem.toString(), "correct it; knarr check shows every value")));
        loaded.notices()
                .forEach(
                        notice -> findings.add(Finding.warn("configuration", notice, "knarr check shows every value")));
        if (loaded.problems().isEmpty()) {
            findings.add(Finding.ok(
                    "configuration", loaded.file().map(surroundings::shown).orElse("no file, and none is needed")));
        }
        return findings;
    }

    private List<Finding> dataDirectory(Path directory) {
        List<Finding> findings = new ArrayList<>();
        String shown = surroundings.shown(directory);
        Path existing = directory;
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            return List.of(Finding.fail(
                    "data", surroundings.shown(existing) + " is not a directory", "name another one with --data"));
        }
        if (!Files.isWritable(existing)) {
            return List.of(Finding.fail(
                    "data",
                    surroundings.shown(existing) + " cannot be written by " + System.getProperty("user.name"),
                    "change its owner or mode, or name another one with --data"));
        }
        findings.add(Finding.ok("data", shown + (existing.equals(directory) ? "" : " (will be created)")));
        findings.add(space(existing));
        openViking(directory).ifPresent(findings::add);
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

    /** An OpenViking server that lives in the same directory. */
    private static Optional<Finding> openViking(Path directory) {
        Path file = directory.resolve(".openviking.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String pid = Files.readString(file).strip();
            boolean alive = pid.matches("\\d{1,18}")
                    && ProcessHandle.of(Long.parseLong(pid))
                            .map(ProcessHandle::isAlive)
                            .orElse(false);
            return Optional.of(
                    alive
                            ? Finding.fail(
                                    "data",
                                    "process " + pid + " (named in " + file + ") uses it as an OpenViking server",
                                    "stop that server, or name another directory with --data")
                            : Finding.ok("data", "an OpenViking server that is gone used it before"));
        } catch (IOException unreadable) {
            return Optional.of(Finding.warn("data", file + " cannot be read", "see whether an OpenViking server runs"));
        }
    }

    private Finding port() {
        String host = loaded.values().get(Keys.HOST);
        int port = loaded.values().get(Keys.PORT);
        if (port == 0) {
            return Finding.ok("port", "any free one");
        }
        return switch (PortProbe.ask(host, port)) {
            case Answer.Nobody _ -> Finding.ok("port", port + " of " + host + " is free");
            case Answer.Context server ->
                Finding.warn(
                        "port",
                        "a server of version " + server.version() + " answers at " + port + " of " + host,
                        "use it, or start this one with another --port");
            case Answer.Other _ ->
                Finding.fail(
                        "port",
                        port + " of " + host + " is in use by another program",
                        "stop that program, or start this one with another --port");
        };
    }

    private static Finding memory() {
        long heap = Runtime.getRuntime().maxMemory() / MIB;
        long machine =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MIB;
        String text = heap + " MiB heap of " + machine + " MiB memory";
        if (heap < LITTLE_HEAP_MIB) {
            return Finding.warn("memory", text, "give it more: KNARR_HEAP=1g target/knarr");
        }
        return heap > machine * 3 / 4
                ? Finding.warn(
                        "memory", text, "the model and the index need memory beside the heap: set KNARR_HEAP lower")
                : Finding.ok("memory", text);
    }

    private static Finding time() {
        ZonedDateTime now = ZonedDateTime.now(Clock.systemUTC());
        return now.getYear() < FIRST_YEAR
                ? Finding.fail("time", now.toString(), "set the clock: expiry and “since” depend on it")
                : Finding.ok("time", now.toString());
    }
}
