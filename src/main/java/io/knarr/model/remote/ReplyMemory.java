package io.knarr.model.remote;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of answers that are on their way, of all providers together: no provider can send a server out of memory. Any thread. */
public final class ReplyMemory {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    public ReplyMemory(long mostBytes) {
        this.most = mostBytes;
    }

    /** False, and nothing is taken, when there is not so much left. */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void give(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
