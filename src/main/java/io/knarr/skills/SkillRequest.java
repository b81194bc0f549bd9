package io.knarr.skills;

import io.knarr.fault.Deadline;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A skill to be added or to replace another (core 7.3).
 *
 * @param uploadId a SKILL.md or an archive; wins over data
 * @param data see {@link SkillData}
 * @param chosen which skills of an archive with several, by name, {@code *} for all; empty: it holds one
 * @param target where it goes, or where the one to replace is
 * @param sourceMetadata kept instead of what the server knows of its source
 * @param waitUntil wait for its vectors until then; empty: do not wait
 */
public record SkillRequest(
        Optional<String> uploadId,
        @Nullable Object data,
        Optional<List<String>> chosen,
        Optional<VikingUri> target,
        Optional<JsonObject> sourceMetadata,
        Optional<Deadline> waitUntil) {
    /** The same, of these skills. */
    public SkillRequest choosing(List<String> names) {
        return new SkillRequest(uploadId, data, Optional.of(names), target, sourceMetadata, waitUntil);
    }

    /** The same, to be put there. */
    public SkillRequest into(Optional<VikingUri> root) {
        return new SkillRequest(uploadId, data, chosen, root, sourceMetadata, waitUntil);
    }
}
