package io.knarr.skills;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.skills.SkillCheck.Problem;
import io.knarr.skills.SkillCheck.Read;
import io.knarr.skills.SkillCheck.Report;
import io.knarr.skills.SkillCheck.Strictness;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkillCheckTest {
    private static Report check(@Nullable Object data, Strictness strictness, String directory) {
        return SkillCheck.report(data, strictness, Optional.of(directory).filter(name -> !name.isEmpty()));
    }

    private static List<String> rules(List<Problem> problems) {
        return problems.stream().map(Problem::rule).toList();
    }

    @ParameterizedTest
    @EnumSource(Strictness.class)
    void findsNothingWrongWithAGoodSkill(Strictness strictness) {
        Report report = check(
                "---\nname: git-helper\ndescription: Runs git\nallowed-tools: Bash(git *) Read\n---\n\nUse git.\n",
                strictness,
                "git-helper");

        assertThat(report.errors()).isEmpty();
        assertThat(report.warnings()).isEmpty();
        assertThat(report.read())
                .contains(new Read("git-helper", "Runs git", List.of(), List.of("Bash(git *) Read"), 1));
    }

    @Test
    void whatCannotBeReadBreaksOneRule() {
        for (Object data : List.of("no head\n", "---\nname: [\n---\n", 7, "a/path")) {
            Report report = check(data, Strictness.STRICT, "");

            assertThat(report.read()).isEmpty();
            assertThat(report.errors()).singleElement().satisfies(problem -> {
                assertThat(problem.rule()).isEqualTo("yaml_format");
                assertThat(problem.field()).isEqualTo("data");
            });
        }
        assertThat(rules(check(null, Strictness.LENIENT, "").errors())).containsExactly("yaml_format");
    }

    @Test
    void nameAndDescriptionAreNeededAlways() {
        Report report = check("---\ntags: []\n---\n", Strictness.LENIENT, "x");

        assertThat(rules(report.errors())).containsExactly("name_required", "description_required");
        assertThat(report.errors()).extracting(Problem::field).containsExactly("name", "description");
        assertThat(report.read().orElseThrow().bodyLines()).isZero();
    }

    @Test
    void strictnessMakesErrorsOfWarnings() {
        JsonObject data = new JsonObject()
                .put("name", "ä".repeat(65))
                .put("description", "d".repeat(1025))
                .put("content", "line\n".repeat(501));
        String[] rules = {
            "name_matches_directory", "name_max_length", "name_allowed_characters", "description_max_length"
        };

        Report lenient = check(data, Strictness.LENIENT, "other");
        Report strict = check(data, Strictness.STRICT, "other");

        assertThat(rules(lenient.warnings())).containsExactly(rules);
        assertThat(lenient.errors()).isEmpty();
        assertThat(rules(strict.errors())).containsExactly(rules);
        assertThat(strict.warnings()).singleElement().satisfies(problem -> {
            assertThat(problem.rule()).isEqualTo("body_max_lines");
            assertThat(problem.field()).isEqualTo("content");
        });
    }

    @Test
    void comparesWithADirectoryOnlyWhenThereIsOne() {
        JsonObject data = new JsonObject().put("name", "x").put("description", "d");

        assertThat(check(data, Strictness.STRICT, "").errors()).isEmpty();
        assertThat(rules(check(data, Strictness.STRICT, "y").errors())).containsExactly("name_matches_directory");
    }
}
