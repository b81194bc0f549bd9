package io.knarr.offload;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Lowers the calling thread to nice 19. On Linux {@code setpriority(PRIO_PROCESS, 0, n)} acts on the calling thread alone;
 * elsewhere nothing happens. Java’s own thread priorities are ignored by the JVM on Linux (measured: no effect).
 */
public final class ThreadPriority {
    private static final int PRIO_PROCESS = 0;
    private static final int LOWEST = 19;

    private ThreadPriority() {}

    @SuppressWarnings("restricted")
    public static void giveWay() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setpriority = linker.defaultLookup().find("setpriority");
        // Only Linux has gettid, and only there does this act on the thread and not on the whole process.
        boolean perThread = linker.defaultLookup().find("gettid").isPresent();
        if (setpriority.isEmpty() || !perThread) {
            return;
        }
        FunctionDescriptor shape = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
        try {
            // The result is of no use: a thread that could not be lowered runs at normal priority.
            int _ = (int) linker.downcallHandle(setpriority.get(), shape).invokeExact(PRIO_PROCESS, 0, LOWEST);
        } catch (Throwable failure) {
            throw new IllegalStateException("setpriority could not be called", failure);
        }
    }
}
