package io.knarr.ingest;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Access;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.parse.FileKind;
import io.knarr.parse.FileKinds;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.tree.TreeStore;
import io.knarr.uri.ResourceNames;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where an import goes (core 3.2, "Target selection"; behaviour 3.5). */
final class Targets {
    /** How many names with a number are tried beside the plain one. */
    private static final int TRIES = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Optional<Free> NOT_FREE = Optional.empty();

    private final TreeStore tree;
    private final PathLeases leases;
    private final AddLocations locations;
    private final Clock clock;

    Targets(Storage storage, Clock clock) {
        this.tree = storage.tree();
        this.leases = storage.leases();
        this.locations = new AddLocations(storage);
        this.clock = clock;
    }

    /** The exact target, when one was named that is not itself a root of resources. */
    static Optional<VikingUri> exact(AddResource request) {
        return request.to().filter(to -> !isResourceRoot(to));
    }

    /** @throws Fault {@code INVALID_ARGUMENT}, {@code INVALID_URI} or {@code PERMISSION_DENIED} */
    static void require(Caller caller, AddResource request) {
        if (request.to().isPresent() && request.parent().isPresent()) {
            throw Fault.invalid(
                    "to and parent exclude each other: to is the resource itself, parent the directory above it");
        }
        request.to().or(request::parent).ifPresent(target -> {
            if (!isResourceContent(target)) {
                throw Fault.invalidUri(
                        target.toString(), "a resource goes below viking://resources or a user’s resources");
            }
            Access.requireWrite(caller, target);
        });
    }

    /** At or below a root of resources. */
    private static boolean isResourceContent(VikingUri uri) {
        VikingUri root = uri;
        while (!root.isRoot() && !isResourceRoot(root)) {
            root = root.parent();
        }
        return !root.isRoot();
    }

    static boolean isResourceRoot(VikingUri uri) {
        return switch (uri.depth()) {
            case 1 -> uri.scope().equals("resources");
            case 3 -> uri.scope().equals("user") && uri.name().equals("resources");
            case 5 ->
                uri.scope().equals("user")
                        && uri.segment(2).equals("peers")
                        && uri.name().equals("resources");
            default -> false;
        };
    }

    /** The directory below which a name is to be found; {@code NOT_FOUND} when it must exist and does not. */
    Future<VikingUri> parent(Caller caller, AddResource request, String fileName) {
        return request.to()
                .or(request::parent)
                .map(Future::succeededFuture)
                .orElseGet(() ->
                        locations.of(caller).map(chosen -> chosen.resource().orElseGet(() -> defaultParent(fileName))))
                .compose(parent -> requireUsable(caller, request, parent));
    }

    private Future<VikingUri> requireUsable(Caller caller, AddResource request, VikingUri parent) {
        boolean made = request.createParent() || request.parent().isEmpty() || isResourceRoot(parent);
        return tree.stat(caller.account(), parent).compose(found -> {
            if (found.filter(node -> !node.isDirectory()).isPresent()) {
                return Future.failedFuture(Fault.invalid("The parent is a file, a directory is needed: " + parent));
            }
            return found.isPresent() || made
                    ? Future.succeededFuture(parent)
                    : Future.failedFuture(Fault.notFound("directory", parent.toString()));
        });
    }

    private VikingUri defaultParent(String fileName) {
        VikingUri resources = VikingUri.of("resources");
        String area = switch (FileKinds.of(fileName)) {
            case IMAGE -> "images";
            case AUDIO -> "audio";
            case VIDEO -> "video";
            default -> "";
        };
        if (area.isEmpty()) {
            return resources;
        }
        LocalDate today = LocalDate.now(clock);
        return resources.resolve(String.format(
                Locale.ROOT, "%s/%d/%02d/%02d", area, today.getYear(), today.getMonthValue(), today.getDayOfMonth()));
    }

    /** A resource’s name, made from what its source is called. */
    static String nameOf(String sourceName, String fileName) {
        FileKind kind = FileKinds.of(fileName);
        String stem = ResourceNames.stem(sourceName);
        String plain = kind.isMedia() ? stem + "_" + extension(fileName) : stem;
        return ResourceNames.sanitise(plain);
    }

    private static String extension(String fileName) {
        return fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** An address that nothing has and nobody else can take while the lease is held. */
    record Free(VikingUri root, Lease lease) {}

    /** The first address for this name that is free; the caller releases it. {@code CONFLICT} when a hundred are taken. */
    Future<Free> free(AccountId account, VikingUri parent, String name) {
        return free(account, parent, name, 0);
    }

    private Future<Free> free(AccountId account, VikingUri parent, String name, int attempt) {
        if (attempt > TRIES) {
            return Future.failedFuture(new Fault(
                    Code.CONFLICT,
                    "There are already " + TRIES + " resources of this name, give another one: " + parent.child(name),
                    Map.of("resource", parent.child(name).toString())));
        }
        VikingUri candidate = parent.child(attempt == 0 ? name : name + "_" + attempt);
        return tree.stat(account, candidate)
                .compose(taken -> taken.isEmpty() ? take(account, candidate) : Future.succeededFuture(NOT_FREE))
                .compose(free -> free.isPresent()
                        ? Future.succeededFuture(free.get())
                        : free(account, parent, name, attempt + 1));
    }

    /**
     * Looks again under a lease: what an import is just being planted at is away for a moment, and the address of another that
     * is just being accepted is not there yet.
     */
    private Future<Optional<Free>> take(AccountId account, VikingUri candidate) {
        return leases.acquire(account, List.of(Claim.exact(candidate)), PATIENCE)
                .compose(lease -> tree.stat(account, candidate)
                        .map(taken -> taken.isEmpty() ? Optional.of(new Free(candidate, lease)) : NOT_FREE)
                        .onComplete(free -> {
                            if (free.failed() || free.result().isEmpty()) {
                                lease.release();
                            }
                        }));
    }

    /** Takes a reserved directory away while it holds nothing. */
    static Future<Void> unreserve(TreeStore tree, AccountId account, VikingUri root) {
        return tree.stat(account, root)
                .compose(found -> found.filter(Node::isDirectory).isEmpty()
                        ? Future.succeededFuture()
                        : tree.list(account, root)
                                .compose(children -> children.isEmpty()
                                        ? tree.delete(account, root).mapEmpty()
                                        : Future.succeededFuture()));
    }
}
