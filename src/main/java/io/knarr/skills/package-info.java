/**
 * Skills: what an agent can do, kept as a directory with a SKILL.md and what belongs to it (core 7).
 *
 * <p>Read first: {@link io.knarr.skills.Skill}, {@link io.knarr.skills.SkillAdding}, {@link io.knarr.skills.SkillReading}.
 *
 * <p>A skill comes as a text, as an object, as the description of an MCP tool or as an upload; all become a {@code Draft},
 * which is checked into a {@code Skill}. Its files and both layers are written in one step before the answer, its one index
 * entry follows in the background.
 *
 * <p>Why is its abstract YAML? It is what an agent chooses by, name and description, and it can be read back without
 * opening the skill. No model is asked for it. Why are its files not indexed one by one? A script of a skill is no answer to
 * a question; the skill is.
 */
@NullMarked
@CheckReturnValue
package io.knarr.skills;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
