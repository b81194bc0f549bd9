package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.ingest.Consistency;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.uri.VikingUri;
import io.knarr.work.Task;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkillOperationsTest {
    private static final String OWN = "viking://user/alice/skills";
    private static final String SHARED = "viking://agent/skills";
    private static final String GIT = text("git-helper", "Runs git");

    @TempDir
    private Path directory;

    private SkillFixture skills;

    @BeforeEach
    void open() {
        skills = new SkillFixture(directory);
    }

    @AfterEach
    void close() {
        skills.close();
    }

    private static String text(String name, String description) {
        return "---\nname: " + name + "\ndescription: " + description
                + "\nallowed-tools: Bash(git *)\ntags:\n- vcs\n---\n\nUse " + name + ".\n";
    }

    private JsonObject add(String name, String... more) {
        return skills.ask("skills.add", Map.of(), body("data", text(name, "Does " + name), more));
    }

    private static JsonObject body(String field, Object value, String... more) {
        JsonObject body = new JsonObject().put(field, value);
        for (int i = 0; i < more.length; i += 2) {
            body.put(more[i], more[i + 1]);
        }
        return body;
    }

    private Fault addRefused(JsonObject body) {
        return skills.refused("skills.add", Map.of(), body);
    }

    private JsonObject get(String name, String... parameters) {
        return skills.ask("skills.get", parameters(name, parameters), new JsonObject());
    }

    private Fault getRefused(String name, String... parameters) {
        return skills.refused("skills.get", parameters(name, parameters), new JsonObject());
    }

    private static Map<String, String> parameters(String name, String... more) {
        Map<String, String> all = new java.util.HashMap<>(Map.of("name", name));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private JsonObject list(String... parameters) {
        Map<String, String> all = parameters("", parameters);
        all.remove("name");
        return skills.ask("skills.list", all, new JsonObject());
    }

    private Task task(String id) {
        return Await.of(skills.storage.tasks().find(Callers.ACME, id)).orElseThrow();
    }

    @Test
    void addsASkillWithItsLayersBeforeItAnswers() {
        JsonObject added = skills.ask("skills.add", Map.of(), new JsonObject().put("data", GIT));

        assertThat(added.getMap())
                .containsEntry("status", "success")
                .containsEntry("uri", OWN + "/git-helper")
                .containsEntry("root_uri", OWN + "/git-helper")
                .containsEntry("name", "git-helper")
                .containsEntry("auxiliary_files", 0)
                .containsOnlyKeys("status", "uri", "root_uri", "name", "auxiliary_files", "task_id");
        assertThat(skills.storage.below(OWN + "/git-helper"))
                .containsExactly(".abstract.md", ".overview.md", ".source.json", "SKILL.md");
        assertThat(skills.storage.text(OWN + "/git-helper/SKILL.md")).isEqualTo(GIT);
        assertThat(skills.storage.text(OWN + "/git-helper/.abstract.md"))
                .contains("component: skill")
                .endsWith("""
                        ---

                        name: git-helper
                        description: Runs git
                        tags:
                        - vcs
                        allowed_tools:
                        - Bash(git *)
                        """);
        assertThat(skills.storage.text(OWN + "/git-helper/.overview.md"))
                .contains("component: extractive")
                .endsWith("Use git-helper.\n");
        assertThat(skills.storage.asked()).containsExactly("Embedding " + OWN + "/git-helper");
    }

    @Test
    void itsTaskEndsWithItsVector() {
        String id = add("a").getString("task_id");
        Task running = task(id);
        skills.index();
        Task ended = task(id);

        assertThat(running.type()).isEqualTo("add_skill");
        assertThat(running.resourceId()).isEmpty();
        assertThat(running.status().ended()).isFalse();
        assertThat(ended.status()).isEqualTo(Task.Status.COMPLETED);
        JsonObject result = ended.result().orElseThrow();
        assertThat(result.getString("uri")).isEqualTo(OWN + "/a");
        assertThat(result.getLong("context_count")).isEqualTo(1);
        assertThat(result.getJsonObject("queue_status")
                        .getJsonObject("Embedding")
                        .getLong("processed"))
                .isEqualTo(1);
    }

    @Test
    void theIndexMissesNothingOfIt() {
        JsonObject _ = add("a");
        skills.index();

        Consistency.Report report = Await.of(new Consistency(skills.storage, skills.entries, new DirectPool())
                .check(Callers.alice(), VikingUri.parse(OWN + "/a")));

        assertThat(report.expected()).isEqualTo(1);
        assertThat(report.missing()).isZero();
    }

    @Test
    void waitsForTheVector() {
        Future<Answer> waiting = skills.call(
                Callers.alice(), "skills.add", Map.of(), body("data", GIT).put("wait", true));
        assertThat(waiting.isComplete()).isFalse();
        skills.index();

        JsonObject result = SkillFixture.result(waiting);

        assertThat(result.containsKey("task_id")).isFalse();
        assertThat(result.getJsonObject("queue_status")
                        .getJsonObject("Embedding")
                        .getLong("processed"))
                .isEqualTo(1);
    }

    @Test
    void aFailureOfTheIndexIsToldToWhoWaits() {
        skills.embedder.failWith(new Fault(Code.EMBEDDING_FAILED, "no model"));
        Future<Answer> waiting = skills.call(
                Callers.alice(), "skills.add", Map.of(), body("data", GIT).put("wait", true));
        skills.index();

        Fault fault = Await.faultOf(waiting);

        assertThat(fault.code()).isEqualTo(Code.PROCESSING_ERROR);
        assertThat(fault).hasMessageContaining("no model");
        assertThat(skills.storage.text(OWN + "/git-helper/SKILL.md")).isEqualTo(GIT);
    }

    @Test
    void waitingHasATimeLimit() {
        Fault fault = addRefused(body("data", GIT).put("wait", true).put("timeout", 0.01));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(fault.details()).containsEntry("operation", "add skill");
        assertThat(skills.storage.isThere(OWN + "/git-helper/SKILL.md")).isTrue();
    }

    @Test
    void aFailedWriteFailsItsTask() {
        skills.storage.failChangesWith(new Fault(Code.WRITE_FAILED, "disk full"));

        Fault fault = addRefused(body("data", GIT));

        assertThat(fault.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(Await.of(skills.storage
                        .tasks()
                        .list(
                                Callers.ACME,
                                new io.knarr.work.TaskStore.Query(
                                        Optional.empty(),
                                        Optional.of("add_skill"),
                                        Optional.empty(),
                                        Optional.empty(),
                                        10))))
                .singleElement()
                .satisfies(task -> assertThat(task.status()).isEqualTo(Task.Status.FAILED));
        assertThat(skills.storage.isThere(OWN + "/git-helper")).isFalse();
    }

    @Test
    void goesToTheAccountWhenToldTo() {
        assertThat(add("a", "target_uri", SHARED).getString("uri")).isEqualTo(SHARED + "/a");
        assertThat(add("b", "target_uri", SHARED + "/team").getString("uri")).isEqualTo(SHARED + "/b");
        assertThat(add("c", "target_uri", OWN).getString("uri")).isEqualTo(OWN + "/c");
        assertThat(add("d", "target_uri", "viking://~/skills").getString("uri")).isEqualTo(OWN + "/d");
    }

    @Test
    void goesWhereTheUserChose() {
        skills.storage.put(
                "viking://user/alice/settings/user_config.json",
                "{\"add_targets\":{\"skill_uri\":\"" + SHARED + "\"}}");

        assertThat(add("a").getString("uri")).isEqualTo(SHARED + "/a");
        assertThat(add("b", "target_uri", OWN).getString("uri")).isEqualTo(OWN + "/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"viking://resources/x", OWN + "/deeper", "viking://agent/tools", "viking://user/alice"})
    void goesToRootsOfSkillsOnly(String target) {
        assertThat(addRefused(body("data", GIT, "target_uri", target)).code()).isEqualTo(Code.INVALID_URI);
    }

    @Test
    void goesToNobodyElse() {
        assertThat(addRefused(body("data", GIT, "target_uri", "viking://user/bob/skills"))
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void needsDataOrAnUpload() {
        Fault fault = addRefused(new JsonObject());

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(fault.details().toString()).contains("value_error");
        assertThat(addRefused(body("data", GIT).put("colour", "red")).details().toString())
                .contains("extra_forbidden");
    }

    @Test
    void takesAnUploadedText() {
        String id = skills.upload("my.md", GIT.getBytes(StandardCharsets.UTF_8));

        assertThat(skills.ask("skills.add", Map.of(), body("temp_file_id", id, "data", "ignored"))
                        .getString("name"))
                .isEqualTo("git-helper");
        JsonObject source = new JsonObject(skills.storage.text(OWN + "/git-helper/.source.json"));
        assertThat(source.getMap())
                .containsEntry("type", "api")
                .containsEntry("source", "temp_upload")
                .containsEntry("upload_mode", "local")
                .containsEntry("original_filename", "my.md")
                .containsEntry("operation", "add")
                .containsEntry("skill_name", "git-helper");
    }

    @Test
    void takesAnArchiveAsItIs() {
        String id = skills.upload(
                ".tmpAbC.zip",
                SkillFixture.zip(
                        "SKILL.md", GIT, "bin/run", "#!/bin/sh", ".hidden", "h", "empty.txt", "", "data.bin", "\0\1"));

        JsonObject added = skills.ask("skills.add", Map.of(), body("temp_file_id", id));

        assertThat(added.getInteger("auxiliary_files")).isEqualTo(4);
        assertThat(skills.storage.below(OWN + "/git-helper"))
                .contains("bin/run", ".hidden", "empty.txt", "data.bin", "SKILL.md");
        assertThat(skills.storage.text(OWN + "/git-helper/bin/run")).isEqualTo("#!/bin/sh");
    }

    @Test
    void refusesUploadsThatAreNoSkill() {
        byte[] noZip = "no zip".getBytes(StandardCharsets.UTF_8);

        assertThat(addRefused(body("temp_file_id", skills.upload("a.zip", noZip)))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(addRefused(body("temp_file_id", skills.upload("a.zip", SkillFixture.zip("README.md", "x"))))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(addRefused(body("temp_file_id", skills.upload("a.md", noZip)))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(addRefused(body("temp_file_id", "upload_0")).code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(addRefused(body("temp_file_id", skills.upload("a.zip", SkillFixture.zip("../SKILL.md", GIT))))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(skills.storage.asked()).isEmpty();
    }

    @Test
    void listsWhatAnArchiveHoldsAndAddsWhatWasChosen() {
        byte[] zip = SkillFixture.zip(
                "skills/a/SKILL.md", text("a", "Does a"),
                "skills/a/x.txt", "x",
                "skills/b/SKILL.md", text("b", "Does b"));
        String id = skills.upload("repo.zip", zip);

        JsonObject listed =
                skills.ask("skills.add", Map.of(), body("temp_file_id", id).put("list_only", true));
        Fault unsaid = addRefused(body("temp_file_id", id));
        JsonObject added = skills.ask(
                "skills.add",
                Map.of(),
                body("temp_file_id", id).put("skills", new JsonArray().add("b").add("a")));

        assertThat(listed)
                .isEqualTo(new JsonObject()
                        .put(
                                "skills",
                                new JsonArray()
                                        .add(new JsonObject().put("name", "a").put("description", "Does a"))
                                        .add(new JsonObject().put("name", "b").put("description", "Does b"))));
        assertThat(unsaid).hasMessageContaining("skills/a/");
        assertThat(added.getString("uri")).isEqualTo(OWN + "/b");
        assertThat(SkillFixture.names(added)).containsExactly("b", "a");
        assertThat(SkillFixture.names(list())).containsExactly("a", "b");
        skills.index();
        assertThat(task(added.getString("task_id")).status()).isEqualTo(Task.Status.COMPLETED);
    }

    @Test
    void listOnlyStoresNothing() {
        JsonObject listed = skills.ask("skills.add", Map.of(), body("data", GIT).put("list_only", true));

        assertThat(SkillFixture.names(listed)).containsExactly("git-helper");
        assertThat(skills.storage.isThere(OWN)).isFalse();
        assertThat(skills.storage.asked()).isEmpty();
    }

    @Test
    void keepsTheSourceThatAClientKnows() {
        JsonObject known = new JsonObject().put("type", "git").put("skill_name", "other");
        JsonObject _ = skills.ask("skills.add", Map.of(), body("data", GIT).put("source_metadata", known));

        JsonObject source = get("git-helper", "include_source", "true").getJsonObject("source");

        assertThat(source.getMap())
                .containsEntry("type", "git")
                .containsEntry("skill_name", "git-helper")
                .containsEntry("tracked", true)
                .containsEntry("metadata_uri", OWN + "/git-helper/.source.json");
        assertThat(known.getString("skill_name")).isEqualTo("other");
    }

    @Test
    void saysWhenItDoesNotKnowTheSource() {
        for (String stored : List.of("no json", "[]")) {
            skills.storage.put(OWN + "/x/SKILL.md", text("x", "d"));
            skills.storage.put(OWN + "/x/.source.json", stored);

            JsonObject source = get("x", "include_source", "true").getJsonObject("source");

            assertThat(source.getBoolean("tracked")).isFalse();
            assertThat(source.getString("message")).isNotBlank();
        }
    }

    @Test
    void aSecondAddReplacesAllOfTheFirst() {
        String id = skills.upload(
                "a.zip", SkillFixture.zip("SKILL.md", GIT, "scripts", "a file", "doc/old.md", "old", "both.md", "1"));
        JsonObject _ = skills.ask("skills.add", Map.of(), body("temp_file_id", id));
        String next = skills.upload(
                "b.zip", SkillFixture.zip("SKILL.md", GIT, "scripts/run.sh", "run", "doc", "file", "both.md", "2"));
        JsonObject _ = skills.ask("skills.add", Map.of(), body("temp_file_id", next));

        assertThat(skills.storage.below(OWN + "/git-helper"))
                .containsExactly(
                        ".abstract.md",
                        ".overview.md",
                        ".source.json",
                        "SKILL.md",
                        "both.md",
                        "doc",
                        "scripts/",
                        "scripts/run.sh");
        assertThat(skills.storage.text(OWN + "/git-helper/both.md")).isEqualTo("2");
    }

    @Test
    void aBusySkillIsNotTouched() {
        JsonObject _ = add("a");
        Lease lease = Await.of(skills.storage
                .leases()
                .acquire(Callers.ACME, List.of(Claim.subtree(VikingUri.parse(OWN + "/a"))), Duration.ZERO));
        Future<Answer> waiting = skills.call(Callers.alice(), "skills.add", Map.of(), body("data", text("a", "New")));
        assertThat(waiting.isComplete()).isFalse();
        assertThat(get("a").getString("description")).isEqualTo("Does a");

        lease.release();

        assertThat(SkillFixture.result(waiting).getString("name")).isEqualTo("a");
        assertThat(get("a").getString("description")).isEqualTo("New");
    }

    @Test
    void listsBothRootsByName() {
        JsonObject _ = add("b");
        JsonObject _ = add("a", "target_uri", SHARED);
        JsonObject _ = add("b", "target_uri", SHARED);
        skills.storage.put(OWN + "/no-skill/readme.md", "x");
        skills.storage.put(OWN + "/broken/SKILL.md", "no head");
        skills.storage.put(OWN + "/by-hand/SKILL.md", text("by-hand", "By hand"));
        skills.storage.put(OWN + "/stray.md", "x");

        JsonObject all = list("node_limit", "1");
        JsonObject shared = list("target_uri", SHARED);

        assertThat(all.getJsonArray("root_uris")).containsExactly(OWN, SHARED);
        assertThat(SkillFixture.names(all)).containsExactly("b", "broken", "by-hand", "a", "b");
        assertThat(all.getInteger("total")).isEqualTo(5);
        assertThat(SkillFixture.first(all.getJsonArray("skills")))
                .isEqualTo(new JsonObject()
                        .put("type", "skill")
                        .put("name", "b")
                        .put("uri", OWN + "/b")
                        .put("root_uri", OWN + "/b")
                        .put("skill_md_uri", OWN + "/b/SKILL.md")
                        .put("description", "Does b")
                        .put("tags", new JsonArray().add("vcs"))
                        .put("allowed_tools", new JsonArray().add("Bash(git *)")));
        assertThat(all.getJsonArray("skills").getJsonObject(2).getString("description"))
                .isEqualTo("By hand");
        assertThat(shared.fieldNames()).containsExactlyInAnyOrder("root_uri", "skills", "total");
        assertThat(SkillFixture.names(shared)).containsExactly("a", "b");
    }

    @Test
    void listsNothingWhereNothingIs() {
        assertThat(list().getJsonArray("skills")).isEmpty();
        assertThat(list("target_uri", "viking://resources/none").getInteger("total"))
                .isZero();
        assertThat(skills.refused("skills.list", Map.of("target_uri", "viking://user/bob/skills"), new JsonObject())
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void showsEachTierAlone() {
        JsonObject _ = add("a");

        JsonObject all = get("a", "include_files", "false");
        JsonObject l0 = get("a", "level", "0", "include_files", "false");
        JsonObject l1 = get("a", "level", "1", "include_files", "false");
        JsonObject l2 = get("a", "level", "2", "include_files", "false");
        JsonObject without = get("a", "include_content", "false", "include_files", "false");
        JsonObject with = get("a", "level", "0", "include_content", "true", "include_files", "false");

        assertThat(all.getMap()).containsKeys("abstract", "overview", "content", "content_sha256");
        assertThat(all.getString("abstract")).startsWith("name: a\n");
        assertThat(all.getString("overview")).isEqualTo("Use a.");
        assertThat(all.getString("content")).isEqualTo(text("a", "Does a"));
        assertThat(all.getString("content_sha256")).matches("[0-9a-f]{64}");
        assertThat(l0.getMap()).containsKey("abstract").doesNotContainKeys("overview", "content", "files", "source");
        assertThat(l1.getMap()).containsKey("overview").doesNotContainKeys("abstract", "content");
        assertThat(l2.getMap()).containsKeys("content", "content_sha256").doesNotContainKeys("abstract", "overview");
        assertThat(without.getMap()).containsKeys("abstract", "overview").doesNotContainKey("content");
        assertThat(with.getMap()).containsKeys("abstract", "content").doesNotContainKey("overview");
    }

    @Test
    void listsTheFilesBreadthFirst() {
        String id = skills.upload("a.zip", SkillFixture.zip("SKILL.md", GIT, "a/b/deep.md", "x", "a/x.md", "x"));
        JsonObject _ = skills.ask("skills.add", Map.of(), body("temp_file_id", id));

        JsonArray files = get("git-helper").getJsonArray("files");

        assertThat(files.stream().map(file -> {
                    JsonObject one = (JsonObject) file;
                    return one.getString("path") + " " + one.getString("kind") + " " + one.getBoolean("is_dir");
                }))
                .containsExactly(
                        "SKILL.md definition false",
                        ".abstract.md summary false",
                        ".overview.md summary false",
                        "a directory true",
                        "a/x.md auxiliary false",
                        "a/b directory true",
                        "a/b/deep.md auxiliary false");
        assertThat(SkillFixture.first(files))
                .isEqualTo(new JsonObject()
                        .put("name", "SKILL.md")
                        .put("uri", OWN + "/git-helper/SKILL.md")
                        .put("path", "SKILL.md")
                        .put("is_dir", false)
                        .put("kind", "definition"));
    }

    @Test
    void integrityChangesWithAnyFile() {
        String id = skills.upload("a.zip", SkillFixture.zip("SKILL.md", GIT, "a/x.md", "abc"));
        JsonObject _ = skills.ask("skills.add", Map.of(), body("temp_file_id", id));

        JsonObject first = get("git-helper", "include_integrity", "true");
        JsonObject again = get("git-helper", "include_integrity", "true");
        skills.storage.put(OWN + "/git-helper/a/x.md", "abd");
        JsonObject changed = get("git-helper", "include_integrity", "true");

        JsonObject file = first.getJsonArray("files").getJsonObject(4);
        assertThat(file.getString("path")).isEqualTo("a/x.md");
        assertThat(file.getInteger("size")).isEqualTo(3);
        assertThat(file.getString("sha256"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(first.getJsonArray("files").getJsonObject(3).containsKey("sha256"))
                .isFalse();
        assertThat(first.getString("revision")).matches("[0-9a-f]{64}").isEqualTo(again.getString("revision"));
        assertThat(changed.getString("revision")).isNotEqualTo(first.getString("revision"));
        assertThat(get("git-helper", "include_integrity", "true", "include_files", "false")
                        .containsKey("revision"))
                .isFalse();
    }

    @Test
    void integrityOfTooMuchIsRefused() {
        JsonObject _ = add("a");
        for (int i = 0; i < 510; i++) {
            skills.storage.put(OWN + "/a/f" + i, "x");
        }

        assertThat(getRefused("a", "include_integrity", "true").code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(get("a").getJsonArray("files")).hasSize(513);
    }

    @Test
    void looksInTheTargetThenAtHomeThenInTheAccount() {
        JsonObject _ = add("a");
        JsonObject _ = add("a", "target_uri", SHARED);
        JsonObject _ = add("b", "target_uri", SHARED);

        assertThat(get("a").getString("uri")).isEqualTo(OWN + "/a");
        assertThat(get("a", "target_uri", SHARED).getString("uri")).isEqualTo(SHARED + "/a");
        assertThat(get("b", "target_uri", OWN + "/b").getString("uri")).isEqualTo(SHARED + "/b");
        Fault elsewhere = getRefused("a", "target_uri", "viking://resources");
        assertThat(elsewhere.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(elsewhere.details())
                .containsEntry("field", "target_uri")
                .containsEntry("allowed", List.of(OWN, SHARED));
    }

    @Test
    void refusesWhatItCannotShow() {
        Fault unknown = getRefused("none");
        Fault level = getRefused("none", "level", "3");

        assertThat(unknown.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(unknown.details()).containsEntry("type", "skill").containsEntry("resource", "none");
        assertThat(unknown).hasMessage("Skill not found: none");
        assertThat(getRefused("no name").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(getRefused("../x").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(level.details()).containsEntry("field", "level").containsEntry("allowed", List.of(0, 1, 2));
    }

    @Test
    void findsSkillsOfBothRoots() {
        JsonObject _ = skills.ask("skills.add", Map.of(), body("data", text("brew", "Makes green tea")));
        JsonObject _ = skills.ask(
                "skills.add", Map.of(), body("data", text("bake", "Bakes bread with tea"), "target_uri", SHARED));
        skills.index();

        JsonObject found = skills.ask("skills.find", Map.of(), body("query", "green tea"));
        JsonObject shared = skills.ask("skills.find", Map.of(), body("query", "green tea", "target_uri", SHARED));

        assertThat(found.getJsonArray("root_uris")).containsExactly(OWN, SHARED);
        assertThat(SkillFixture.names(found)).containsExactly("brew", "bake");
        assertThat(found.getInteger("total")).isEqualTo(2);
        JsonObject first = SkillFixture.first(found.getJsonArray("skills"));
        assertThat(first.getString("uri")).isEqualTo(OWN + "/brew");
        assertThat(first.getDouble("score")).isPositive();
        assertThat(first.getString("match_reason")).isEmpty();
        assertThat(first.getInteger("level")).isZero();
        assertThat(first.getString("abstract")).startsWith("name: brew\n");
        assertThat(first.getString("description")).isEqualTo("Makes green tea");
        assertThat(first.getJsonArray("allowed_tools")).containsExactly("Bash(git *)");
        assertThat(shared.getString("root_uri")).isEqualTo(SHARED);
        assertThat(SkillFixture.names(shared)).containsExactly("bake");
    }

    @Test
    void findsWhatWasAskedForOnly() {
        for (String name : List.of("a", "b", "c")) {
            JsonObject _ = add(name);
        }
        skills.index();

        JsonObject query = body("query", "Does a").put("score_threshold", null).put("level", null);
        assertThat(SkillFixture.names(skills.ask("skills.find", Map.of(), query)))
                .hasSize(3);
        assertThat(SkillFixture.names(
                        skills.ask("skills.find", Map.of(), query.copy().put("limit", 1))))
                .hasSize(1);
        assertThat(SkillFixture.names(
                        skills.ask("skills.find", Map.of(), query.copy().put("level", new JsonArray().add(1)))))
                .isEmpty();
        assertThat(SkillFixture.names(
                        skills.ask("skills.find", Map.of(), query.copy().put("score_threshold", 0.999))))
                .isEmpty();
        assertThat(skills.refused("skills.find", Map.of(), body("query", " ")).code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(skills.refused("skills.find", Map.of(), body("query", "x", "colour", "red"))
                        .details()
                        .toString())
                .contains("extra_forbidden");
    }

    @Test
    void othersDoNotFindMine() {
        JsonObject _ = add("a");
        skills.index();
        Caller bob = Callers.bob();

        assertThat(SkillFixture.names(
                        SkillFixture.result(skills.call(bob, "skills.find", Map.of(), body("query", "Does a")))))
                .isEmpty();
        assertThat(Await.faultOf(skills.call(bob, "skills.get", Map.of("name", "a"), new JsonObject()))
                        .code())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void replacesASkillWhereItIs() {
        JsonObject _ = add("a", "target_uri", SHARED);

        JsonObject updated = skills.ask("skills.update", Map.of("name", "a"), body("data", text("a", "New")));

        assertThat(updated.getMap())
                .containsEntry("action", "update")
                .containsEntry("status", "success")
                .containsEntry("uri", SHARED + "/a");
        assertThat(get("a").getString("description")).isEqualTo("New");
        assertThat(get("a", "include_source", "true").getJsonObject("source").getString("operation"))
                .isEqualTo("update");
    }

    @Test
    void replacesOnlyWhatIsThereByWhatHasItsName() {
        JsonObject _ = add("a");

        Fault other = skills.refused("skills.update", Map.of("name", "a"), body("data", text("b", "New")));

        assertThat(other.code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(other.details()).containsEntry("expected", "a").containsEntry("actual", "b");
        assertThat(skills.refused("skills.update", Map.of("name", "c"), body("data", text("c", "New")))
                        .code())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(get("a").getString("description")).isEqualTo("Does a");
    }

    @Test
    void fetchesNothingAgainYet() {
        JsonObject _ = add("a");
        JsonObject _ = skills.ask(
                "skills.add",
                Map.of(),
                body("data", text("b", "From git")).put("source_metadata", new JsonObject().put("type", "git")));
        JsonObject again = new JsonObject().put("from_source", true);

        assertThat(skills.refused("skills.update", Map.of("name", "a"), again).code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(skills.refused("skills.update", Map.of("name", "b"), again).code())
                .isEqualTo(Code.UNIMPLEMENTED);
    }

    @Test
    void deletesOnce() {
        JsonObject _ = add("a");
        skills.index();

        JsonObject deleted = skills.ask("skills.delete", Map.of("name", "a"), new JsonObject());
        Fault again = skills.refused("skills.delete", Map.of("name", "a"), new JsonObject());

        assertThat(deleted)
                .isEqualTo(new JsonObject()
                        .put("name", "a")
                        .put("uri", OWN + "/a")
                        .put("root_uri", OWN + "/a")
                        .put("estimated_deleted_count", 1L)
                        .put("privacy_deleted", false));
        assertThat(again.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(skills.storage.isThere(OWN + "/a")).isFalse();
        skills.index();
        assertThat(SkillFixture.names(skills.ask("skills.find", Map.of(), body("query", "Does a"))))
                .isEmpty();
    }

    @Test
    void validatesWithoutStoring() {
        JsonObject good = skills.ask("skills.validate", Map.of(), body("data", GIT, "skill_dir_name", "git-helper"));
        JsonObject broken = skills.ask("skills.validate", Map.of(), body("data", 7, "source_path", "p"));

        assertThat(good.encode())
                .isEqualTo("{\"valid\":true,\"strict\":false,\"name\":\"git-helper\",\"description\":\"Runs git\","
                        + "\"tags\":[\"vcs\"],\"allowed_tools\":[\"Bash(git *)\"],\"body_lines\":1,"
                        + "\"source_path\":\"\",\"skill_dir_name\":\"git-helper\",\"errors\":[],\"warnings\":[]}");
        assertThat(broken.fieldNames()).containsExactly("valid", "strict", "errors", "warnings", "source_path");
        assertThat(SkillFixture.first(broken.getJsonArray("errors")).getString("rule"))
                .isEqualTo("yaml_format");
        assertThat(skills.ask(
                                "skills.validate",
                                Map.of(),
                                body("data", text("a b", "d")).put("strict", true))
                        .getBoolean("valid"))
                .isFalse();
        assertThat(skills.storage.asked()).isEmpty();
    }

    @Test
    void aModelWritesTheOverview() {
        try (SkillFixture written = new SkillFixture(
                directory, Optional.of(new SkillFixture.OneAnswer("# Git\n\nAll of git.", Optional.empty())))) {
            JsonObject _ = written.ask("skills.add", Map.of(), body("data", GIT));

            assertThat(written.storage.text(OWN + "/git-helper/.overview.md"))
                    .contains("component: one-answer")
                    .endsWith("---\n\n# Git\n\nAll of git.\n");
        }
    }

    @Test
    void aModelThatFailsIsDoneWithout() {
        Fault away = new Fault(Code.MODEL_UNAVAILABLE, "away");
        for (SkillFixture.OneAnswer model : List.of(
                new SkillFixture.OneAnswer("", Optional.of(away)), new SkillFixture.OneAnswer(" ", Optional.empty()))) {
            try (SkillFixture written = new SkillFixture(directory, Optional.of(model))) {
                JsonObject _ = written.ask("skills.add", Map.of(), body("data", GIT));

                assertThat(written.storage.text(OWN + "/git-helper/.overview.md"))
                        .contains("component: extractive")
                        .endsWith("Use git-helper.\n");
            }
        }
    }

    @Test
    void aLongBodyIsCutForTheOverview() {
        String text = "---\nname: a\ndescription: d\n---\n\n" + "A sentence of some length here. ".repeat(50);
        JsonObject _ = skills.ask("skills.add", Map.of(), body("data", text));

        assertThat(get("a").getString("overview")).hasSizeBetween(100, 200).endsWith(".");
    }

    @Test
    void tellsWhatItTook() {
        Answer answer = Await.of(skills.call(
                Callers.alice(), "skills.add", Map.of(), body("data", GIT).put("telemetry", true)));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Json.class,
                        json -> assertThat(json.telemetry()
                                        .orElseThrow()
                                        .getJsonObject("summary")
                                        .getString("operation"))
                                .isEqualTo("resources.add_skill"));
    }
}
