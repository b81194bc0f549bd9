package io.knarr.storage.embedded;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes everything on a file system durable with one call, {@code syncfs(2)}: Linux only. 2000 new files of 3 KB took 5.6 s
 * one by one and 0.08 s this way (ext4). It reports failed writes since Linux 5.8.
 */
final class FileSystemSync {
    private static final int READ_ONLY = 0;

    private FileSystemSync() {}

    /** False when the system cannot do it or says that something went wrong; then each file must be asked. */
    static boolean done(Path directory) {
        Optional<MethodHandle> syncfs = function("syncfs", ValueLayout.JAVA_INT);
        Optional<MethodHandle> open = function("open", ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        Optional<MethodHandle> close = function("close", ValueLayout.JAVA_INT);
        if (syncfs.isEmpty() || open.isEmpty() || close.isEmpty()) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) open.get().invoke(arena.allocateFrom(directory.toString()), READ_ONLY);
            if (descriptor < 0) {
                return false;
            }
            int result = (int) syncfs.get().invoke(descriptor);
            int _ = (int) close.get().invoke(descriptor);
            return result == 0;
        } catch (Throwable failure) {
            throw new IllegalStateException("syncfs could not be called", failure);
        }
    }

    @SuppressWarnings("restricted")
    private static Optional<MethodHandle> function(String name, MemoryLayout... arguments) {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor shape = FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments);
        return linker.defaultLookup().find(name).map(address -> linker.downcallHandle(address, shape));
    }
}
