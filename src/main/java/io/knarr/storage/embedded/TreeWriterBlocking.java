package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.tree.Node;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes the files of the tree. Content is durable before it gets its name, so a fault leaves everything as it was. */
final class TreeWriterBlocking {
    private final TreePaths paths;
    private final TreeReaderBlocking reader;
    private final DurableFilesBlocking files;
    private final PathLocks locks = new PathLocks();

    TreeWriterBlocking(TreePaths paths, TreeReaderBlocking reader, DurableFilesBlocking files) {
        this.paths = paths;
        this.reader = reader;
        this.files = files;
    }

    Node write(AccountId account, VikingUri file, byte[] content, WriteMode mode) throws IOException {
        requireFits(account, file, mode);
        return mode == WriteMode.APPEND
                ? append(account, file, content)
                : put(account, file, files.stage(content), mode);
    }

    private Node put(AccountId account, VikingUri file, Path staged, WriteMode mode) throws IOException {
        Path path = paths.path(account, file);
        try {
            return locks.holding(path, () -> {
                requireFits(account, file, mode);
                place(account, file, staged);
                return written(account, file);
            });
        } finally {
            files.discard(staged);
        }
    }

    private Node append(AccountId account, VikingUri file, byte[] content) throws IOException {
        Path path = paths.path(account, file);
        return locks.holding(path, () -> {
            requireFits(account, file, WriteMode.APPEND);
            Path staged = files.stageContinued(path, content);
            try {
                files.publish(staged, path);
                return written(account, file);
            } finally {
                files.discard(staged);
            }
        });
    }

    private void requireFits(AccountId account, VikingUri file, WriteMode mode) throws IOException {
        Optional<Node> found = reader.find(account, file);
        if (found.filter(Node::isDirectory).isPresent()) {
            throw Fault.notAFile(file.toString());
        }
        if (mode == WriteMode.CREATE && found.isPresent()) {
            throw Fault.alreadyExists("file", file.toString());
        }
        if ((mode == WriteMode.REPLACE || mode == WriteMode.APPEND) && found.isEmpty()) {
            throw Fault.notFound("file", file.toString());
        }
    }

    /** Gives a file or directory, staged or of the tree, an address. */
    private void place(AccountId account, VikingUri uri, Path node) throws IOException {
        List<Path> made = makeDirectories(account, uri.parent());
        try {
            files.publish(node, paths.path(account, uri));
        } catch (IOException | RuntimeException failure) {
            files.unmake(made);
            throw failure;
        }
    }

    private Node written(AccountId account, VikingUri file) throws IOException {
        return reader.find(account, file)
                .orElseThrow(() -> new Fault(Code.CONFLICT, "It was deleted while it was written: " + file));
    }

    /** Renames follow when all content is durable; one sync per directory then makes them durable too. */
    void writeAll(AccountId account, VikingUri directory, Map<String, Buffer> contents) throws IOException {
        SortedMap<VikingUri, Buffer> wanted = new TreeMap<>();
        contents.forEach((relativePath, content) -> wanted.put(directory.resolve(relativePath), content));
        SortedSet<VikingUri> directories = requireFit(account, wanted.keySet());
        Map<Path, Path> stagedByTarget = new LinkedHashMap<>();
        List<Path> made = new ArrayList<>();
        try {
            for (Map.Entry<VikingUri, Buffer> file : wanted.entrySet()) {
                stagedByTarget.put(
                        paths.path(account, file.getKey()),
                        files.stageUnsynced(file.getValue().getBytes()));
            }
            files.syncAll(stagedByTarget.values());
            for (VikingUri parent : directories) {
                made.addAll(makeDirectories(account, parent));
            }
            files.publishAll(stagedByTarget);
        } catch (IOException | RuntimeException failure) {
            files.unmake(made);
            throw failure;
        } finally {
            stagedByTarget.values().forEach(files::discard);
        }
    }

