package io.knarr.skills;

import io.knarr.fault.Deadline;
import io.knarr.layers.Cutting;
import io.knarr.layers.DirectoryLayers;
import io.knarr.model.Prompt;
import io.knarr.model.Writer;
import io.vertx.core.Future;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the overview of a skill: by a model, or the beginning of its own text when there is none or it fails. */
public final class SkillOverview {
    private static final Logger LOG = LoggerFactory.getLogger(SkillOverview.class);

    /** Of the caller’s time: the skill still has to be stored. */
    private static final double MODEL_SHARE = 0.7;

    private static final int LONGEST_BODY = 60_000;

    private static final String INSTRUCTIONS = """
            You write the overview of a skill of an AI agent. Another agent reads it to decide whether to load the skill.
            Answer in Markdown and in the language of the skill: one heading with its name, then a short paragraph that
            says what the skill does and when to use it, then the steps, inputs and limits that matter, as a list.
            Use only what the skill says. At most 300 words.
            """;

    private final Optional<Writer> writer;
    private final int maxChars;

    /** @param maxChars longest overview */
    public SkillOverview(Optional<Writer> writer, int maxChars) {
        this.writer = writer;
        this.maxChars = maxChars;
    }

    /** @param author the model, or {@code extractive} */
    record Overview(String text, String author) {}

    /** Never fails. */
    Future<Overview> of(Skill skill, Deadline deadline) {
        if (writer.isEmpty()) {
            return Future.succeededFuture(extracted(skill));
        }
        Writer model = writer.get();
        return model.write(prompt(skill), deadline.share(MODEL_SHARE))
                .map(written -> written.text().isBlank()
                        ? extracted(skill)
                        : new Overview(Cutting.atSentence(written.text(), maxChars), model.model()))
                .otherwise(failed -> {
                    LOG.warn("skill_overview_extracted skill={} reason={}", skill.name(), failed.getMessage());
                    return extracted(skill);
                });
    }

    private static Prompt prompt(Skill skill) {
        String body = skill.body();
        return Prompt.of(
                INSTRUCTIONS,
                "Name: " + skill.name() + "\nDescription: " + skill.description() + "\n\n"
                        + (body.length() <= LONGEST_BODY ? body : Cutting.atWord(body, LONGEST_BODY)));
    }

    private Overview extracted(Skill skill) {
        String text = skill.body().isEmpty() ? "# " + skill.name() + "\n\n" + skill.description() : skill.body();
        return new Overview(Cutting.atSentence(text, maxChars), DirectoryLayers.EXTRACTIVE);
    }
}
