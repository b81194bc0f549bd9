package io.knarr.files;

import io.knarr.context.Tags;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.EntryPages;
import io.knarr.index.Filter;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Puts copies of nodes at other addresses, with their vectors and tags: nothing is parsed or embedded again. */
public final class Copying {
    private final Storage storage;
    private final Supplier<String> newName;

    /** @param newName makes unique names */
    public Copying(Storage storage, Supplier<String> newName) {
        this.storage = storage;
        this.newName = newName;
    }

    /**
     * A file replaces a file, a directory merges into one that is there. {@code NOT_FOUND} of type {@code resource}; {@code
     * FAILED_PRECONDITION} for a directory without {@code recursive}; {@code INVALID_ARGUMENT} for a file onto a directory or
     * into itself. Everything that takes space is copied before the target changes.
     */
    public Future<Void> copy(Caller caller, VikingUri from, VikingUri to, boolean recursive) {
        return Guard.pass(() -> requireAllowed(caller, from, to))
                .compose(_ -> storage.leases().acquire(caller.account(), claims(from, to), Writing.PATIENCE))
                .compose(lease -> storage.tree()
                        .stat(caller.account(), from)
                        .compose(found -> source(from, found, recursive))
                        .compose(source -> storage.tree()
                                .stat(caller.account(), to)
                                .compose(target -> copyLeased(caller, source, target, to)))
                        .onComplete(_ -> lease.release()));
    }

    private static void requireAllowed(Caller caller, VikingUri from, VikingUri to) {
        Access.requireRead(caller, from);
        // A copy shows all that is below: it must be the caller’s to see.
        if (from.depth() < 2 || Access.mayHideAPeer(caller, from)) {
            throw Fault.denied("This cannot be copied as a whole: " + from, from.toString());
        }
        Access.requireWrite(caller, to);
        Merge.requireApart(from, to);
    }

    private static List<Claim> claims(VikingUri from, VikingUri to) {
        return from.equals(to) ? List.of(Claim.subtree(from)) : List.of(Claim.subtree(from), Claim.subtree(to));
    }

    private static Future<Node> source(VikingUri from, Optional<Node> found, boolean recursive) {
        if (found.isEmpty()) {
            return Future.failedFuture(Fault.notFound("resource", from.toString()));
        }
        return found.get().isDirectory() && !recursive
                ? Future.failedFuture(new Fault(
                        Code.FAILED_PRECONDITION,
                        "This is a directory; copy it with recursive: " + from,
                        Map.of("resource", from.toString(), "expected_flag", "recursive")))
                : Future.succeededFuture(found.get());
    }

    private Future<Void> copyLeased(Caller caller, Node source, Optional<Node> target, VikingUri to) {
        VikingUri from = source.uri();
        if (from.equals(to)) {
            return Future.succeededFuture();
        }
        if (target.isPresent() && target.get().isDirectory() != source.isDirectory()) {
            return Future.failedFuture(Merge.clash(from, to));
        }
        // What the jobs know of tags holds even when they come before the entries are copied.
        return tagged(caller, from, to)
                .compose(tags -> source.isDirectory() && target.isPresent()
                        ? merge(caller, from, to, tags)
                        : storage.atomically(
                                caller.account(), List.of(new TreeChange.Copy(from, to)), jobs(to, Set.of(), tags)))
                // The jobs find most entries made; without them they would embed everything again.
                .compose(_ -> storage.index().copy(caller.account(), from, to))
                .compose(_ -> storage.index().flush());
    }

    /** Jobs that give the copies the tags of their originals. */
    private Future<List<NewJob>> tagged(Caller caller, VikingUri from, VikingUri to) {
        Map<VikingUri, List<String>> tags = new LinkedHashMap<>();
        return EntryPages.each(storage.index(), caller.account(), Filter.under(from), page -> {
                    page.stream()
                            .filter(entry -> !entry.tags().isEmpty())
                            .forEach(entry -> tags.merge(entry.uri().rebase(from, to), entry.tags(), Tags::merge));
                    return Future.succeededFuture();
                })
                .map(_ -> tags.entrySet().stream()
                        .map(each -> FollowUps.index(
                                each.getKey(), new Tagging(each.getValue(), Tagging.REPLACE), List.of()))
                        .toList());
    }

    /** The copy is made aside; then each piece of it goes to its place. */
    private Future<Void> merge(Caller caller, VikingUri from, VikingUri to, List<NewJob> tags) {
        VikingUri aside = VikingUri.of("temp", caller.user(), "copy_" + newName.get());
        return Merge.plan(storage.tree(), caller.account(), from, to).compose(merge -> {
            List<TreeChange> changes = new ArrayList<>();
            changes.add(new TreeChange.Copy(from, aside));
            merge.moves()
                    .forEach(move -> changes.add(new TreeChange.Move(move.from().rebase(from, aside), move.to())));
            return storage.atomically(caller.account(), changes, jobs(to, merge.merged(), tags))
                    .eventually(() -> storage.tree().delete(caller.account(), aside));
        });
    }

    private static List<NewJob> jobs(VikingUri to, Set<VikingUri> merged, List<NewJob> tags) {
        List<NewJob> jobs = new ArrayList<>(tags);
        jobs.add(FollowUps.indexTree(to, List.of()));
        Set<VikingUri> changed = new LinkedHashSet<>(merged);
        WritePolicy.summarised(to).ifPresent(changed::add);
        FollowUps.Refresh copied = new FollowUps.Refresh("parent_refresh", false);
        changed.stream()
                .filter(WritePolicy::refreshesLayers)
                .forEach(directory -> jobs.add(FollowUps.refresh(directory, copied, List.of())));
        return jobs;
    }
}
