package io.knarr.skills;

import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a skill without storing it (core 7.5). */
public final class SkillCheck {
    private static final int LONGEST_DESCRIPTION = 1024;
    private static final int MOST_LINES = 500;

    private final Pool compute;

    /** @param compute reads YAML */
    public SkillCheck(Pool compute) {
        this.compute = compute;
    }

    /** How much is forgiven. */
    public enum Strictness {
        LENIENT,
        STRICT
    }

    /** One rule that is not kept. */
    public record Problem(String rule, String message, String field) {}

    /**
     * What was found.
     *
     * @param read what the skill says of itself; empty when it cannot be read
     */
    public record Report(Optional<Read> read, List<Problem> errors, List<Problem> warnings) {
        public Report {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /** @param allowedTools as written: one text is one element */
    public record Read(String name, String description, List<String> tags, List<String> allowedTools, int bodyLines) {}

    /** @param directoryName what its directory is called, when that is to be compared */
    public Future<Report> check(
            Caller caller, @Nullable Object data, Strictness strictness, Optional<String> directoryName) {
        return compute.run(caller.deadline(), () -> report(data, strictness, directoryName));
    }

    /** Pure. */
    static Report report(@Nullable Object data, Strictness strictness, Optional<String> directoryName) {
        Draft draft;
        try {
            draft = SkillData.read(data);
        } catch (Fault unreadable) {
            return new Report(
                    Optional.empty(), List.of(new Problem("yaml_format", unreadable.getMessage(), "data")), List.of());
        }
        List<Problem> errors = new ArrayList<>();
        List<Problem> warnings = new ArrayList<>();
        List<Problem> others = strictness == Strictness.STRICT ? errors : warnings;
        String name = draft.name();
        int lines = (int) draft.body().lines().count();
        if (name.isEmpty()) {
            errors.add(new Problem("name_required", "A skill needs a name", "name"));
        } else {
            others.addAll(ofName(name, directoryName));
        }
        if (draft.description().isEmpty()) {
            errors.add(new Problem("description_required", "A skill needs a description", "description"));
        } else if (draft.description().length() > LONGEST_DESCRIPTION) {
            others.add(new Problem(
                    "description_max_length",
                    "The description has " + draft.description().length() + " characters, at most "
                            + LONGEST_DESCRIPTION + " are of use",
                    "description"));
        }
        if (strictness == Strictness.STRICT && lines > MOST_LINES) {
            warnings.add(new Problem(
                    "body_max_lines",
                    "The body has " + lines + " lines; keep it below " + MOST_LINES + " and move the rest to files",
                    "content"));
        }
        Read read = new Read(
                name,
                draft.description(),
                draft.tags(),
                draft.allowedText().map(List::of).orElse(draft.allowedList()),
                lines);
        return new Report(Optional.of(read), errors, warnings);
    }

    private static List<Problem> ofName(String name, Optional<String> directoryName) {
        List<Problem> problems = new ArrayList<>();
        directoryName
                .filter(directory -> !directory.equals(name))
                .ifPresent(directory -> problems.add(new Problem(
                        "name_matches_directory",
                        "The skill is called " + name + ", its directory " + directory,
                        "name")));
        if (name.length() > SkillNames.LONGEST) {
            problems.add(new Problem(
                    "name_max_length",
                    "The name has " + name.length() + " characters, at most " + SkillNames.LONGEST + " are allowed",
                    "name"));
        }
        if (!SkillNames.hasNameCharacters(name)) {
            problems.add(new Problem(
                    "name_allowed_characters", "A name has letters, digits, underscores and dashes: " + name, "name"));
        }
        return problems;
    }
}
