package io.knarr.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SkillDataTest {
    private static final String GIT =
            "---\nname: git-helper\ndescription: Runs git\nallowed-tools: Bash(git *)\n---\n\nUse git.\n";

    private static Skill read(@Nullable Object data) {
        return SkillData.read(data).skill();
    }

    private static Fault refused(@Nullable Object data) {
        return catchThrowableOfType(Fault.class, () -> read(data));
    }

    @Test
    void readsASkillFileAndWritesItAsItWas() {
        Skill skill = read(GIT);

        assertThat(skill)
                .isEqualTo(new Skill("git-helper", "Runs git", List.of("Bash(git *)"), List.of(), "", "Use git."));
        assertThat(skill.definition()).isEqualTo(GIT);
        assertThat(skill.summary())
                .isEqualTo("name: git-helper\ndescription: Runs git\nallowed_tools:\n- Bash(git *)\n");
    }

    @Test
    void keepsWhatElseIsInTheHead() {
        String text = """
                ---
                name: x
                description: "a: b"
                tags: [one, two]
                license: Apache-2.0
                metadata:
                  version: 1.10
                  released: 2026-01-01
                ---

                # Body
                """;

        String written = read(text).definition();

        assertThat(written).contains("license: Apache-2.0\n", "version: 1.10\n", "released: 2026-01-01\n");
        assertThat(read(written)).isEqualTo(read(text));
        assertThat(read(text).tags()).containsExactly("one", "two");
        assertThat(read(text).description()).isEqualTo("a: b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "---  \r\nname: x\r\ndescription: d\r\n---\t\r\nbody\r\n",
                "\uFEFF---\nname: x\ndescription: d\n---\nbody",
                "---\nname: x\ndescription: d\n---\n\n\n  body  \n\n",
                "---\nname: x\ndescription: d\n---\nbody\n",
            })
    void forgivesWhiteSpace(String text) {
        assertThat(read(text)).isEqualTo(new Skill("x", "d", List.of(), List.of(), "", "body"));
    }

    @Test
    void theHeadEndsAtTheFirstLineOfDashes() {
        assertThat(read("---\nname: x\ndescription: a ---b\n---\n\none\n\n---\n\ntwo")
                        .body())
                .isEqualTo("one\n\n---\n\ntwo");
        assertThat(read("---\nname: x\ndescription: |\n  text\n  --- no end\n---\nbody")
                        .body())
                .isEqualTo("body");
        assertThat(read("---\nname: x\ndescription: d\n---\n").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# No head\n",
                "---\nname: x\ndescription: d\n",
                "---\nname: x\ndescription: d\n---",
                "---x\nname: x\ndescription: d\n---\n",
                "---\n- a list\n---\nbody",
                "---\njust text\n---\nbody",
                "---\nname: [\n---\nbody",
                "---\nname: \"\u0001\"\n---\nbody",
                "---\nname: x\n---\nno description",
                "---\nname: x\ndescription:\n---\nno description",
                "---\nname: x\ndescription: d\nallowed-tools: Bash(git\n---\nbody",
                "---\nname: x\ndescription: d\nallowed-tools: Bash)git(\n---\nbody",
            })
    void refusesWhatIsNoSkillFile(String text) {
        Fault fault = refused(text);

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(fault.details()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "has space", "ümlaut", "a/b", "a.b", "[a]"})
    void refusesNamesThatAreNone(String name) {
        Fault fault = refused("---\nname: " + name + "\ndescription: d\n---\nbody");
        Fault ofObject = refused(new JsonObject().put("name", name));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(ofObject.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(ofObject.details()).containsEntry("field", "name");
    }

    @Test
    void namesHaveAtMostSixtyFourCharacters() {
        assertThat(read(new JsonObject().put("name", "a".repeat(64))).name()).hasSize(64);
        assertThat(refused(new JsonObject().put("name", "a".repeat(65))).details())
                .containsEntry("field", "name");
        assertThat(refused(new JsonObject()).details()).containsEntry("field", "name");
    }

    @Test
    void aHeadWithManyAliasesIsRefusedAtOnce() {
        StringBuilder head = new StringBuilder("---\nname: x\ndescription: d\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (int i = 1; i < 40; i++) {
            head.append("a")
                    .append(i)
                    .append(": &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(",*a")
                    .append(i - 1)
                    .append("]\n");
        }

        assertThat(refused(head + "---\nbody").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refused("---\nname: x\nd: " + "[".repeat(5000) + "\n---\nbody")
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "Bash(git log:*) Read; Bash(git log:*)|Read",
                "Read,Write, Edit; Read|Write|Edit",
                "Bash(a, b),Read; Bash(a, b)|Read",
                "'  '; ''",
                "A(b(c d) e) F; A(b(c d) e)|F",
            })
    void splitsAllowedTools(String written, String expected) {
        assertThat(String.join("|", AllowedTools.split(written))).isEqualTo(expected);
    }

    @Test
    void readsAnObject() {
        Skill skill = read(new JsonObject()
                .put("name", " deploy ")
                .put("content", "\nSteps.\n")
                .put("allowed-tools", new JsonArray().add("Read").add("Bash(ls)"))
                .put("tags", new JsonArray().add("ops"))
                .put(
                        "metadata",
                        new JsonObject()
                                .put("owner", new JsonObject().put("team", "core"))
                                .put("n", 3)));

        assertThat(skill.description()).isEmpty();
        assertThat(skill.body()).isEqualTo("Steps.");
        assertThat(skill.definition()).isEqualTo("""
                        ---
                        name: deploy
                        description: ''
                        allowed-tools: Read Bash(ls)
                        tags:
                        - ops
                        metadata:
                          owner:
                            team: core
                          n: 3
                        ---

                        Steps.
                        """);
        assertThat(read(new JsonObject().put("name", "x").put("allowed_tools", "A(b c) D"))
                        .allowedTools())
                .containsExactly("A(b c)", "D");
    }

    @Test
    void refusesObjectsWithFieldsOfOtherTypes() {
        assertThat(refused(new JsonObject().put("name", 7)).details()).containsEntry("field", "name");
        assertThat(refused(new JsonObject().put("name", "x").put("content", new JsonObject()))
                        .details())
                .containsEntry("field", "content");
        assertThat(refused(new JsonObject().put("name", "x").put("tags", new JsonArray().add(3)))
                        .details())
                .containsEntry("field", "tags");
        for (Object other : List.of(7, true, new JsonArray())) {
            assertThat(refused(other).code()).isEqualTo(Code.INVALID_ARGUMENT);
        }
        assertThat(refused(null).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void makesASkillOfATool() {
        Skill skill = read(new JsonObject()
                .put("name", "read_mail")
                .put("description", "Reads mail.")
                .put(
                        "inputSchema",
                        new JsonObject()
                                .put(
                                        "properties",
                                        new JsonObject()
                                                .put(
                                                        "folder",
                                                        new JsonObject()
                                                                .put("type", "string")
                                                                .put("description", "Where"))
                                                .put("limit", new JsonObject()))
                                .put("required", new JsonArray().add("folder"))));

        assertThat(skill.name()).isEqualTo("read-mail");
        assertThat(skill.description()).isEqualTo("Reads mail.");
        assertThat(skill.body()).startsWith("""
                        # read-mail

                        Reads mail.

                        ## Parameters

                        - **folder** (string) (required): Where
                        - **limit** (any) (optional):\s

                        ## Usage
                        """).contains("`read_mail`").doesNotContain("---");
    }

    @Test
    void aToolNeedsNothingButASchema() {
        Skill skill = read(new JsonObject().put("inputSchema", new JsonObject()));

        assertThat(skill.name()).isEqualTo("unnamed-tool");
        assertThat(skill.body()).startsWith("# unnamed-tool\n\n## Usage").doesNotContain("Parameters");
        assertThat(refused(new JsonObject().put("name", "a.b").put("inputSchema", new JsonObject()))
                        .details())
                .containsEntry("field", "name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc/passwd", "skills/x", "C:\\x", "c:x", "./x", ".hidden", "~", "owner/repo"})
    void readsNoPathsOfItsMachine(String path) {
        assertThat(refused(path).code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void tellsRepositoriesFromPaths() {
        assertThat(refused("https://example.org/a/b.git").code()).isEqualTo(Code.UNIMPLEMENTED);
        assertThat(refused("git@example.org:a/b.git").code()).isEqualTo(Code.UNIMPLEMENTED);
        assertThat(refused("hello").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refused("").code()).isEqualTo(Code.INVALID_ARGUMENT);
    }
}
