package io.knarr.runtime;

import io.vertx.core.impl.VertxThread;
import io.vertx.core.internal.ContextInternal;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;

/**
 * The Vert.x context that another thread runs in now, which Vert.x tells only to that thread itself. Read from the thread’s
 * own field: a marker that our code would set could not follow the callbacks of futures, and would name the wrong request. A
 * version of Vert.x without that field costs the name of the request in a report, nothing else (and fails BlockedLoopTest).
 */
final class CurrentContext {
    private static final Optional<VarHandle> FIELD = field();

    private CurrentContext() {}

    private static Optional<VarHandle> field() {
        try {
            return Optional.of(MethodHandles.privateLookupIn(VertxThread.class, MethodHandles.lookup())
                    .findVarHandle(VertxThread.class, "context", ContextInternal.class));
        } catch (NoSuchFieldException | IllegalAccessException changed) {
            return Optional.empty();
        }
    }

    /** Empty when it is none of Vert.x’s threads or does nothing. As old as the processor’s caches allow. */
    static Optional<Object> of(Thread thread) {
        return thread instanceof VertxThread ? FIELD.map(field -> field.getOpaque(thread)) : Optional.empty();
    }
}
