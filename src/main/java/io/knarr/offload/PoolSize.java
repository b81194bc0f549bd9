package io.knarr.offload;

/**
 * The bounds of a pool.
 *
 * @param threads how many tasks run at once
 * @param queue how many more may wait; the next one is refused
 * @param priority whether its threads give way to the rest of the process
 */
public record PoolSize(int threads, int queue, Priority priority) {
    /** How a pool’s threads compete for the processor. */
    public enum Priority {
        NORMAL,
        /** Nice 19 where the system knows it (Linux), so that bulk work takes only what nobody else wants. */
        BACKGROUND
    }

    public PoolSize {
        if (threads < 1 || queue < 0) {
            throw new IllegalArgumentException("a pool needs at least one thread and a queue of 0 or more");
        }
    }

    public static PoolSize of(int threads, int queue) {
        return new PoolSize(threads, queue, Priority.NORMAL);
    }

    public static PoolSize background(int threads, int queue) {
        return new PoolSize(threads, queue, Priority.BACKGROUND);
    }
}
