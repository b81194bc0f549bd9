package io.knarr.skills;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.offload.Pool;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The files of a skill (core 7.6). */
public final class SkillContents {
    private static final int DEEPEST = 10;
    private static final int MOST_LISTED = 10_000;
    private static final int MOST_HASHED = 512;
    private static final long LARGEST_HASHED = 16L << 20;
    private static final long MOST_BYTES = 64L << 20;

    private static final Comparator<Entry> BREADTH_FIRST =
            Comparator.comparingInt(Entry::depth).thenComparing(Entry::kind).thenComparing(Entry::path);

    private final TreeStore tree;
    private final Pool compute;

    /** @param compute hashes */
    SkillContents(TreeStore tree, Pool compute) {
        this.tree = tree;
        this.compute = compute;
    }

    /** What a file is to its skill; in the order in which they are listed. */
    public enum Kind {
        DEFINITION,
        SUMMARY,
        AUXILIARY,
        DIRECTORY;

        /** As in JSON: lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A file or directory.
     *
     * @param path below the skill
     * @param sha256 in hex; for files whose integrity was asked for
     */
    public record Entry(VikingUri uri, String path, Kind kind, long size, Optional<String> sha256) {
        int depth() {
            return (int) path.chars().filter(c -> c == '/').count();
        }

        public boolean isDirectory() {
            return kind == Kind.DIRECTORY;
        }

        Entry with(String hash) {
            return new Entry(uri, path, kind, size, Optional.of(hash));
        }
    }

    /**
     * All of them, breadth first.
     *
     * @param revision changes when any file does; for skills whose integrity was asked for
     */
    public record Listed(List<Entry> entries, Optional<String> revision) {
        public Listed {
            entries = List.copyOf(entries);
        }
    }

    Future<Listed> list(AccountId account, VikingUri skill) {
        return entries(account, skill, MOST_LISTED).map(entries -> new Listed(entries, Optional.empty()));
    }

    /** {@code RESOURCE_EXHAUSTED} for more or larger files than are hashed in one call. */
    Future<Listed> hashed(AccountId account, VikingUri skill) {
        List<Entry> hashed = new ArrayList<>();
        return entries(account, skill, MOST_HASHED + 2)
                .compose(entries -> requireModest(skill, entries))
                .compose(entries ->
                        Rounds.each(entries, entry -> hashed(account, entry).onSuccess(hashed::add)))
                .compose(_ -> compute.run(() -> new Listed(hashed, Optional.of(revision(hashed)))));
    }

    private Future<List<Entry>> entries(AccountId account, VikingUri skill, int most) {
        return tree.walk(account, skill, DEEPEST, most)
                .map(nodes -> nodes.stream()
                        .filter(node -> !node.name().equals(SkillNames.SOURCE))
                        .map(node -> entry(skill, node))
                        .sorted(BREADTH_FIRST)
                        .toList());
    }

    private static Entry entry(VikingUri skill, Node node) {
        String path = skill.relativize(node.uri());
        return new Entry(node.uri(), path, kind(path, node), node.size(), Optional.empty());
    }

    private static Kind kind(String path, Node node) {
        if (node.isDirectory()) {
            return Kind.DIRECTORY;
        }
        return path.equals(SkillNames.DEFINITION)
                ? Kind.DEFINITION
                : Level.isSidecar(path) ? Kind.SUMMARY : Kind.AUXILIARY;
    }

    private static Future<List<Entry>> requireModest(VikingUri skill, List<Entry> entries) {
        List<Entry> files =
                entries.stream().filter(entry -> !entry.isDirectory()).toList();
        boolean modest = entries.size() <= MOST_HASHED
                && files.stream().allMatch(file -> file.size() <= LARGEST_HASHED)
                && files.stream().mapToLong(Entry::size).sum() <= MOST_BYTES;
        return modest
                ? Future.succeededFuture(entries)
                : Future.failedFuture(new Fault(
                        Code.RESOURCE_EXHAUSTED,
                        "The integrity of a skill is told up to " + MOST_HASHED + " entries, 16 MiB a file and 64 MiB"
                                + " in all: " + skill,
                        Map.of("resource", skill.toString())));
    }

    private Future<Entry> hashed(AccountId account, Entry entry) {
        return entry.isDirectory()
                ? Future.succeededFuture(entry)
                : tree.read(account, entry.uri())
                        .compose(content -> compute.run(() -> entry.with(sha256(content.getBytes()))));
    }

    private static String revision(List<Entry> entries) {
        JsonArray all = new JsonArray();
        entries.stream()
                .sorted(Comparator.comparing(Entry::path))
                .forEach(entry -> all.add(new JsonObject()
                        .put("is_dir", entry.isDirectory())
                        .put("path", entry.path())
                        .put("sha256", entry.sha256().orElse(null))
                        .put("size", entry.isDirectory() ? null : entry.size())));
        return sha256(all.encode().getBytes(StandardCharsets.UTF_8));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
