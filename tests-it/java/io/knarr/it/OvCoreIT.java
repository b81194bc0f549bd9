package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Copies, tags, pages, fields, rebuilding and tasks with the released {@code ov} client, as tables and as JSON: its exit code
 * and the meaning of what it says.
 */
class OvCoreIT {
    private static final String ROOT = "viking://resources";
    private static final String PORT = ROOT + "/port";

    @TempDir
    private static Path directory;

    private static KnarrServer server;
    private static OvClient ov;

    @BeforeAll
    static void writeSomeFiles() throws IOException, InterruptedException {
        server = KnarrServer.start(directory.resolve("data"));
        ov = OvClient.of(server, directory.resolve("client"));
        assertThat(table("mkdir", PORT, "--description", "A port and its tides"))
                .contains(PORT);
        write(PORT + "/tides.md", "High water comes twice a day.\n", "topic=sea,year=2025");
        write(PORT + "/cranes.md", "The old crane lifts forty tons.\n", "topic=work");
        write(PORT + "/pilots/rota.md", "Pilots board the ships at the buoy.\n", "topic=work,year=2025");
        assertThat(table("wait")).contains("Embedding");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void write(String uri, String text, String tags) throws IOException, InterruptedException {
        JsonObject written = object(ov.json("write", uri, "--content", text, "--mode", "create", "--tags", tags));
        assertThat(written.getString("uri")).isEqualTo(uri);
    }

    private static JsonObject object(@Nullable Object result) {
        return (JsonObject) Objects.requireNonNull(result);
    }

    private static JsonArray array(@Nullable Object result) {
        return (JsonArray) Objects.requireNonNull(result);
    }

    /** What a command prints for people. */
    private static String table(String... arguments) throws IOException, InterruptedException {
        Processes.Result result = ov.run(arguments);
        assertThat(result.exit())
                .as("ov %s\n%s", String.join(" ", arguments), result.all())
                .isZero();
        return result.out();
    }

    /** Both modes fail with this code: exit 1, nothing on stdout in JSON mode. The result is the message. */
    private static String refused(String code, String... arguments) throws IOException, InterruptedException {
        Processes.Result people = ov.run(arguments);
        assertThat(people.exit()).as(people.all()).isEqualTo(1);
        assertThat(people.err()).contains("[" + code + "]");
        List<String> all = new ArrayList<>(List.of("-o", "json"));
        all.addAll(List.of(arguments));
        Processes.Result programs = ov.run(all.toArray(String[]::new));
        assertThat(programs.exit()).as(programs.all()).isEqualTo(1);
        assertThat(programs.out()).isEmpty();
        JsonObject error = new JsonObject(programs.err().strip()).getJsonObject("error");
        assertThat(error.getString("code")).as(error.encode()).isEqualTo(code);
        return error.getString("message");
    }

    private static List<String> names(@Nullable Object entries) {
        return array(entries).stream()
                .map(entry -> ((JsonObject) entry).getString("uri"))
                .map(uri -> uri.substring(PORT.length() + 1))
                .toList();
    }

    private static JsonArray tags(String uri) throws IOException, InterruptedException {
        return array(ov.json("attrs", "get", uri, "tags"));
    }

    @Test
    void listsPagesInTheOrderAsked() throws IOException, InterruptedException {
        assertThat(names(ov.json("ls", PORT))).containsExactly("pilots", "cranes.md", "tides.md");
        assertThat(names(ov.json("ls", PORT, "--offset", "1", "--limit", "1"))).containsExactly("cranes.md");
        assertThat(names(ov.json("ls", PORT, "--sort-by", "name", "--sort-order", "desc")))
                .containsExactly("pilots", "tides.md", "cranes.md");
        assertThat(names(ov.json("ls", PORT, "--sort-by", "mtime"))).containsExactly("pilots", "tides.md", "cranes.md");
        assertThat(names(ov.json("tree", PORT, "--offset", "1", "--limit", "2")))
                .containsExactly("pilots/rota.md", "cranes.md");
        assertThat(table("ls", PORT, "--limit", "2"))
                .contains("pilots", "cranes.md")
                .doesNotContain("tides.md");
    }

    @Test
    void listsWhatHasTheTags() throws IOException, InterruptedException {
        assertThat(names(ov.json("ls", PORT, "--tags", "topic=work"))).containsExactly("cranes.md");
        assertThat(names(ov.json("tree", PORT, "--tags", "topic=work,year=2025")))
                .containsExactly("pilots/rota.md");
        assertThat(object(ov.json("glob", "**/*.md", "-u", PORT, "--tags", "year=2025"))
                        .getJsonArray("matches"))
                .containsExactly(PORT + "/pilots/rota.md", PORT + "/tides.md");
        assertThat(table("glob", "**/*.md", "-u", PORT, "--tags", "year=2025"))
                .contains("rota.md", "tides.md")
                .doesNotContain("cranes.md");
        JsonObject found = object(ov.json("grep", "a", "-u", PORT, "--tags", "topic=sea", "-f", "tags"));
        assertThat(found.getInteger("match_count")).isEqualTo(1);
        assertThat(found.getJsonArray("matches").getJsonObject(0).getJsonArray("tags"))
                .containsExactly("topic=sea", "year=2025");
        assertThat(table("grep", "a", "-u", PORT, "--tags", "topic=sea")).contains("tides.md", "1 match");
        assertThat(refused("INVALID_ARGUMENT", "ls", PORT, "--tags", "work")).contains("work");
    }

    @Test
    void showsTheFieldsThatAreAsked() throws IOException, InterruptedException {
        String fields = "name,uri,path,type,size,mode,mtime,locked,id,count,tags,abstract";
        assertThat(table("ls", PORT, "-f", fields))
                .contains("NAME", "LOCKED", "COUNT", "cranes.md", "topic=work", "dir", "no");
        JsonObject file = array(ov.json("ls", PORT, "-f", fields)).getJsonObject(1);
        assertThat(file.getString("name")).isEqualTo("cranes.md");
        assertThat(file.getString("id")).matches("[0-9a-f]{32}");
        assertThat(file.getBoolean("isLocked")).isFalse();
        assertThat(array(ov.json("ls", PORT, "-f", "count")).getJsonObject(0).getInteger("count"))
                .isEqualTo(3);
        assertThat(table("tree", PORT, "-f", "name,path,tags")).contains("pilots/rota.md", "topic=work,year=2025");
        assertThat(table("glob", "*.md", "-u", PORT, "-f", "name,type,tags,id"))
                .contains("NAME", "cranes.md", "file", "topic=work");
    }

    @Test
    void copiesFilesAndDirectoriesWithTheirTags() throws IOException, InterruptedException {
        String copy = ROOT + "/copies/cranes.md";
        assertThat(table("cp", PORT + "/cranes.md", copy)).contains("Copied");
        assertThat(ov.json("read", copy)).isEqualTo("The old crane lifts forty tons.\n");
        assertThat(tags(copy)).containsExactly("topic=work");
        assertThat(
                        object(ov.json("find", "a crane that lifts tons", "-u", ROOT + "/copies"))
                                .getJsonArray("resources")
                                .stream()
                                .map(hit -> ((JsonObject) hit).getString("uri")))
                .contains(copy);

        assertThat(refused("FAILED_PRECONDITION", "cp", PORT, ROOT + "/copies/port"))
                .contains("recursive");
        JsonObject copied = object(ov.json("cp", "-r", PORT, ROOT + "/copies/port"));
        assertThat(copied.getString("to")).isEqualTo(ROOT + "/copies/port");
        assertThat(tags(ROOT + "/copies/port/pilots/rota.md")).containsExactly("topic=work", "year=2025");
        assertThat(refused("NOT_FOUND", "cp", ROOT + "/none", copy)).contains("none");
        assertThat(object(ov.json("rm", ROOT + "/copies", "-r")).getString("uri"))
                .isEqualTo(ROOT + "/copies");
    }

    @Test
    void setsAndShowsTags() throws IOException, InterruptedException {
        String file = ROOT + "/tagged/a.md";
        write(file, "A file to tag.\n", "x=1");
        assertThat(table("wait")).contains("Embedding");

        assertThat(table("attrs", "get", file)).contains("x=1");
        assertThat(table("attrs", "set-tags", file, "--tags", "Team=Core,y=2")).contains("team=core");
        assertThat(tags(file)).containsExactly("team=core", "y=2");
        JsonObject merged = object(ov.json("set-tags", file, "--tags", "y=3", "--mode", "append"));
        assertThat(merged.getInteger("success_count")).isEqualTo(1);
        assertThat(tags(file)).containsExactly("team=core", "y=3");
        assertThat(table("set-tags", ROOT + "/tagged", "--tags", "z=9", "--mode", "append", "--recursive"))
                .contains("z=9");
        assertThat(tags(file)).containsExactly("team=core", "y=3", "z=9");
        assertThat(object(ov.json("find", "a file to tag", "--tags", "z=9,team=core"))
                        .getJsonArray("resources")
                        .getJsonObject(0)
                        .getString("uri"))
                .isEqualTo(file);
        assertThat(refused("NOT_FOUND", "set-tags", ROOT + "/nowhere", "--tags", "a=b"))
                .contains("nowhere");
        assertThat(refused("NOT_FOUND", "attrs", "get", ROOT + "/nowhere")).contains("nowhere");
        assertThat(object(ov.json("rm", ROOT + "/tagged", "-r")).getString("uri"))
                .isEqualTo(ROOT + "/tagged");
    }

    @Test
    void importsWithTags() throws IOException, InterruptedException {
        String document = Path.of("tests-it", "resources", "documents", "tea.md")
                .toAbsolutePath()
                .toString();
        JsonObject added = object(ov.json("add-resource", document, "--wait", "--tags", "drink=tea"));
        assertThat(tags(added.getString("root_uri") + "/tea.md")).containsExactly("drink=tea");
        assertThat(names(ov.json("tree", PORT, "--tags", "drink=tea"))).isEmpty();
        assertThat(object(ov.json("rm", added.getString("root_uri"), "-r")).getString("uri"))
                .isEqualTo(added.getString("root_uri"));
    }

    @Test
    void writesVectorsAloneWhenTold() throws IOException, InterruptedException {
        String file = ROOT + "/quick/a.md";
        JsonObject written = object(ov.json(
                "write",
                file,
                "--content",
                "Quick.\n",
                "--mode",
                "create",
                "--wait",
                "--processing-mode",
                "vectors_only"));
        assertThat(written.getString("semantic_status")).isEqualTo("skipped");
        assertThat(written.getString("vector_status")).isEqualTo("complete");
        assertThat(object(ov.json("rm", ROOT + "/quick", "-r")).getString("uri"))
                .isEqualTo(ROOT + "/quick");
    }

    @ParameterizedTest
    @CsvSource({
        "vectors_only, rebuilt_records",
        "semantic_and_vectors, rebuilt_records",
        "prune_orphans, deleted_records"
    })
    void indexesAnew(String mode, String figure) throws IOException, InterruptedException {
        assertThat(table("reindex", PORT, "--mode", mode)).contains("completed", mode, figure);
        JsonObject result = object(ov.json("reindex", PORT, "--mode", mode));
        assertThat(result.getString("status")).isEqualTo("completed");
        assertThat(result.getString("object_type")).isEqualTo("resource");
        assertThat(result.getLong("failed_records")).isZero();
        assertThat(result.getLong("scanned_records")).isGreaterThanOrEqualTo(5);
        assertThat(tags(PORT + "/cranes.md")).containsExactly("topic=work");
        JsonObject accepted = object(ov.json("reindex", PORT, "--mode", mode, "--wait", "false"));
        assertThat(accepted.getString("status")).isEqualTo("accepted");
        assertThat(table("wait")).contains("Embedding");
        assertThat(table("task", "status", accepted.getString("task_id"))).contains("admin_reindex", "completed");
        assertThat(table("task", "list", "--task-type", "admin_reindex")).contains(PORT);
        // Without keys everybody is root, and root cancels nothing (core 8.2).
        assertThat(refused("PERMISSION_DENIED", "task", "cancel", accepted.getString("task_id")))
                .contains("user");
    }

    @Test
    void previewsWhatItWouldDrop() throws IOException, InterruptedException {
        JsonObject result = object(ov.json("reindex", PORT, "--mode", "prune_orphans", "--dry-run"));
        assertThat(result.getLong("would_delete_records")).isZero();
        assertThat(refused("INVALID_ARGUMENT", "reindex", PORT, "--dry-run")).contains("prune_orphans");
        assertThat(refused("NOT_FOUND", "reindex", ROOT + "/nowhere")).contains("nowhere");
        assertThat(refused("UNSUPPORTED_URI", "reindex", "viking://agent")).contains("agent");
    }

    @Test
    void comparesFilesWithTheIndex() throws IOException, InterruptedException {
        assertThat(table("wait")).contains("Embedding");
        JsonObject report = object(ov.json("system", "consistency", PORT));
        assertThat(report.getBoolean("ok")).as(report.encode()).isTrue();
        assertThat(report.getLong("expected_count")).isGreaterThanOrEqualTo(5);
        assertThat(table("system", "consistency", PORT)).contains("expected_count");
        assertThat(refused("INVALID_ARGUMENT", "system", "backend", "sync-status", PORT))
                .contains("mirror");
        assertThat(refused("INVALID_ARGUMENT", "system", "backend", "sync-retry", PORT))
                .contains("mirror");
    }

    @Test
    void saysWhatThisVersionDoesNotOffer() throws IOException, InterruptedException {
        assertThat(refused("UNIMPLEMENTED", "acl", "get", PORT)).contains("not offered by this version");
    }
}
