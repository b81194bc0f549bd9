package io.knarr.work;

import java.util.List;
import java.util.Map;

/**
 * How far the work of one request is.
 *
 * @param outstanding jobs waiting or running
 * @param queues what ended so far, by queue
 */
public record GroupProgress(long outstanding, Map<Queue, Ended> queues) {
    public static final GroupProgress NOTHING = new GroupProgress(0, Map.of());

    public GroupProgress {
        queues = Map.copyOf(queues);
    }

    public boolean done() {
        return outstanding == 0;
    }

    /** What ended in one queue; nothing when the queue had no job of this group. */
    public Ended in(Queue queue) {
        return queues.getOrDefault(queue, Ended.NONE);
    }

    /**
     * Jobs that ended.
     *
     * @param processed well
     * @param requeued tries repeated
     * @param errors messages of those that failed for good, at most 20
     * @param errorCount how many failed for good
     */
    public record Ended(long processed, long requeued, long errorCount, List<String> errors) {
        public static final Ended NONE = new Ended(0, 0, 0, List.of());

        public Ended {
            errors = List.copyOf(errors);
        }
    }
}
