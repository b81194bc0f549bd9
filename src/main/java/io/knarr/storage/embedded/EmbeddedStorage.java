package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.index.VectorIndex;
import io.knarr.observe.Meters;
import io.knarr.offload.Pool;
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
import java.io.IOException;
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

    private final Pool files;
    private final DataDirectory directory;
    private final OwnDirectoryBlocking own;
    private final FileTree tree;
    private final PathLeases leases;
    private final FileUploads uploads;
    private final LuceneIndex index;
    private final WorkDatabase database;
    private final WorkQueue work;
    private final TaskStore tasks;

    /** @param locks the one registry of this JVM */
    public EmbeddedStorage(
            Vertx vertx,
            EmbeddedSettings settings,
            EmbeddedPools pools,
            DirectoryLocks locks,
            Clock clock,
            Meters meters) {
        this(vertx, settings, pools, locks, clock, meters, new PlainDiskBlocking());
    }

    EmbeddedStorage(
            Vertx vertx,
            EmbeddedSettings settings,
            EmbeddedPools pools,
            DirectoryLocks locks,
            Clock clock,
            Meters meters,
            Disk disk) {
        Path workspace = settings.workspace();
        this.files = pools.files();
        this.own = new OwnDirectoryBlocking(workspace.resolve(OWN), disk);
        this.directory = new DataDirectory(workspace, settings.owner(), settings.waived(), locks, files);
        this.tree = new FileTree(workspace, files, disk);
        this.leases = new InProcessLeases(vertx, meters);
        this.uploads = new FileUploads(workspace, files, disk, clock, settings.uploadLifetime(), new SecureRandom());
        this.index = new LuceneIndex(own.path().resolve("index"), settings.model(), pools.search(), pools.index());
        this.database = new WorkDatabase(own.path(), pools.store());
        this.work = new SqliteWorkQueue(database, clock);
        this.tasks = new SqliteTaskStore(database, clock, UUID::randomUUID);
    }

    @Override
    public Future<Void> open() {
        return directory
                .open()
                .compose(_ -> openParts().recover(failure -> close().transform(_ -> Future.failedFuture(failure))));
    }

    private Future<Void> openParts() {
        return inFiles(own::make)
                .recover(failure -> Future.failedFuture(FileFaults.writing("the data directory", failure)))
                .compose(_ -> Future.join(List.of(tree.open(), uploads.open(), index.open(), database.open())))
                .mapEmpty();
    }

    private Future<Void> inFiles(FileStep step) {
        return files.run(() -> {
            step.run();
            return null;
        });
    }

    private interface FileStep {
        void run() throws IOException;
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
        return inFiles(own::check).compose(_ -> database.check());
    }

    /** The directory is given back last, when nothing of this process can write to it any more. */
    @Override
    public Future<Void> close() {
        return Future.join(List.of(tree.close(), uploads.close(), index.close(), database.close()))
                .transform(closed -> directory
                        .close()
                        .compose(_ ->
                                closed.succeeded() ? Future.succeededFuture() : Future.failedFuture(closed.cause())));
    }
}
