package io.knarr.testing;

import io.knarr.identity.AccountId;
import io.knarr.observe.Meters;
import io.knarr.storage.JobsFirst;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.storage.embedded.InProcessLeases;
import io.knarr.tree.PathLeases;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A back end in memory, made of the fixtures of its parts. Passes {@code StorageContract}; there is nothing to open. */
public final class MemoryStorage implements Storage {
    private final MemoryTree tree;
    private final PathLeases leases;
    private final MemoryUploads uploads;
    private final MemoryIndex index;
    private final MemoryWorkQueue work;
    private final MemoryTaskStore tasks;

    /**
     * @param directory where local copies of uploads are written
     * @param dimensions of the vectors
     */
    public MemoryStorage(Vertx vertx, Path directory, Clock clock, int dimensions) {
        this.tree = new MemoryTree(clock);
        this.leases = new InProcessLeases(vertx, Meters.NONE);
        this.uploads = new MemoryUploads(directory, clock, Duration.ofHours(12));
        this.index = new MemoryIndex(dimensions);
        this.work = new MemoryWorkQueue(clock);
        this.tasks = new MemoryTaskStore(clock);
    }

    @Override
    public Future<Void> open() {
        return Future.succeededFuture();
    }

    @Override
    public MemoryTree tree() {
        return tree;
    }

    @Override
    public PathLeases leases() {
        return leases;
    }

    @Override
    public MemoryUploads uploads() {
        return uploads;
    }

    @Override
    public MemoryIndex index() {
        return index;
    }

    @Override
    public MemoryWorkQueue work() {
        return work;
    }

    @Override
    public MemoryTaskStore tasks() {
        return tasks;
    }

    @Override
    public Future<Void> atomically(AccountId account, List<TreeChange> changes, List<NewJob> jobs) {
        return new JobsFirst(tree, work).run(account, changes, jobs);
    }

    @Override
    public Future<Void> check() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
