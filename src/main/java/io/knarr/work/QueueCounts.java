package io.knarr.work;

/**
 * A queue at a glance.
 *
 * @param pending waiting, delayed or held
 * @param inProgress claimed
 * @param dead parked
 * @param processed ended well, ever
 * @param requeued tries that failed and were repeated, ever
 * @param errors tries that failed for good, ever
 */
public record QueueCounts(long pending, long inProgress, long dead, long processed, long requeued, long errors) {
    public static final QueueCounts NONE = new QueueCounts(0, 0, 0, 0, 0, 0);

    public boolean idle() {
        return pending == 0 && inProgress == 0;
    }
}
