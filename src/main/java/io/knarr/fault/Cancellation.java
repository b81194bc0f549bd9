package io.knarr.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says that nobody waits for the answer of a call any more. Whoever started the call cancels; its steps ask, or leave an
 * action that stops what they have under way. Any thread.
 */
public final class Cancellation {
    /** Of a call that is waited for to its end. */
    public static final Cancellation NEVER = new Cancellation();

    private final Map<Object, Runnable> actions = new LinkedHashMap<>();
    private boolean cancelled;

    /** Runs what was left, on this thread; later calls do nothing. */
    public void cancel() {
        if (this == NEVER) {
            throw new IllegalStateException("NEVER is shared by all who cannot cancel");
        }
        List<Runnable> left;
        synchronized (this) {
            cancelled = true;
            left = List.copyOf(actions.values());
            actions.clear();
        }
        left.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Leaves an action for the moment of cancelling; it runs at once when that has passed. It must be short and not throw.
     *
     * @return takes the action back; a step that is over must do so, because a call can have many
     */
    public Runnable onCancel(Runnable action) {
        if (this == NEVER) {
            return () -> {};
        }
        Object key = new Object();
        synchronized (this) {
            if (!cancelled) {
                actions.put(key, action);
                return () -> forget(key);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void forget(Object key) {
        Runnable _ = actions.remove(key);
    }

    /** One that is cancelled as soon as either is. */
    Cancellation or(Cancellation other) {
        if (this == NEVER || this == other) {
            return other;
        }
        if (other == NEVER) {
            return this;
        }
        Cancellation either = new Cancellation();
        // Never taken back: both belong to the same call and end with it.
        Runnable _ = onCancel(either::cancel);
        Runnable _ = other.onCancel(either::cancel);
        return either;
    }
}