    /** The directories that these need. */
    private SortedSet<VikingUri> requireFit(AccountId account, Iterable<VikingUri> ordered) throws IOException {
        SortedSet<VikingUri> directories = new TreeSet<>();
        VikingUri before = VikingUri.ROOT;
        for (VikingUri file : ordered) {
            requireFits(account, file, WriteMode.UPSERT);
            // What is below an address comes right after it.
            if (!before.isRoot() && before.contains(file)) {
                throw notADirectory(before);
            }
            before = file;
            if (directories.add(file.parent())) {
                requireNoFileAt(account, file.parent());
            }
        }
        return directories;
    }

    boolean makeDirectory(AccountId account, VikingUri directory) throws IOException {
        return !directory.isRoot() && !makeDirectories(account, directory).isEmpty();
    }

    private List<Path> makeDirectories(AccountId account, VikingUri directory) throws IOException {
        requireNoFileAt(account, directory);
        return files.makeDirectories(paths.path(account, directory));
    }

    /** Nor above it. */
    private void requireNoFileAt(AccountId account, VikingUri directory) throws IOException {
        VikingUri above = VikingUri.ROOT;
        for (String segment : directory.segments()) {
            above = above.child(segment);
            Optional<Node> found = reader.find(account, above);
            if (found.isEmpty()) {
                break;
            }
            if (!found.get().isDirectory()) {
                throw notADirectory(above);
            }
        }
    }

    private static Fault notADirectory(VikingUri uri) {
        return new Fault(
                Code.INVALID_ARGUMENT,
                "This is a file, a directory is needed: " + uri,
                Map.of("resource", uri.toString(), "expected", "directory", "actual", "file"));
    }

    boolean delete(AccountId account, VikingUri uri) throws IOException {
        Path path = paths.path(account, uri);
        return locks.holding(path, () -> {
            if (reader.find(account, uri).isEmpty()) {
                return false;
            }
            files.remove(path);
            return true;
        });
    }

    void move(AccountId account, VikingUri from, VikingUri to) throws IOException {
        Path source = paths.path(account, from);
        Path target = paths.path(account, to);
        Node _ = locks.holding(source, target, () -> {
            Node moved = reader.find(account, from)
                    .filter(_ -> !from.isRoot())
                    .orElseThrow(() -> Fault.notFound("resource", from.toString()));
            if (from.equals(to)) {
                return moved;
            }
            requireRoom(moved, to, reader.find(account, to));
            place(account, to, source);
            files.syncDirectoryOf(source);
            return moved;
        });
    }

    void copy(AccountId account, VikingUri from, VikingUri to) throws IOException {
        Node copied = reader.find(account, from)
                .filter(_ -> !from.isRoot())
                .orElseThrow(() -> Fault.notFound("resource", from.toString()));
        requireRoom(copied, to, reader.find(account, to));
        List<Node> nodes =
                copied.isDirectory() ? reader.walk(account, from, Integer.MAX_VALUE, Integer.MAX_VALUE) : List.of();
        Path staged = files.stageCopy(
                paths.path(account, from),
                copied.isDirectory(),
                nodes.stream()
                        .map(node -> new DurableFilesBlocking.Part(from.relativize(node.uri()), node.isDirectory()))
                        .toList());
        try {
            Node _ = locks.holding(paths.path(account, to), () -> {
                requireRoom(copied, to, reader.find(account, to));
                place(account, to, staged);
                return copied;
            });
        } catch (IOException | RuntimeException failure) {
            files.throwAway(staged);
            throw failure;
        }
    }

    private static void requireRoom(Node moved, VikingUri to, Optional<Node> there) {
        if (!moved.isDirectory()) {
            if (there.filter(Node::isDirectory).isPresent()) {
                throw Fault.notAFile(to.toString());
            }
        } else if (moved.uri().contains(to)) {
            throw Fault.invalid("A directory cannot go into itself: " + moved.uri() + " to " + to);
        } else if (there.isPresent()) {
            throw Fault.alreadyExists(there.get().isDirectory() ? "directory" : "file", to.toString());
        }
    }
}
