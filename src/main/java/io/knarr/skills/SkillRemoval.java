package io.knarr.skills;

import io.knarr.files.Removal;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.Optional;

/** Deletes skills (core 7.7). */
public final class SkillRemoval {
    private final SkillLookup lookup;
    private final Removal removal;

    /** @param compute reads YAML */
    public SkillRemoval(TreeStore tree, Pool compute, Removal removal) {
        this.lookup = new SkillLookup(tree, compute);
        this.removal = removal;
    }

    /** @param records index records that were there */
    public record Outcome(VikingUri uri, long records) {}

    /** {@code NOT_FOUND} of type {@code skill}, also the second time. */
    public Future<Outcome> remove(Caller caller, String name, Optional<VikingUri> target) {
        return lookup.find(caller, name, target)
                .compose(skill -> removal.remove(caller, skill, true, Optional.empty())
                        .map(outcome -> new Outcome(skill, outcome.records())));
    }
}
