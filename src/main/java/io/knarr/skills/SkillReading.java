package io.knarr.skills;

import io.knarr.context.Level;
import io.knarr.fault.Guard;
import io.knarr.fault.Rounds;
import io.knarr.identity.Access;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.parse.Decoding;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists skills and shows one of them (core 7.2, 7.6). */
public final class SkillReading {
    private static final int MOST_PER_ROOT = 1000;
    private static final int AT_ONCE = 16;

    private final Storage storage;
    private final Pool compute;
    private final SkillLookup lookup;
    private final SkillContents contents;

    /** @param compute reads YAML and hashes */
    public SkillReading(Storage storage, Pool compute) {
        this.storage = storage;
        this.compute = compute;
        this.lookup = new SkillLookup(storage.tree(), compute);
        this.contents = new SkillContents(storage.tree(), compute);
    }

    /** The directories a list without a target covers. */
    public static List<VikingUri> roots(Caller caller) {
        return SkillRoots.all(caller);
    }

    /** Root by root, by name; a root that is not there has none. */
    public Future<List<Summary>> list(Caller caller, List<VikingUri> roots) {
        List<Summary> all = new ArrayList<>();
        return Guard.pass(() -> roots.forEach(root -> Access.requireRead(caller, root)))
                .compose(_ -> Rounds.each(
                        roots, root -> listed(caller.account(), root).onSuccess(all::addAll)))
                .map(all);
    }

    private Future<List<Summary>> listed(AccountId account, VikingUri root) {
        return SkillLookup.ifThere(storage.tree().list(account, root)).compose(found -> {
            List<VikingUri> places = found.orElse(List.of()).stream()
                    .filter(node -> node.isDirectory() && !node.isHidden())
                    .map(Node::uri)
                    .limit(MOST_PER_ROOT)
                    .toList();
            List<Summary> summaries = new ArrayList<>();
            List<List<VikingUri>> parts = new ArrayList<>();
            for (int from = 0; from < places.size(); from += AT_ONCE) {
                parts.add(places.subList(from, Math.min(places.size(), from + AT_ONCE)));
            }
            return Rounds.each(parts, part -> {
                        List<Future<SkillLookup.Told>> reading = part.stream()
                                .map(place -> lookup.read(account, place))
                                .toList();
                        return Future.all(reading)
                                .onSuccess(_ -> reading.forEach(
                                        told -> told.result().summary().ifPresent(summaries::add)));
                    })
                    .map(summaries);
        });
    }

    /** How much is told of the files. */
    public enum Files {
        NONE,
        LISTED,
        /** With sizes and hashes, all read while nobody can change the skill. */
        WITH_INTEGRITY
    }

    /**
     * What of a skill is wanted.
     *
     * @param level one tier; empty: all
     * @param content whether its text is wanted, when that was said
     */
    public record Wanted(Optional<Level> level, Optional<Boolean> content, Files files, boolean source) {
        boolean wantsAbstract() {
            return level.isEmpty() || level.get() == Level.ABSTRACT;
        }

        boolean wantsOverview() {
            return level.isEmpty() || level.get() == Level.OVERVIEW;
        }

        boolean wantsContent() {
            return level.isEmpty() ? content.orElse(true) : level.get() == Level.CONTENT || content.orElse(false);
        }
    }

    /** A text with the SHA-256 of its UTF-8 bytes, in hex. */
    public record Content(String text, String sha256) {}

    /**
     * Where a skill came from.
     *
     * @param record empty when there is none that can be read
     */
    public record Source(VikingUri uri, Optional<JsonObject> record) {}

    /** A skill; what was not wanted is empty. */
    public record Found(
            Summary summary,
            Optional<String> abstractText,
            Optional<String> overview,
            Optional<Content> content,
            Optional<SkillContents.Listed> files,
            Optional<Source> source) {}

    /** {@code NOT_FOUND} of type {@code skill}; {@code RESOURCE_EXHAUSTED} when it is too large for integrity. */
    public Future<Found> get(Caller caller, String name, Optional<VikingUri> target, Wanted wanted) {
        return lookup.find(caller, name, target)
                .compose(skill -> wanted.files() != Files.WITH_INTEGRITY
                        ? found(caller.account(), skill, wanted)
                        : storage.leases()
                                .acquire(caller.account(), List.of(Claim.subtree(skill)), SkillFiles.PATIENCE)
                                .compose(lease ->
                                        found(caller.account(), skill, wanted).onComplete(_ -> lease.release())));
    }

    private Future<Found> found(AccountId account, VikingUri skill, Wanted wanted) {
        Future<SkillLookup.Told> told = lookup.read(account, skill);
        Future<Optional<String>> overview = wanted.wantsOverview()
                ? layer(account, skill, Level.OVERVIEW)
                : Future.succeededFuture(Optional.empty());
        Future<Optional<Content>> content =
                wanted.wantsContent() ? content(account, skill) : Future.succeededFuture(Optional.empty());
        Future<Optional<SkillContents.Listed>> files = switch (wanted.files()) {
            case NONE -> Future.succeededFuture(Optional.empty());
            case LISTED -> contents.list(account, skill).map(Optional::of);
            case WITH_INTEGRITY -> contents.hashed(account, skill).map(Optional::of);
        };
        Future<Optional<Source>> source =
                wanted.source() ? source(account, skill).map(Optional::of) : Future.succeededFuture(Optional.empty());
        return Future.all(told, overview, content, files, source)
                .map(_ -> new Found(
                        told.result().summary().orElseGet(() -> new Summary(skill, "", List.of(), List.of())),
                        wanted.wantsAbstract()
                                ? told.result().abstractBody().or(() -> Optional.of(""))
                                : Optional.empty(),
                        overview.result(),
                        content.result(),
                        files.result(),
                        source.result()));
    }

    private Future<Optional<String>> layer(AccountId account, VikingUri skill, Level level) {
        return SkillLookup.ifThere(storage.tree().read(account, level.addressOf(skill)))
                .map(stored -> Optional.of(stored.map(buffer ->
                                Sidecar.parse(skill, buffer.toString()).body())
                        .orElse("")));
    }

    private Future<Optional<Content>> content(AccountId account, VikingUri skill) {
        return SkillLookup.ifThere(storage.tree().read(account, skill.child(SkillNames.DEFINITION)))
                .compose(stored -> compute.run(() -> stored.map(buffer -> {
                    String text = Decoding.text(buffer.getBytes());
                    return new Content(text, SkillContents.sha256(text.getBytes(StandardCharsets.UTF_8)));
                })));
    }

    private Future<Source> source(AccountId account, VikingUri skill) {
        VikingUri uri = skill.child(SkillNames.SOURCE);
        return SkillLookup.ifThere(storage.tree().read(account, uri))
                .map(stored -> new Source(uri, stored.flatMap(SkillReading::object)));
    }

    private static Optional<JsonObject> object(Buffer stored) {
        try {
            return Optional.of(stored.toJsonObject());
        } catch (DecodeException | ClassCastException unreadable) {
            return Optional.empty();
        }
    }
}
