package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.index.VectorIndex;
import io.knarr.storage.JobsFirst;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.PathLeases;
import io.knarr.tree.TreeStore;
import io.knarr.tree.UploadStore;
import io.knarr.work.NewJob;
import io.knarr.work.TaskStore;
import io.knarr.work.WorkQueue;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Files, Lucene and SQLite in one directory of one process. Our own files are {@code <workspace>/_knarr/work.db} and
 * {@code <workspace>/_knarr/index/}; the rest is OpenViking’s layout.
 */
public final class EmbeddedStorage implements Storage {
    private static final String OWN = "_knarr";

    private final DataDirectory directory;
    private final FileTree tree;
    private final PathLeases leases;
    private final FileUploads uploads;
    private final LuceneIndex index;
    private final WorkDatabase database;
    private final WorkQueue work;
    private final TaskStore tasks;

    /** @param locks the one registry of this JVM */
    public EmbeddedStorage(
            Vertx vertx, EmbeddedSettings settings, EmbeddedPools pools, DirectoryLocks locks, Clock clock) {
        Path workspace = settings.workspace();
        Path own = workspace.resolve(OWN);
        this.directory = new DataDirectory(workspace, settings.owner(), settings.waived(), locks, pools.files());
        this.tree = new FileTree(workspace, pools.files());
        this.leases = new InProcessLeases(vertx);
        this.uploads = new FileUploads(workspace, pools.files(), clock, settings.uploadLifetime(), new SecureRandom());
        this.index = new LuceneIndex(own.resolve("index"), settings.model(), pools.search(), pools.index());
        this.database = new WorkDatabase(own, pools.store());
        this.work = new SqliteWorkQueue(database, clock);
        this.tasks = new SqliteTaskStore(database, clock, UUID::randomUUID);
    }

    @Override
    public Future<Void> open() {
        return directory
                .open()
                .compose(_ -> Future.join(List.of(tree.open(), uploads.open(), index.open(), database.open()))
                        .<Void>mapEmpty()
                        .recover(failure -> close().transform(_ -> Future.failedFuture(failure))));
    }

    /** Tells others where this process answers. */
    public Future<Void> announce(String url) {
        return directory.announce(url);
    }

    /** The index holds all that the tree has. */
    public Future<Void> markIndexed() {
        return index.markReady();
    }

    @Override
    public TreeStore tree() {
        return tree;
    }

    @Override
    public PathLeases leases() {
        return leases;
    }

    @Override
    public UploadStore uploads() {
        return uploads;
    }

    @Override
    public VectorIndex index() {
        return index;
    }

    @Override
    public WorkQueue work() {
        return work;
    }

    @Override
    public TaskStore tasks() {
        return tasks;
    }

    @Override
    public Future<Void> atomically(AccountId account, List<TreeChange> changes, List<NewJob> jobs) {
        return new JobsFirst(tree, work).run(account, changes, jobs);
    }

    @Override
    public Future<Void> check() {
        return database.check();
    }

    @Override
    public Future<Void> close() {
        return index.flush()
                .transform(_ -> Future.join(List.of(index.close(), database.close(), uploads.close(), tree.close())))
                .transform(_ -> directory.close());
    }
}
