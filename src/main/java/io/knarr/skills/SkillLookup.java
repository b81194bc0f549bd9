package io.knarr.skills;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** Finds the directory of a skill by name, and says what is a skill. */
final class SkillLookup {
    private final TreeStore tree;
    private final Pool compute;

    /** @param compute reads YAML */
    SkillLookup(TreeStore tree, Pool compute) {
        this.tree = tree;
        this.compute = compute;
    }

    /** The first root that has it; {@code NOT_FOUND} of type {@code skill}. */
    Future<VikingUri> find(Caller caller, String name, Optional<VikingUri> target) {
        return Future.succeededFuture()
                .map(_ -> places(caller, name, target).iterator())
                .compose(places -> Rounds.until(() -> {
                    if (!places.hasNext()) {
                        return Future.failedFuture(Fault.notFound("skill", name));
                    }
                    VikingUri place = places.next();
                    return read(caller.account(), place)
                            .map(told -> told.isSkill() ? Optional.of(place) : Optional.<VikingUri>empty());
                }));
    }

    private static List<VikingUri> places(Caller caller, String name, Optional<VikingUri> target) {
        if (!SkillNames.isName(name)) {
            throw Fault.invalid("The name of a skill has 1 to " + SkillNames.LONGEST
                    + " letters, digits, underscores and dashes: " + name);
        }
        return SkillRoots.toLookIn(caller, target).stream()
                .map(root -> root.child(name))
                .toList();
    }

    /** A place, as far as it is a skill. */
    record Told(Optional<Summary> summary, Optional<String> abstractBody) {
        boolean isSkill() {
            return summary.isPresent();
        }
    }

    /** By its abstract, or else by its definition; a directory that has neither is no skill. */
    Future<Told> read(AccountId account, VikingUri skill) {
        Future<Optional<Buffer>> sidecar = ifThere(tree.read(account, Level.ABSTRACT.addressOf(skill)));
        return sidecar.compose(stored -> compute.run(() -> ofAbstract(skill, stored)))
                .compose(told -> told.isSkill()
                        ? Future.succeededFuture(told)
                        : ifThere(tree.read(account, skill.child(SkillNames.DEFINITION)))
                                .compose(found -> compute.run(() -> new Told(
                                        found.map(text -> Summary.ofDefinition(skill, text.toString())),
                                        Optional.empty()))));
    }

    private static Told ofAbstract(VikingUri skill, Optional<Buffer> stored) {
        Optional<String> body =
                stored.map(buffer -> Sidecar.parse(skill, buffer.toString()).body());
        Optional<Summary> summary = body.flatMap(text -> Summary.read(skill, text));
        return new Told(summary, summary.isPresent() ? body : Optional.empty());
    }

    static <T> Future<Optional<T>> ifThere(Future<T> reading) {
        return reading.map(Optional::of)
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }
}
