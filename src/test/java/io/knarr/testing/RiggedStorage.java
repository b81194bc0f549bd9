package io.knarr.testing;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.PathLeases;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A {@link MemoryStorage} that writes down what it is asked for, can be told to fail, and is short to fill and to look at. */
public final class RiggedStorage implements Storage {
    private final FakeClock clock = new FakeClock();
    private final MemoryStorage inner;
    private final List<NewJob> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable Fault failure;

    /** @param directory where copies of uploads are put when somebody asks for one */
    public RiggedStorage(Vertx vertx, Path directory) {
        this.inner = new MemoryStorage(vertx, directory, clock, 256);
    }

    /** For tests without uploads. */
    public RiggedStorage(Vertx vertx) {
        this(vertx, Path.of("no-uploads"));
    }

    public FakeClock clock() {
        return clock;
    }

    /** Every change of the tree from now on fails with this, after its jobs were enqueued. */
    public void failChangesWith(Fault fault) {
        failure = fault;
    }

    public void failChangesNoMore() {
        failure = null;
    }

    /** Puts a file there as it is, with no jobs. */
    public void put(String uri, String content) {
        put(uri, Buffer.buffer(content));
    }

    public void put(String uri, Buffer content) {
        var _ = Await.of(tree().write(Callers.ACME, VikingUri.parse(uri), content, WriteMode.UPSERT));
    }

    public void makeDirectory(String uri) {
        var _ = Await.of(tree().makeDirectory(Callers.ACME, VikingUri.parse(uri)));
    }

    /** The text of a file. */
    public String text(String uri) {
        return Await.of(tree().read(Callers.ACME, VikingUri.parse(uri))).toString();
    }

    public boolean isThere(String uri) {
        return Await.of(tree().stat(Callers.ACME, VikingUri.parse(uri))).isPresent();
    }

    /** All files and directories below an address, as paths relative to it; directories end in a slash. */
    public List<String> below(String uri) {
        VikingUri root = VikingUri.parse(uri);
        return Await.of(tree().walk(Callers.ACME, root, Integer.MAX_VALUE, Integer.MAX_VALUE)).stream()
                .map(node -> root.relativize(node.uri()) + (node.isDirectory() ? "/" : ""))
                .toList();
    }

    /** The jobs that changes asked for so far, as {@code Queue viking://…}, in order. */
    public List<String> asked() {
        return asked.stream().map(job -> job.queue().label() + " " + job.key()).toList();
    }

    /** The same, whole. */
    public List<NewJob> askedJobs() {
        return List.copyOf(asked);
    }

    public void forgetAsked() {
        asked.clear();
    }

    @Override
    public Future<Void> open() {
        return inner.open();
    }

    @Override
    public MemoryTree tree() {
        return inner.tree();
    }

    @Override
    public PathLeases leases() {
        return inner.leases();
    }

    @Override
    public MemoryUploads uploads() {
        return inner.uploads();
    }

    @Override
    public MemoryIndex index() {
        return inner.index();
    }

    @Override
    public MemoryWorkQueue work() {
        return inner.work();
    }

    @Override
    public MemoryTaskStore tasks() {
        return inner.tasks();
    }

    @Override
    public Future<Void> atomically(AccountId account, List<TreeChange> changes, List<NewJob> jobs) {
        asked.addAll(jobs);
        Fault fault = failure;
        return fault == null
                ? inner.atomically(account, changes, jobs)
                : inner.atomically(account, List.of(), jobs).compose(_ -> Future.failedFuture(fault));
    }

    @Override
    public Future<Void> check() {
        Fault fault = failure;
        return fault == null ? inner.check() : Future.failedFuture(fault);
    }

    @Override
    public Future<Void> close() {
        return inner.close();
    }
}
