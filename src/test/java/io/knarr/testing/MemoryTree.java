package io.knarr.testing;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The tree in memory. Passes {@code TreeStoreContract}; every future is complete when it is returned. */
public final class MemoryTree implements TreeStore {
    private static final int DIRECTORY_SIZE = 4096;

    private final Clock clock;
    private final Map<AccountId, NavigableMap<VikingUri, Stored>> accounts = new TreeMap<>();

    public MemoryTree() {
        this(Clock.systemUTC());
    }

    public MemoryTree(Clock clock) {
        this.clock = clock;
    }

    /** @param content empty for a directory */
    private record Stored(Optional<Buffer> content, Instant modifiedAt) {
        boolean isDirectory() {
            return content.isEmpty();
        }

        Node at(VikingUri uri) {
            return content.map(bytes -> new Node(uri, Node.Kind.FILE, bytes.length(), modifiedAt))
                    .orElseGet(() -> new Node(uri, Node.Kind.DIRECTORY, DIRECTORY_SIZE, modifiedAt));
        }
    }

    @Override
    public Future<Optional<Node>> stat(AccountId account, VikingUri uri) {
        return answer(() -> find(account, uri).map(stored -> stored.at(uri)));
    }

    @Override
    public Future<List<Node>> list(AccountId account, VikingUri directory) {
        return walk(account, directory, 1, Integer.MAX_VALUE);
    }

    @Override
    public Future<List<Node>> walk(AccountId account, VikingUri directory, int maxDepth, int maxNodes) {
        return answer(() -> {
            if (find(account, directory).filter(Stored::isDirectory).isEmpty()) {
                throw Fault.notFound("directory", directory.toString());
            }
            return below(account, directory).entrySet().stream()
                    .filter(entry -> entry.getKey().depth() - directory.depth() <= maxDepth)
                    .filter(entry -> !entry.getKey().equals(directory))
                    .limit(Math.max(0, maxNodes))
                    .map(entry -> entry.getValue().at(entry.getKey()))
                    .toList();
        });
    }

    @Override
    public Future<Buffer> read(AccountId account, VikingUri file) {
        return answer(() -> content(account, file).copy());
    }

    @Override
    public Future<Long> copyTo(AccountId account, VikingUri file, WriteStream<Buffer> target) {
        return answer(() -> content(account, file))
                .compose(content -> Future.<Void>succeededFuture()
                        .compose(_ -> target.write(content.copy()))
                        .compose(_ -> target.end())
                        .map((long) content.length()));
    }

    @Override
    public Future<Node> write(AccountId account, VikingUri file, Buffer content, WriteMode mode) {
        return answer(() -> put(account, file, content, mode));
    }

    @Override
    public Future<Void> writeAll(AccountId account, VikingUri directory, Map<String, Buffer> contents) {
        return answer(() -> {
            Map<VikingUri, Buffer> wanted = new TreeMap<>();
            contents.forEach((path, content) -> wanted.put(directory.resolve(path), content));
            NavigableMap<VikingUri, Stored> before = new TreeMap<>(nodes(account));
            try {
                wanted.forEach((file, content) -> {
                    Node _ = put(account, file, content, WriteMode.UPSERT);
                });
            } catch (Fault fault) {
                accounts.put(account, before);
                throw fault;
            }
            return null;
        });
    }

    @Override
    public Future<Boolean> makeDirectory(AccountId account, VikingUri directory) {
        return answer(() -> makeMissing(account, directory));
    }

    @Override
    public Future<Boolean> delete(AccountId account, VikingUri uri) {
        return answer(() -> {
            NavigableMap<VikingUri, Stored> removed = below(account, uri);
            removed.keySet().forEach(nodes(account)::remove);
            return !removed.isEmpty();
        });
    }

    @Override
    public Future<Void> move(AccountId account, VikingUri from, VikingUri to) {
        return answer(() -> {
            Stored moved = find(account, from)
                    .filter(_ -> !from.isRoot())
                    .orElseThrow(() -> Fault.notFound("resource", from.toString()));
            if (!from.equals(to)) {
                requireRoom(account, moved, from, to);
                boolean _ = makeMissing(account, to.parent());
                below(account, from).forEach((uri, stored) -> {
                    nodes(account).remove(uri);
                    nodes(account).put(to.resolve(from.relativize(uri)), stored);
                });
            }
            return null;
        });
    }

