package io.knarr.memory;

import io.knarr.context.Tags;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.PathLeases;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Merges drafts into the memories that are there and writes what changed, with what the index has to do, as one step. */
public final class Memories {
    /** Another commit of the same user may be writing the same files. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Storage storage;

    public Memories(Storage storage) {
        this.storage = storage;
    }

    /**
     * Makes the drafts true.
     *
     * @param home of the user, above all that is written
     * @param tags for events, in the index alone
     * @param first to be written before any memory is, given what will change
     */
    Future<MemoryDiff> apply(
            AccountId account,
            VikingUri home,
            List<Draft> drafts,
            List<String> tags,
            Function<MemoryDiff, List<TreeChange>> first) {
        List<PathLeases.Claim> claims = drafts.stream()
                .map(Draft::uri)
                .distinct()
                .map(PathLeases.Claim::exact)
                .toList();
        return storage.leases()
                .acquire(account, claims, PATIENCE)
                .compose(lease -> merged(account, drafts)
                        .compose(changed -> write(account, home, changed, tags, first))
                        .onComplete(_ -> lease.release()));
    }

    /** A memory before and after. */
    private record Changed(Draft draft, Optional<MemoryFile> before, MemoryFile after) {}

    private Future<List<Changed>> merged(AccountId account, List<Draft> drafts) {
        List<Future<Optional<MemoryFile>>> old =
                drafts.stream().map(draft -> stored(account, draft.uri())).toList();
        return Future.all(old).map(_ -> {
            List<Changed> changed = new ArrayList<>();
            for (int i = 0; i < drafts.size(); i++) {
                Draft draft = drafts.get(i);
                Optional<MemoryFile> before = old.get(i).result();
                Merging.merge(before, draft).ifPresent(after -> changed.add(new Changed(draft, before, after)));
            }
            return changed;
        });
    }

    private Future<Optional<MemoryFile>> stored(AccountId account, VikingUri uri) {
        return storage.tree()
                .read(account, uri)
                .map(content -> Optional.of(MemoryFile.parse(content.toString())))
                .recover(failure -> Fault.of(failure).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    private Future<MemoryDiff> write(
            AccountId account,
            VikingUri home,
            List<Changed> changed,
            List<String> tags,
            Function<MemoryDiff, List<TreeChange>> first) {
        Map<String, Buffer> files = new LinkedHashMap<>();
        List<NewJob> jobs = new ArrayList<>();
        for (Changed one : changed) {
            files.put(
                    home.relativize(one.draft().uri()),
                    Buffer.buffer(one.after().text()));
            boolean tagged = one.draft().type().equals("events") && !tags.isEmpty();
            FollowUps.Tagging tagging = tagged
                    ? new FollowUps.Tagging(Tags.keepValid(tags), FollowUps.Tagging.APPEND)
                    : FollowUps.Tagging.NONE;
            jobs.add(FollowUps.index(one.draft().uri(), tagging, List.of()));
        }
        MemoryDiff diff = new MemoryDiff(changed.stream()
                .map(one -> new MemoryDiff.Change(
                        one.draft().type(),
                        one.draft().uri(),
                        one.before().map(MemoryFile::body),
                        one.after().body()))
                .toList());
        List<TreeChange> changes = new ArrayList<>(first.apply(diff));
        if (!files.isEmpty()) {
            changes.add(new TreeChange.WriteAll(home, files));
        }
        return storage.atomically(account, changes, jobs).map(diff);
    }
}
