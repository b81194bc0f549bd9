package io.knarr.model.remote;

import java.util.random.RandomGenerator;

/**
 * How long to wait before a request is repeated: any time up to 0.5 s, doubling to 8 s (behaviour 3.6). Why any time and
 * not a share of jitter: calls that failed together must not come back together (Brooker, "Exponential Backoff And Jitter",
 * AWS 2015, “full jitter”).
 */
record Backoff(RandomGenerator random) {
    private static final long BASE_MS = 500;
    private static final long CAP_MS = 8000;

    /** @param repetition 1 for the first */
    long delayMs(int repetition) {
        long most = Math.min(CAP_MS, BASE_MS << Math.min(repetition - 1, 10));
        return random.nextLong(1, most + 1);
    }
}
