package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Skills with the released {@code ov} client: each of its commands, from adding to removing. */
class OvSkillsIT {
    private static final String OWN = "viking://user/default/skills";
    private static final String SHARED = "viking://agent/skills";

    @TempDir
    private static Path directory;

    private static KnarrServer server;
    private static OvClient ov;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = KnarrServer.start(directory.resolve("data"));
        ov = OvClient.of(server, directory.resolve("client"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonObject object(@Nullable Object result) {
        return (JsonObject) Objects.requireNonNull(result);
    }

    private static String table(String... arguments) throws IOException, InterruptedException {
        Processes.Result result = ov.run(arguments);
        assertThat(result.exit())
                .as("ov %s\n%s", String.join(" ", arguments), result.all())
                .isZero();
        return result.out();
    }

    private static String refused(String... arguments) throws IOException, InterruptedException {
        Processes.Result result = ov.run(arguments);
        assertThat(result.exit()).as(result.all()).isNotZero();
        return result.all();
    }

    /** A directory with a skill, a script and a hidden file. */
    private static Path skill(String place, String name, String description) throws IOException {
        Path skill = Files.createDirectories(directory.resolve(place).resolve(name));
        Files.createDirectories(skill.resolve("scripts"));
        Files.writeString(
                skill.resolve("SKILL.md"),
                "---\nname: " + name + "\ndescription: " + description
                        + "\nallowed-tools: Bash(ls *) Read\ntags:\n- sample\n---\n\n# " + name
                        + "\n\nDo it step by step.\n");
        Files.writeString(skill.resolve("scripts/run.sh"), "#!/bin/sh\necho " + name + "\n");
        Files.writeString(skill.resolve(".env.example"), "KEY=\n");
        return skill;
    }

    private static List<String> names(JsonObject answer) {
        return answer.getJsonArray("skills").stream()
                .map(one -> ((JsonObject) one).getString("name"))
                .toList();
    }

    @Test
    void addsShowsFindsAndRemovesADirectory() throws IOException, InterruptedException {
        Path skill = skill("walk", "tide-tables", "Reads tide tables of harbours");

        JsonObject added = object(ov.json("skills", "add", skill.toString(), "-y", "--wait"));
        assertThat(added.getString("root_uri")).isEqualTo(OWN + "/tide-tables");
        assertThat(added.getString("uri")).isEqualTo(OWN + "/tide-tables");
        assertThat(added.getInteger("auxiliary_files")).isEqualTo(2);

        assertThat(names(object(ov.json("skills", "list")))).contains("tide-tables");
        assertThat(table("skills", "list")).contains("tide-tables", "Reads tide tables");
        assertThat(names(object(ov.json("skills", "find", "when is high water in a harbour"))))
                .contains("tide-tables");
        assertThat(table("skills", "find", "tide tables")).contains("tide-tables");
        JsonArray found = object(ov.json("find", "tide tables of harbours")).getJsonArray("skills");
        assertThat(found.encode()).contains(OWN + "/tide-tables/.abstract.md");

        JsonObject shown = object(ov.json("skills", "show", "tide-tables", "-f", "--source"));
        assertThat(shown.getString("content")).contains("Do it step by step.");
        assertThat(shown.getJsonArray("files").encode()).contains("scripts/run.sh", ".env.example");
        assertThat(shown.getJsonObject("source").getBoolean("tracked")).isTrue();
        assertThat(shown.getJsonArray("allowed_tools")).containsExactly("Bash(ls *)", "Read");
        assertThat(table("skills", "show", "tide-tables")).contains("tide-tables", "Reads tide tables");
        assertThat(table("read", OWN + "/tide-tables/scripts/run.sh")).contains("echo tide-tables");

        assertThat(table("skills", "remove", "tide-tables", "-y")).isNotBlank();
        assertThat(names(object(ov.json("skills", "list")))).doesNotContain("tide-tables");
        assertThat(refused("skills", "show", "tide-tables")).contains("NOT_FOUND");
    }

    @Test
    void anOlderSpellingAddsASkillFile() throws IOException, InterruptedException {
        Path skill = skill("file", "radio", "Calls harbours by radio");

        String said = table("add-skill", skill.resolve("SKILL.md").toString(), "-y");

        assertThat(said).contains(OWN + "/radio");
        assertThat(table("skills", "show", "radio", "-L", "1")).contains("radio");
    }

    @Test
    void listsSeveralAndAddsTheChosenOnes() throws IOException, InterruptedException {
        skill("several/skills", "mooring", "Moors a boat");
        skill("several/skills", "sailing", "Sails a boat");
        String source = directory.resolve("several").toString();

        assertThat(names(object(ov.json("skills", "add", source, "-l")))).containsExactly("mooring", "sailing");
        assertThat(names(object(ov.json("skills", "list")))).doesNotContain("mooring", "sailing");
        assertThat(table("skills", "add", source, "-y", "-s", "mooring")).contains(OWN + "/mooring");
        assertThat(names(object(ov.json("skills", "list")))).contains("mooring").doesNotContain("sailing");
        assertThat(refused("skills", "add", source, "-y", "-s", "rowing")).contains("mooring, sailing");
    }

    @Test
    void goesToTheAccount() throws IOException, InterruptedException {
        Path skill = skill("shared", "charts", "Reads sea charts");

        assertThat(table("skills", "add", skill.toString(), "-y", "-p", SHARED)).contains(SHARED + "/charts");
        assertThat(names(object(ov.json("skills", "list", "-p", SHARED)))).containsExactly("charts");
    }

    @Test
    void skillsWithoutARepositoryAreNotUpdated() throws IOException, InterruptedException {
        Path skill = skill("update", "knots", "Ties knots");
        assertThat(table("skills", "add", skill.toString(), "-y")).contains("knots");

        Processes.Result one = ov.run("skills", "update", "knots", "-y");

        assertThat(one.all()).containsIgnoringCase("git");
        assertThat(names(object(ov.json("skills", "list")))).contains("knots");
    }

    @Test
    void validatesOnItsOwn() throws IOException, InterruptedException {
        Path skill = skill("validate", "good", "Is good");

        assertThat(table("skills", "validate", skill.toString())).isNotBlank();
    }
}
