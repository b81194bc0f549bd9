package io.knarr.storage.embedded;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Which path belongs to which address: {@code viking://resources/a} is {@code <root>/<account>/resources/a}. */
final class TreePaths {
    /** Linux refuses 4096 bytes and more; what is left is for names below this one. */
    private static final int MAX_PATH_BYTES = 3840;

    private static final Set<String> OWN_AT_ROOT = Set.of("_system", "tasks");
    private static final Set<String> OWN = Set.of(".path.ovlock", ".redirect.json", ".sync_log.json");
    private static final String OWN_PREFIX = ".exact.ovlock.";

    private final Path root;

    TreePaths(Path root) {
        this.root = root;
    }

    /** The directory that holds one directory per account. */
    Path root() {
        return root;
    }

    /** @throws Fault {@code INVALID_URI} for an address that this file system cannot hold */
    Path path(AccountId account, VikingUri uri) {
        Path path = root.resolve(account.id());
        try {
            for (String segment : uri.segments()) {
                path = path.resolve(segment);
            }
        } catch (InvalidPathException unwritable) {
            throw Fault.invalidUri(uri.toString(), "the file system cannot hold this name");
        }
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw Fault.invalidUri(uri.toString(), "it is too long for the file system");
        }
        return path;
    }

    /** Empty for a name that no address can have, or that the store (OpenViking’s included) keeps for itself. */
    static Optional<VikingUri> visibleChild(VikingUri directory, String name) {
        if (OWN.contains(name) || name.startsWith(OWN_PREFIX) || (directory.isRoot() && OWN_AT_ROOT.contains(name))) {
            return Optional.empty();
        }
        try {
            VikingUri child = directory.child(name);
            return child.name().equals(name) ? Optional.of(child) : Optional.empty();
        } catch (Fault noSegment) {
            return Optional.empty();
        }
    }
}
