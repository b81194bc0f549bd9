package io.knarr.testing;

import io.knarr.work.WorkQueue;
import io.knarr.work.WorkQueueContract;

class MemoryWorkQueueTest extends WorkQueueContract {
    @Override
    protected WorkQueue open(FakeClock clock) {
        return new MemoryWorkQueue(clock);
    }
}
