package io.knarr.runtime;

import com.sun.management.OperatingSystemMXBean;
import io.knarr.runtime.PortProbe.Answer;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;

/** Looks at what usually goes wrong. Reads only; blocks, for a few seconds at most. */
final class Doctor {
    private static final int JAVA = 25;
    private static final long MIB = 1L << 20;
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
        findings.addAll(new DataProbe(surroundings, loaded.values().workspace()).examine());
        if (!offline) {
            findings.add(port());
            if (loaded.problems().isEmpty()) {
                findings.add(ModelProbe.examine(EmbedderSettings.of(loaded.values())));
            }
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
