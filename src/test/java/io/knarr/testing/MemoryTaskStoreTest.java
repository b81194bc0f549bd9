package io.knarr.testing;

import io.knarr.work.TaskStore;
import io.knarr.work.TaskStoreContract;

class MemoryTaskStoreTest extends TaskStoreContract {
    @Override
    protected TaskStore open(FakeClock clock) {
        return new MemoryTaskStore(clock);
    }
}
