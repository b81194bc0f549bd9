package io.knarr.skills;

import io.vertx.core.buffer.Buffer;
import java.util.Map;

/**
 * A skill with the files that came with it.
 *
 * @param auxiliary by path below its directory
 */
record SkillPackage(Skill skill, Map<String, Buffer> auxiliary) {
    SkillPackage {
        auxiliary = Map.copyOf(auxiliary);
    }
}
