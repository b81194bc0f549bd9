package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.offload.Pool;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tree in plain files, as OpenViking lays them out: {@code viking://resources/a} of account {@code acme} is {@code
 * <workspace>/viking/acme/resources/a}.
 *
 * <p>Nothing passes before {@link #open} or after {@link #close}: {@code UNAVAILABLE}. One process only: steps such as
 * “create unless it exists” are atomic because nobody else writes here.
 */
public final class FileTree implements TreeStore {
    private static final String RESOURCE = "the tree";
    private static final Logger LOG = LoggerFactory.getLogger(FileTree.class);

    private final Gate gate;
    private final DurableFilesBlocking files;
    private final TreeReaderBlocking reader;
    private final TreeWriterBlocking writer;
    private final AtomicBoolean purging = new AtomicBoolean();

    /** @param workspace the data directory */
    public FileTree(Path workspace, Pool files) {
        this(workspace, files, new PlainDiskBlocking());
    }

    FileTree(Path workspace, Pool pool, Disk disk) {
        Path root = workspace.resolve("viking");
        TreePaths paths = new TreePaths(root);
        this.gate = new Gate(pool, "the tree");
        // No account can have this name, so no address leads there.
        this.files = new DurableFilesBlocking(disk, root, root.resolve("_knarr-tmp"));
        this.reader = new TreeReaderBlocking(paths, disk);
        this.writer = new TreeWriterBlocking(paths, reader, files);
    }

    /**
     * Makes what is missing and clears what a crash left. {@code FAILED_PRECONDITION} when this JVM cannot name files in
     * Unicode.
     */
    public Future<Void> open() {
        return gate.open(() -> {
                    requireUnicodeNames();
                    files.open();
                    return null;
                })
                .onSuccess(_ -> purge())
                .recover(failure -> Future.failedFuture(FileFaults.writing(RESOURCE, failure)));
    }

    /** Nobody waits for it, and one at a time is enough: what a refused or failed one leaves, the next one takes. */
    private void purge() {
        if (purging.compareAndSet(false, true)) {
            gate.run(() -> {
                        files.purge();
                        return null;
                    })
                    .onFailure(failure -> LOG.warn("trash not deleted reason={}", failure.toString()))
                    .onComplete(_ -> purging.set(false));
        }
    }

    private static void requireUnicodeNames() {
        try {
            Path _ = Path.of("ü文");
        } catch (InvalidPathException ascii) {
            throw new Fault(
                    Code.FAILED_PRECONDITION,
                    "File names cannot hold Unicode in this locale: start with LC_ALL=C.UTF-8",
                    Map.of("reason", "locale"),
                    ascii);
        }
    }

    /** Succeeds when nothing is read or written any more. */
    public Future<Void> close() {
        files.close();
        return gate.close();
    }

    @Override
    public Future<Optional<Node>> stat(AccountId account, VikingUri uri) {
        return reading(uri, () -> reader.stat(account, uri));
    }

    @Override
    public Future<List<Node>> list(AccountId account, VikingUri directory) {
        return walk(account, directory, 1, Integer.MAX_VALUE);
    }

    @Override
    public Future<List<Node>> walk(AccountId account, VikingUri directory, int maxDepth, int maxNodes) {
        return reading(directory, () -> reader.walk(account, directory, maxDepth, maxNodes));
    }

    @Override
    public Future<Buffer> read(AccountId account, VikingUri file) {
        return reading(file, () -> reader.read(account, file));
    }

    @Override
    public Future<Long> copyTo(AccountId account, VikingUri file, WriteStream<Buffer> target) {
        return reading(file, () -> reader.open(account, file))
                .compose(source -> new ChunkedCopy(gate, file, source, target).run());
    }

    @Override
    public Future<Node> write(AccountId account, VikingUri file, Buffer content, WriteMode mode) {
        return writing(file, () -> writer.write(account, file, content.getBytes(), mode));
    }

    @Override
    public Future<Void> writeAll(AccountId account, VikingUri directory, Map<String, Buffer> contents) {
        return writing(directory, () -> {
            writer.writeAll(account, directory, contents);
            return null;
        });
    }

    @Override
    public Future<Boolean> makeDirectory(AccountId account, VikingUri directory) {
        return writing(directory, () -> writer.makeDirectory(account, directory));
    }

    @Override
    public Future<Boolean> delete(AccountId account, VikingUri uri) {
        return writing(uri, () -> writer.delete(account, uri)).onSuccess(_ -> purge());
    }

    @Override
    public Future<Void> move(AccountId account, VikingUri from, VikingUri to) {
        return writing(to, () -> {
            writer.move(account, from, to);
            return null;
        });
    }

    @Override
    public Future<Void> copy(AccountId account, VikingUri from, VikingUri to) {
        return this.<Void>writing(to, () -> {
                    writer.copy(account, from, to);
                    return null;
                })
                .onFailure(_ -> purge());
    }

    @Override
    public Future<List<AccountId>> accounts() {
        return gate.run(reader::accounts)
                .recover(failure -> Future.failedFuture(FileFaults.reading(RESOURCE, failure)));
    }

    private <T> Future<T> reading(VikingUri uri, Callable<T> task) {
        return gate.run(task).recover(failure -> Future.failedFuture(FileFaults.reading(uri.toString(), failure)));
    }

    private <T> Future<T> writing(VikingUri uri, Callable<T> task) {
        return gate.run(task).recover(failure -> Future.failedFuture(FileFaults.writing(uri.toString(), failure)));
    }
}