    @Override
    public Future<Void> copy(AccountId account, VikingUri from, VikingUri to) {
        return answer(() -> {
            Stored copied = find(account, from)
                    .filter(_ -> !from.isRoot())
                    .orElseThrow(() -> Fault.notFound("resource", from.toString()));
            requireRoom(account, copied, from, to);
            boolean _ = makeMissing(account, to.parent());
            below(account, from)
                    .forEach((uri, stored) -> nodes(account)
                            .put(to.resolve(from.relativize(uri)), new Stored(stored.content(), clock.instant())));
            return null;
        });
    }

    private void requireRoom(AccountId account, Stored moved, VikingUri from, VikingUri to) {
        Optional<Stored> there = find(account, to);
        if (!moved.isDirectory()) {
            if (there.filter(Stored::isDirectory).isPresent()) {
                throw Fault.notAFile(to.toString());
            }
        } else if (from.contains(to)) {
            throw Fault.invalid("a directory cannot move into itself");
        } else if (there.isPresent()) {
            throw Fault.alreadyExists("resource", to.toString());
        }
    }

    @Override
    public Future<List<AccountId>> accounts() {
        return answer(() -> accounts.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList());
    }

    private Node put(AccountId account, VikingUri file, Buffer content, WriteMode mode) {
        Optional<Stored> found = find(account, file);
        if (found.filter(Stored::isDirectory).isPresent()) {
            throw Fault.notAFile(file.toString());
        }
        if (mode == WriteMode.CREATE && found.isPresent()) {
            throw Fault.alreadyExists("file", file.toString());
        }
        if ((mode == WriteMode.REPLACE || mode == WriteMode.APPEND) && found.isEmpty()) {
            throw Fault.notFound("file", file.toString());
        }
        boolean _ = makeMissing(account, file.parent());
        Buffer whole = Buffer.buffer();
        if (mode == WriteMode.APPEND) {
            whole.appendBuffer(content(account, file));
        }
        Stored stored = new Stored(Optional.of(whole.appendBuffer(content)), clock.instant());
        nodes(account).put(file, stored);
        return stored.at(file);
    }

    private boolean makeMissing(AccountId account, VikingUri directory) {
        List<VikingUri> missing = new ArrayList<>();
        VikingUri at = VikingUri.ROOT;
        for (String segment : directory.segments()) {
            at = at.child(segment);
            Optional<Stored> found = find(account, at);
            if (found.filter(stored -> !stored.isDirectory()).isPresent()) {
                throw notADirectory(at);
            }
            if (found.isEmpty()) {
                missing.add(at);
            }
        }
        missing.forEach(uri -> nodes(account).put(uri, new Stored(Optional.empty(), clock.instant())));
        return !missing.isEmpty();
    }

    private Buffer content(AccountId account, VikingUri file) {
        return find(account, file)
                .orElseThrow(() -> Fault.notFound("file", file.toString()))
                .content()
                .orElseThrow(() -> Fault.notAFile(file.toString()));
    }

    private Optional<Stored> find(AccountId account, VikingUri uri) {
        return uri.isRoot()
                ? Optional.of(new Stored(Optional.empty(), Instant.EPOCH))
                : Optional.ofNullable(nodes(account).get(uri));
    }

    /** A copy of the node and all below it. */
    private NavigableMap<VikingUri, Stored> below(AccountId account, VikingUri uri) {
        NavigableMap<VikingUri, Stored> found = new TreeMap<>();
        for (Map.Entry<VikingUri, Stored> entry :
                nodes(account).tailMap(uri, true).entrySet()) {
            if (!uri.contains(entry.getKey())) {
                break;
            }
            found.put(entry.getKey(), entry.getValue());
        }
        return found;
    }

    private NavigableMap<VikingUri, Stored> nodes(AccountId account) {
        return accounts.computeIfAbsent(account, _ -> new TreeMap<>());
    }

    private static Fault notADirectory(VikingUri uri) {
        return new Fault(Code.INVALID_ARGUMENT, "This is a file, a directory is needed: " + uri);
    }

    private synchronized <T> Future<T> answer(Supplier<T> task) {
        try {
            return Future.succeededFuture(task.get());
        } catch (Fault fault) {
            return Future.failedFuture(fault);
        }
    }
}
