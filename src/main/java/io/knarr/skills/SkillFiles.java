package io.knarr.skills;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts whole skills at their places. What is not part of a new one goes, after the new files are there; when that fails the
 * old skill is put back.
 */
final class SkillFiles {
    /** Of all files of a skill together: they are in memory while they are replaced. */
    static final long MOST_BYTES = 64L << 20;

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SkillFiles.class);
    private static final int MOST_NODES = 10_000;

    private final Storage storage;

    SkillFiles(Storage storage) {
        this.storage = storage;
    }

    /** One skill that is to be at a place, by path below it, sidecars included. */
    record Placed(VikingUri skill, Map<String, Buffer> files) {}

    /** What was there before. */
    private record Former(Placed wanted, List<Node> nodes, Map<String, Buffer> files) {
        VikingUri skill() {
            return wanted.skill();
        }

        private String path(Node node) {
            return skill().relativize(node.uri());
        }

        private static Set<String> directories(Set<String> files) {
            Set<String> directories = new TreeSet<>();
            for (String file : files) {
                for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
                    directories.add(file.substring(0, slash));
                }
            }
            return directories;
        }

        List<TreeChange> changes() {
            Set<String> files = wanted.files().keySet();
            Set<String> directories = directories(files);
            List<TreeChange> inTheWay = new ArrayList<>();
            List<TreeChange> over = new ArrayList<>();
            for (Node node : nodes) {
                String path = path(node);
                boolean stays = node.isDirectory() ? directories.contains(path) : files.contains(path);
                if (!stays) {
                    boolean blocks = node.isDirectory() ? files.contains(path) : directories.contains(path);
                    (blocks ? inTheWay : over).add(new TreeChange.Delete(node.uri()));
                }
            }
            List<TreeChange> changes = new ArrayList<>(inTheWay);
            changes.add(new TreeChange.WriteAll(skill(), wanted.files()));
            changes.addAll(over);
            return changes;
        }

        Future<Void> restore(TreeStore tree, AccountId account) {
            if (nodes.isEmpty()) {
                return tree.delete(account, skill()).mapEmpty();
            }
            Set<String> added = new TreeSet<>(wanted.files().keySet());
            Set<String> directories = directories(added);
            nodes.forEach(node -> (node.isDirectory() ? directories : added).remove(path(node)));
            added.addAll(directories);
            return Rounds.each(added, path -> tree.delete(account, skill().resolve(path)))
                    .compose(_ -> tree.writeAll(account, skill(), files));
        }
    }

    /** All of them in one step; each then has one index job in these groups. {@code CONFLICT} when a place is busy. */
    Future<Void> put(AccountId account, List<Placed> skills, List<String> groups) {
        List<Claim> claims =
                skills.stream().map(placed -> Claim.subtree(placed.skill())).toList();
        List<NewJob> jobs = skills.stream()
                .map(placed -> FollowUps.index(placed.skill(), groups))
                .toList();
        return storage.leases()
                .acquire(account, claims, PATIENCE)
                .compose(lease -> former(account, skills)
                        .compose(former -> replace(account, former, jobs))
                        .onComplete(_ -> lease.release()));
    }

    private Future<Void> replace(AccountId account, List<Former> former, List<NewJob> jobs) {
        List<TreeChange> changes =
                former.stream().flatMap(one -> one.changes().stream()).toList();
        return storage.atomically(account, changes, jobs)
                .recover(cause -> Rounds.each(former, one -> one.restore(storage.tree(), account))
                        .onFailure(again -> LOG.warn(
                                "skill_not_restored skills={}",
                                former.stream().map(Former::skill).toList(),
                                again))
                        .transform(_ -> Future.failedFuture(cause)));
    }

    private Future<List<Former>> former(AccountId account, List<Placed> skills) {
        List<Former> all = new ArrayList<>();
        return Rounds.each(skills, placed -> former(account, placed).onSuccess(all::add))
                .map(all);
    }

    private Future<Former> former(AccountId account, Placed placed) {
        TreeStore tree = storage.tree();
        return tree.stat(account, placed.skill()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Former(placed, List.of(), Map.of()));
            }
            return tree.walk(account, placed.skill(), Integer.MAX_VALUE, MOST_NODES + 1)
                    .compose(nodes -> requireModest(placed.skill(), nodes))
                    .compose(nodes ->
                            contents(account, placed.skill(), nodes).map(files -> new Former(placed, nodes, files)));
        });
    }

    private static Future<List<Node>> requireModest(VikingUri skill, List<Node> nodes) {
        long bytes = nodes.stream()
                .filter(node -> !node.isDirectory())
                .mapToLong(Node::size)
                .sum();
        return nodes.size() > MOST_NODES || bytes > MOST_BYTES
                ? Future.failedFuture(new Fault(
                        Code.RESOURCE_EXHAUSTED,
                        "The skill that is there is too large to be replaced in one step; delete it first: " + skill,
                        Map.of("resource", skill.toString())))
                : Future.succeededFuture(nodes);
    }

    private Future<Map<String, Buffer>> contents(AccountId account, VikingUri skill, List<Node> nodes) {
        Map<String, Buffer> files = new HashMap<>();
        return Rounds.each(
                        nodes.stream().filter(node -> !node.isDirectory()).toList(),
                        node -> storage.tree()
                                .read(account, node.uri())
                                .onSuccess(content -> files.put(skill.relativize(node.uri()), content)))
                .map(files);
    }
}
