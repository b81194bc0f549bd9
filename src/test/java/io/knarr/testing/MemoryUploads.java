package io.knarr.testing;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.tree.UploadStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** Uploads in memory; only a local copy is written to the directory. Passes {@code UploadStoreContract}. */
public final class MemoryUploads implements UploadStore {
    private final Path directory;
    private final Clock clock;
    private final Duration lifetime;
    private final Map<String, Kept> uploads = new ConcurrentHashMap<>();

    /** @param lifetime zero is for ever */
    public MemoryUploads(Path directory, Clock clock, Duration lifetime) {
        this.directory = directory;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    private record Kept(AccountId account, Upload upload, Buffer content) {}

    @Override
    public Future<Upload> save(
            AccountId account, String fileName, Mode mode, ReadStream<Buffer> content, long maxBytes) {
        Buffer whole = Buffer.buffer();
        AtomicBoolean tooLarge = new AtomicBoolean();
        Promise<Upload> result = Promise.promise();
        content.exceptionHandler(failure ->
                result.tryFail(failure instanceof Fault ? failure : new Fault(Code.ABORTED, "The upload broke off")));
        content.endHandler(_ -> {
            if (!tooLarge.get()) {
                result.tryComplete(keep(account, fileName, mode, whole));
            }
        });
        content.handler(chunk -> {
            if (whole.length() + (long) chunk.length() > maxBytes) {
                tooLarge.set(true);
                result.tryFail(Fault.invalid("The upload is too large: at most " + maxBytes + " bytes are accepted"));
            } else {
                whole.appendBuffer(chunk);
            }
        });
        content.resume();
        return result.future();
    }

    private Upload keep(AccountId account, String fileName, Mode mode, Buffer content) {
        String digits = UUID.randomUUID().toString().replace("-", "");
        int dot = fileName.lastIndexOf('.');
        String extension = dot > 0 ? fileName.substring(dot) : "";
        String id = mode == Mode.SHARED
                ? "shared_" + clock.millis() + "-" + digits
                : "upload_" + digits + (extension.matches("\\.[A-Za-z0-9_-]{1,16}") ? extension : "");
        Upload upload = new Upload(id, fileName, content.length(), clock.instant());
        uploads.put(id, new Kept(account, upload, content));
        return upload;
    }

    @Override
    public Future<Upload> find(AccountId account, String id) {
        return lookUp(account, id).map(Kept::upload);
    }

    @Override
    public Future<Path> localCopy(AccountId account, String id) {
        return lookUp(account, id).map(kept -> {
            try {
                return Files.write(directory.resolve(id), kept.content().getBytes());
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    private Future<Kept> lookUp(AccountId account, String id) {
        return Optional.ofNullable(uploads.get(id))
                .filter(kept -> kept.account().equals(account))
                .filter(kept -> !expired(kept))
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Fault.denied("This upload is unknown or has expired", id)));
    }

    private boolean expired(Kept kept) {
        return !lifetime.isZero() && !kept.upload().createdAt().plus(lifetime).isAfter(clock.instant());
    }

    @Override
    public Future<Integer> sweep() {
        int before = uploads.size();
        uploads.values().removeIf(this::expired);
        return Future.succeededFuture(before - uploads.size());
    }
}
