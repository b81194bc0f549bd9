package io.knarr.http;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Memory for large bodies, shared by all requests: many large ones at once are refused instead of filling the heap. Any thread. */
final class BodyBudget {
    private final long bytes;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long bytes) {
        this.bytes = bytes;
    }

    /** @throws Fault {@code UNAVAILABLE}: others hold what there is; nothing was taken then */
    void take(long wanted) {
        if (taken.addAndGet(wanted) > bytes) {
            taken.addAndGet(-wanted);
            throw new Fault(
                    Code.UNAVAILABLE,
                    "The server holds as many large bodies as fit into its memory, try again shortly",
                    Map.of("service", "server", "reason", "large bodies", "retryable", true));
        }
    }

    void give(long back) {
        taken.addAndGet(-back);
    }

    long taken() {
        return taken.get();
    }
}
