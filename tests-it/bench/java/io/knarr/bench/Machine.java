package io.knarr.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a figure is worth nothing without. */
final class Machine {
    private Machine() {}

    /** Processors, memory of the JVM, its version and flags, and what else the machine was doing. */
    static String line() {
        return String.format(
                Locale.ROOT,
                "machine: %d cores %s, %s, Java %s, heap %d MB, flags %s, load %.2f",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.arch"),
                System.getProperty("os.name"),
                Runtime.version(),
                Runtime.getRuntime().maxMemory() >> 20,
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
