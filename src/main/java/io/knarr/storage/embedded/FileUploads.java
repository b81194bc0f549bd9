package io.knarr.storage.embedded;

import io.knarr.identity.AccountId;
import io.knarr.offload.Pool;
import io.knarr.tree.UploadStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * Uploads in plain files below {@code <workspace>/temp/upload}, where OpenViking keeps its own. Nothing passes before {@link
 * #open} or after {@link #close}: {@code UNAVAILABLE}.
 *
 * <p>A stream that fails is read to its end and dropped.
 */
public final class FileUploads implements UploadStore {
    private final Gate gate;
    private final UploadFilesBlocking files;
    private final UploadIds ids;
    private final Clock clock;

    /**
     * @param workspace the data directory
     * @param lifetime how long an upload can be used; zero is for ever
     * @param random unpredictable, for the ids
     */
    public FileUploads(Path workspace, Pool files, Clock clock, Duration lifetime, RandomGenerator random) {
        this(workspace, files, new PlainDiskBlocking(), clock, lifetime, random);
    }

    FileUploads(Path workspace, Pool pool, Disk disk, Clock clock, Duration lifetime, RandomGenerator random) {
        this.gate = new Gate(pool, "the upload store");
        this.files = new UploadFilesBlocking(workspace.resolve("temp").resolve("upload"), disk, clock, lifetime);
        this.ids = new UploadIds(random);
        this.clock = clock;
    }

    /** Makes what is missing and clears what a crash left. */
    public Future<Void> open() {
        Future<Void> opened = gate.open(() -> {
            files.open();
            return null;
        });
        return opened.recover(failure -> Future.failedFuture(FileFaults.writing("the upload store", failure)));
    }

    /** Succeeds when nothing is read or written any more; streams that are under way fail. */
    public Future<Void> close() {
        return gate.close();
    }

    @Override
    public Future<Upload> save(
            AccountId account, String fileName, Mode mode, ReadStream<Buffer> content, long maxBytes) {
        return Future.<Void>succeededFuture()
                .compose(_ -> new UploadReceiver(gate, files, content, maxBytes).run())
                .compose(received -> {
                    Upload upload = new Upload(
                            ids.next(mode, fileName, clock.instant()), fileName, received.size(), clock.instant());
                    return gate.run(() -> files.keep(account, upload, received.staged()))
                            .onFailure(_ -> files.throwAway(received.staged()));
                })
                .recover(failure -> Future.failedFuture(FileFaults.writing(fileName, failure)));
    }

    @Override
    public Future<Upload> find(AccountId account, String id) {
        return reading(id, () -> files.find(account, id));
    }

    @Override
    public Future<Path> localCopy(AccountId account, String id) {
        return reading(id, () -> files.content(account, id));
    }

    @Override
    public Future<Integer> sweep() {
        return gate.run(files::sweep)
                .recover(failure -> Future.failedFuture(FileFaults.writing("the upload store", failure)));
    }

    private <T> Future<T> reading(String id, Callable<T> task) {
        return gate.run(task).recover(failure -> Future.failedFuture(FileFaults.reading(id, failure)));
    }
}
