package io.knarr.runtime;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Signals that ask the process to end. A shutdown hook alone would end it with 143 and swallow a second interrupt, so the
 * handlers are set through {@code sun.misc.Signal}: by reflection, since the compiler warns of that class and the warning
 * cannot be turned off for one place.
 */
final class Signals {
    private Signals() {}

    /** The first signal calls {@code first}, each later one {@code again}, both on a thread of the JVM. */
    static void onStop(Runnable first, Runnable again) {
        AtomicBoolean seen = new AtomicBoolean();
        Runnable handler = () -> {
            if (seen.compareAndSet(false, true)) {
                first.run();
            } else {
                again.run();
            }
        };
        for (String name : new String[] {"TERM", "INT", "HUP"}) {
            handle(name, handler);
        }
    }

    private static void handle(String name, Runnable handler) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.run();
                        }
                        return null;
                    });
            var _ = signal.getMethod("handle", signal, handlerType)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (InvocationTargetException refused) {
            if (!(refused.getCause() instanceof IllegalArgumentException)) {
                throw new IllegalStateException("the handler of SIG" + name + " could not be set", refused.getCause());
            }
            // The system does not know this signal, or the JVM was started with -Xrs: then its default holds.
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("the module jdk.unsupported is missing", missing);
        }
    }
}
