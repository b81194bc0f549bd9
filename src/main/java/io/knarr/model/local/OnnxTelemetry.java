package io.knarr.model.local;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * Keeps ONNX Runtime from reporting to its maker.
 *
 * <p>From 1.29.0 on its Linux and macOS builds collect usage data and upload it unless the environment variable
 * {@code ORT_DISABLE_TELEMETRY} is set before the library starts (microsoft/onnxruntime#27379). The switch in its Java API
 * comes too late: the first report is made while the environment is created, and it runs a regular expression over the
 * process’s command line that overflows the stack, and so kills the JVM, when that is a few thousand characters long.
 */
final class OnnxTelemetry {
    private static final int REPLACE = 1;

    private OnnxTelemetry() {}

    /**
     * Sets the variable in this process, for native code only; call it before any class of ONNX Runtime is touched. Throws
     * {@link IllegalStateException} when that fails: better no model than one that reports.
     */
    @SuppressWarnings("restricted")
    static void switchOff() {
        Linker linker = Linker.nativeLinker();
        Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            // Windows, whose builds leave reporting to the system’s own settings.
            return;
        }
        FunctionDescriptor shape = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom("ORT_DISABLE_TELEMETRY");
            MemorySegment value = arena.allocateFrom("1");
            int result = (int) linker.downcallHandle(setenv.get(), shape).invokeExact(name, value, REPLACE);
            if (result != 0) {
                throw new IllegalStateException("setenv failed");
            }
        } catch (Throwable failure) {
            throw new IllegalStateException("telemetry of ONNX Runtime could not be switched off", failure);
        }
    }
}
