package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.identity.Identifiers;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the files of the tree. A symbolic link is not there, wherever in a path it stands: following one could leave the
 * workspace. Sockets, pipes and devices are not there either.
 */
final class TreeReaderBlocking {
    private final TreePaths paths;
    private final Disk disk;

    TreeReaderBlocking(TreePaths paths, Disk disk) {
        this.paths = paths;
        this.disk = disk;
    }

    /** The node; an account’s root that nobody wrote to yet is there too, and empty. */
    Optional<Node> stat(AccountId account, VikingUri uri) throws IOException {
        Optional<Node> found = find(account, uri);
        return found.isEmpty() && uri.isRoot()
                ? Optional.of(new Node(uri, Node.Kind.DIRECTORY, 0, Instant.EPOCH))
                : found;
    }

    /** The node that is really there. */
    Optional<Node> find(AccountId account, VikingUri uri) throws IOException {
        Path path = paths.path(account, uri);
        // From the top: below a file or a link there is nothing, and asking for it would be an error or follow the
        // link.
        Path at = paths.path(account, VikingUri.ROOT);
        for (String segment : uri.segments()) {
            if (!isDirectory(at)) {
                return Optional.empty();
            }
            at = at.resolve(segment);
        }
        return node(uri, path);
    }

    private static boolean isDirectory(Path path) throws IOException {
        return attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    private static Optional<Node> node(VikingUri uri, Path path) throws IOException {
        return attributes(path)
                .filter(found -> found.isDirectory() || found.isRegularFile())
                .map(found -> new Node(
                        uri,
                        found.isDirectory() ? Node.Kind.DIRECTORY : Node.Kind.FILE,
                        found.size(),
                        found.lastModifiedTime().toInstant()));
    }

    private static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    List<Node> walk(AccountId account, VikingUri directory, int maxDepth, int maxNodes) throws IOException {
        if (stat(account, directory).filter(Node::isDirectory).isEmpty()) {
            throw Fault.notFound("directory", directory.toString());
        }
        List<Node> found = new ArrayList<>();
        collect(account, directory, maxDepth, maxNodes, found);
        return found;
    }

    private void collect(AccountId account, VikingUri directory, int depth, int maxNodes, List<Node> found)
            throws IOException {
        if (depth <= 0) {
            return;
        }
        Path path = paths.path(account, directory);
        for (VikingUri child : children(path, directory)) {
            if (found.size() >= maxNodes) {
                return;
            }
            Optional<Node> node = node(child, path.resolve(child.name()));
            if (node.isPresent()) {
                found.add(node.get());
                if (node.get().isDirectory()) {
                    collect(account, child, depth - 1, maxNodes, found);
                }
            }
        }
    }

    private static List<VikingUri> children(Path path, VikingUri directory) throws IOException {
        List<VikingUri> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                TreePaths.visibleChild(directory, entry.getFileName().toString())
                        .ifPresent(children::add);
            }
        } catch (NoSuchFileException goneMeanwhile) {
            return List.of();
        }
        children.sort(null);
        return children;
    }

    Buffer read(AccountId account, VikingUri file) throws IOException {
        try (FileChannel channel = open(account, file)) {
            if (channel.size() > Integer.MAX_VALUE - 8) {
                throw Fault.invalid("This file is too large to be read whole, download it: " + file);
            }
            return Buffer.buffer(Channels.newInputStream(channel).readAllBytes());
        }
    }

    /** The content as it is now: a later write makes a new file and leaves the one that is open here alone. */
    FileChannel open(AccountId account, VikingUri file) throws IOException {
        Node node = stat(account, file).orElseThrow(() -> Fault.notFound("file", file.toString()));
        if (node.isDirectory()) {
            throw Fault.notAFile(file.toString());
        }
        try {
            return disk.openForReading(paths.path(account, file));
        } catch (NoSuchFileException goneMeanwhile) {
            throw Fault.notFound("file", file.toString());
        }
    }

    List<AccountId> accounts() throws IOException {
        List<AccountId> accounts = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(paths.root())) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Identifiers.isValid(name)
                        && !name.startsWith("_")
                        && isDirectory(entry)
                        && !children(entry, VikingUri.ROOT).isEmpty()) {
                    accounts.add(new AccountId(name));
                }
            }
        }
        accounts.sort(null);
        return accounts;
    }
}
