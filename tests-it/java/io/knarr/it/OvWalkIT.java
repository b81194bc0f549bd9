package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody does with the released {@code ov} client from the first import to the last removal, each command both as
 * tables and as JSON: its exit code and the meaning of what it says.
 */
class OvWalkIT {
    private static final Path DOCUMENTS =
            Path.of("tests-it", "resources", "documents").toAbsolutePath();
    private static final String ROOT = "viking://resources";

    @TempDir
    private static Path directory;

    private static KnarrServer server;
    private static OvClient ov;

    @BeforeAll
    static void importTheDocuments() throws IOException, InterruptedException {
        server = KnarrServer.start(directory.resolve("data"));
        ov = OvClient.of(server, directory.resolve("client"));
        JsonObject cheese = object(ov.json("add-resource", document("cheese.md"), "--wait"));
        assertThat(cheese.getString("root_uri")).isEqualTo(ROOT + "/cheese");
        assertThat(cheese.getString("status")).isEqualTo("success");
        assertThat(cheese.getJsonArray("errors")).isEmpty();
        for (String name : List.of("beekeeping.md", "railway.html", "planets.csv", "opening-hours.json")) {
            assertThat(object(ov.json("add-resource", document(name))).getString("task_id"))
                    .isNotBlank();
        }
        assertThat(table("add-resource", document("deployment.yaml"))).contains("task_id", ROOT + "/deployment");
        assertThat(table("add-resource", document("tea.md"))).contains(ROOT + "/tea");
        assertThat(object(ov.json("add-resource", document("project"))).getString("root_uri"))
                .isEqualTo(ROOT + "/project");
        JsonObject idle = object(ov.json("wait"));
        assertThat(idle.getJsonObject("AddResource").getInteger("processed")).isEqualTo(8);
        assertThat(idle.getJsonObject("Embedding").getInteger("error_count")).isZero();
        assertThat(idle.getJsonObject("Semantic").getInteger("error_count")).isZero();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String document(String name) {
        return DOCUMENTS.resolve(name).toString();
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
        JsonObject answer = new JsonObject(programs.err().strip());
        assertThat(answer.getBoolean("ok")).isFalse();
        JsonObject error = answer.getJsonObject("error");
        assertThat(error.getString("code")).as(error.encode()).isEqualTo(code);
        return error.getString("message");
    }

    private static List<String> uris(JsonArray entries) {
        return entries.stream()
                .map(entry -> ((JsonObject) entry).getString("uri"))
                .toList();
    }

    /** The addresses of the resources found, best first. */
    private static List<String> found(String... arguments) throws IOException, InterruptedException {
        return uris(object(ov.json(arguments)).getJsonArray("resources"));
    }

    private static Set<String> tree(String uri) throws IOException, InterruptedException {
        return new TreeSet<>(uris(array(ov.json("tree", uri, "-L", "9"))));
    }

    @Test
    void saysHowTheServerIs() throws IOException, InterruptedException {
        assertThat(table("health")).contains("Connected (Healthy)");
        assertThat(object(ov.json("health")).getBoolean("healthy")).isTrue();
        assertThat(table("version")).containsPattern("Server: +\\d+\\.\\d+\\.\\d+");
        assertThat(table("status"))
                .contains("Connected (Healthy)", "bge-small", "1 collection", "0 active locks", "1 mount")
                .doesNotContain("unhealthy");
        assertThat(object(ov.json("status")).getBoolean("is_healthy")).isTrue();
        assertThat(object(ov.json("system", "status")).getBoolean("initialized"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "vikingdb", "models", "retrieval", "filesystem"})
    void showsEachPartToObservers(String part) throws IOException, InterruptedException {
        assertThat(table("observer", part)).contains("[" + part + "] (healthy)", "|");
        JsonObject component = object(ov.json("observer", part));
        assertThat(component.getString("name")).isEqualTo(part);
        assertThat(component.getBoolean("has_errors")).isFalse();
    }

    @Test
    void showsTheWholeSystemToObservers() throws IOException, InterruptedException {
        assertThat(table("observer", "system")).contains("TOTAL", "Mount: ", "Embedding Models:");
        JsonObject components = object(ov.json("observer", "system")).getJsonObject("components");
        assertThat(components.fieldNames())
                .containsExactlyInAnyOrder("queue", "vikingdb", "models", "lock", "retrieval", "filesystem");
    }

    @Test
    void importedTreesCanBeBrowsed() throws IOException, InterruptedException {
        assertThat(uris(array(ov.json("ls")))).containsExactlyInAnyOrder("viking://resources", "viking://user");
        assertThat(table("ls", ROOT)).contains(ROOT + "/cheese", "mountain cheese", "dir");
        List<String> names = array(ov.json("ls", ROOT, "-s")).stream()
                .map(String.class::cast)
                .toList();
        assertThat(names).contains(ROOT + "/beekeeping", ROOT + "/cheese", ROOT + "/project", ROOT + "/tea");
        assertThat(table("ls", ROOT, "-s").lines()).contains(ROOT + "/railway");
        assertThat(array(ov.json("ls", ROOT, "-n", "2"))).hasSize(2);
        assertThat(array(ov.json("ls", ROOT + "/project", "-s", "-r")))
                .contains(ROOT + "/project/src/TideTable.java", ROOT + "/project/data/harbours.yaml");
        assertThat(uris(array(ov.json("ls", ROOT + "/cheese")))).containsExactly(ROOT + "/cheese/cheese.md");
        assertThat(uris(array(ov.json("ls", ROOT + "/cheese", "-a"))))
                .contains(ROOT + "/cheese/.abstract.md", ROOT + "/cheese/.overview.md");
        JsonArray shortened = array(ov.json("ls", ROOT, "-l", "20"));
        assertThat(shortened)
                .allSatisfy(entry ->
                        assertThat(((JsonObject) entry).getString("abstract")).hasSizeLessThanOrEqualTo(20));
    }

    @Test
    void treesShowTheSectionsOfALongDocument() throws IOException, InterruptedException {
        String book = ROOT + "/beekeeping";
        assertThat(tree(book))
                .hasSizeGreaterThan(4)
                .anyMatch(uri -> uri.endsWith("/Catching_a_swarm.md"))
                .anyMatch(uri -> uri.endsWith("/Feeding_for_winter.md"));
        assertThat(table("tree", book, "-L", "9")).contains("Catching_a_swarm.md", "Feeding_for_winter.md");
        assertThat(uris(array(ov.json("tree", ROOT, "-L", "1"))))
                .isNotEmpty()
                .allMatch(uri -> uri.lastIndexOf('/') == ROOT.length());
    }

    @Test
    void statsFilesAndDirectories() throws IOException, InterruptedException {
        JsonObject file = object(ov.json("stat", ROOT + "/cheese/cheese.md"));
        assertThat(file.getBoolean("isDir")).isFalse();
        assertThat(file.getLong("size")).isEqualTo(Files.size(DOCUMENTS.resolve("cheese.md")));
        assertThat(object(ov.json("stat", ROOT + "/cheese")).getBoolean("isDir"))
                .isTrue();
        assertThat(table("stat", ROOT + "/cheese")).contains("isDir", "true", "count");
    }

    @Test
    void readsWhatWasImported() throws IOException, InterruptedException {
        assertThat(ov.json("read", ROOT + "/tea/tea.md")).isEqualTo(Files.readString(DOCUMENTS.resolve("tea.md")));
        assertThat(table("read", ROOT + "/planets/planets.md")).contains("Jupiter", "hydrogen storms");
        assertThat((String) ov.json("read", ROOT + "/railway/railway.md"))
                .contains("# Signals on a narrow-gauge railway", "## Single track", "| level | stop |")
                .doesNotContain("<p>", "tracking-script-text");
        assertThat((String) ov.json("read", ROOT + "/opening-hours/opening-hours.md"))
                .contains("Municipal library of Harborton");
        assertThat((String) ov.json("read", ROOT + "/project/src/TideTable.java"))
                .isEqualTo(Files.readString(DOCUMENTS.resolve("project/src/TideTable.java")));
    }

    @ParameterizedTest
    @CsvSource({
        "cheese, cellar",
        "beekeeping, bees",
        "railway, semaphore",
        "planets, planet",
        "opening-hours, library",
        "deployment, collector",
        "tea, 绿茶",
        "project, tide"
    })
    void layersSayWhatADocumentIsAbout(String name, String word) throws IOException, InterruptedException {
        assertThat((String) ov.json("abstract", ROOT + "/" + name)).containsIgnoringCase(word);
        assertThat((String) ov.json("overview", ROOT + "/" + name)).containsIgnoringCase(word);
        assertThat(table("abstract", ROOT + "/" + name)).containsIgnoringCase(word);
        assertThat(table("overview", ROOT + "/" + name)).containsIgnoringCase(word);
    }

    @ParameterizedTest
    @CsvSource({
        "how long must cheese stay in the cellar, cheese",
        "an engine driver must hold a unique object before leaving, railway",
        "what does it cost to bring back a borrowed book too late, opening-hours",
        "which world has the most moons, planets",
        "alarm when the air pressure drops quickly, deployment",
        "insects leave the hive to found a new colony, beekeeping",
        "predicting high and low water in a port, project",
        "茶叶怎么保存, tea"
    })
    void findsTheRightDocumentByParaphrase(String question, String name) throws IOException, InterruptedException {
        assertThat(found("find", question, "-n", "3").getFirst()).startsWith(ROOT + "/" + name + "/");
        assertThat(found("search", question, "-n", "3").getFirst()).startsWith(ROOT + "/" + name + "/");
    }

    @Test
    void narrowsWhatIsFound() throws IOException, InterruptedException {
        assertThat(table("find", "cheese in the cellar", "-n", "2")).contains("2 results", "score", ROOT + "/cheese");
        assertThat(table("search", "cheese in the cellar", "-n", "2")).contains("2 results", ROOT + "/cheese");
        assertThat(found("find", "cheese", "-u", ROOT + "/project"))
                .isNotEmpty()
                .allMatch(uri -> uri.startsWith(ROOT + "/project/"));
        assertThat(found("find", "cheese", "-L", "0")).isNotEmpty().allMatch(uri -> uri.endsWith("/.abstract.md"));
        assertThat(found("find", "cheese", "-L", "2")).isNotEmpty().noneMatch(uri -> uri.contains("/."));
        assertThat(found("find", "cheese", "--context-type", "memory")).isEmpty();
        assertThat(found("find", "cheese", "--tags", "team=nobody")).isEmpty();
        assertThat(found("find", "cheese", "--after", "1d")).isNotEmpty();
        assertThat(found("find", "cheese", "--after", "2099-01-01")).isEmpty();
        assertThat(found("find", "cheese", "-t", "0.99")).isEmpty();
        assertThat(refused("INVALID_ARGUMENT", "find", "cheese", "--after", "yesterday-ish"))
                .contains("yesterday-ish");
    }

    @Test
    void grepsLines() throws IOException, InterruptedException {
        String line = "The mite breeds in capped cells of drones.";
        JsonObject hit = object(ov.json("grep", "formic ACID", "-u", ROOT, "-i"));
        assertThat(hit.getInteger("match_count")).isEqualTo(1);
        assertThat(hit.getJsonArray("matches").getJsonObject(0).getString("content"))
                .startsWith(line);
        assertThat(table("grep", "Formic acid", "-u", ROOT)).contains("1 match", "/beekeeping/", "Formic acid vapour");
        assertThat(object(ov.json("grep", "formic ACID", "-u", ROOT)).getInteger("count"))
                .isZero();
        assertThat(object(ov.json("grep", "Formic", "-u", ROOT, "-x", ROOT + "/beekeeping"))
                        .getInteger("count"))
                .isZero();
        assertThat(refused("INVALID_ARGUMENT", "grep", "(", "-u", ROOT)).contains("RE2");
        assertThat(refused("NOT_FOUND", "grep", "a", "-u", ROOT + "/nowhere")).contains("nowhere");
    }

    @Test
    void globsNames() throws IOException, InterruptedException {
        assertThat(object(ov.json("glob", "**/*.py")).getJsonArray("matches"))
                .containsExactly(ROOT + "/project/src/radio.py");
        assertThat(table("glob", "**/*.java", "-u", ROOT)).contains("TideTable.java");
        assertThat(object(ov.json("glob", "*.md", "-u", ROOT + "/cheese")).getInteger("count"))
                .isEqualTo(1);
        assertThat(refused("NOT_FOUND", "glob", "*", "-u", ROOT + "/nowhere")).contains("nowhere");
    }

    @Test
    void downloadsToAFile() throws IOException, InterruptedException {
        Path copy = directory.resolve("tea-copy.md");
        assertThat(table("get", ROOT + "/tea/tea.md", copy.toString())).contains("302 bytes");
        assertThat(copy).hasSameBinaryContentAs(DOCUMENTS.resolve("tea.md"));
        Path none = directory.resolve("none.md");
        assertThat(refused("NOT_FOUND", "get", ROOT + "/none.md", none.toString()))
                .contains("none.md");
        assertThat(none).doesNotExist();
    }

    @Test
    void writesMovesAndRemovesByHand() throws IOException, InterruptedException {
        String notes = ROOT + "/notes";
        String lamp = notes + "/lamp.md";
        assertThat(table("mkdir", notes, "--description", "Lighthouses and their keepers"))
                .contains(notes);
        assertThat(refused("CONFLICT", "mkdir", notes)).contains(notes);
        JsonObject written =
                object(ov.json("write", lamp, "--content", "Rapeseed oil burns.\n", "--mode", "create", "--wait"));
        assertThat(written.getString("vector_status")).isEqualTo("complete");
        assertThat(found("find", "lighthouse fuel rapeseed", "-n", "2", "-L", "2")
                        .getFirst())
                .isEqualTo(lamp);
        assertThat(refused("ALREADY_EXISTS", "write", lamp, "--content", "x", "--mode", "create"))
                .contains(lamp);
        assertThat(table("write", lamp, "--append", "--content", "It turns.\n")).contains("append");
        assertThat(ov.json("read", lamp)).isEqualTo("Rapeseed oil burns.\nIt turns.\n");
        assertThat(table("write", lamp, "--content", "Now electric.\n", "--wait"))
                .contains("complete");
        assertThat(ov.json("read", lamp)).isEqualTo("Now electric.\n");
        assertThat(refused("NOT_FOUND", "write", notes + "/none.md", "--content", "x"))
                .contains("none.md");

        assertThat(table("mv", lamp, notes + "/light.md")).contains("Moved");
        assertThat(refused("NOT_FOUND", "mv", lamp, notes + "/again.md")).contains(lamp);
        assertThat(object(ov.json("mv", notes + "/light.md", lamp)).getString("to"))
                .isEqualTo(lamp);

        assertThat(refused("FAILED_PRECONDITION", "rm", notes)).contains("recursive");
        assertThat(ov.json("read", lamp)).isEqualTo("Now electric.\n");
        assertThat(table("rm", lamp)).contains("Removed");
        assertThat(object(ov.json("rm", notes, "-r")).getString("uri")).isEqualTo(notes);
        assertThat(refused("NOT_FOUND", "ls", notes)).contains(notes);
        assertThat(table("wait")).contains("Embedding");
        assertThat(found("find", "electric lighthouse")).noneMatch(uri -> uri.startsWith(notes));
    }

    @Test
    void refusesWhatIsNotThere() throws IOException, InterruptedException {
        String missing = ROOT + "/missing.md";
        for (String command : List.of("read", "abstract", "overview", "stat", "ls", "tree")) {
            assertThat(refused("NOT_FOUND", command, missing)).contains(missing);
        }
        assertThat(refused("INVALID_ARGUMENT", "read", ROOT + "/cheese")).contains("directory");
        assertThat(refused("INVALID_URI", "ls", "viking://nonsense")).contains("agent, resources, session, user");
        Processes.Result local =
                ov.run("add-resource", directory.resolve("missing").toString());
        assertThat(local.exit()).isEqualTo(1);
        assertThat(ov.run("no-such-command").exit()).isEqualTo(2);
    }

    @Test
    void listsAndShowsTasks() throws IOException, InterruptedException {
        JsonArray tasks = array(ov.json("task", "list"));
        assertThat(tasks)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(task ->
                        assertThat(((JsonObject) task).getString("status")).isEqualTo("completed"));
        assertThat(table("task", "list")).contains("add_resource", "completed", "cheese.md");
        String id = tasks.getJsonObject(0).getString("task_id");
        assertThat(object(ov.json("task", "status", id)).getString("task_id")).isEqualTo(id);
        assertThat(table("task", "status", id)).contains(id, "completed");
        assertThat(array(ov.json("task", "list", "--status", "failed"))).isEmpty();
        assertThat(refused("NOT_FOUND", "task", "status", "nope")).contains("nope");
        // Without keys everybody is root, and root cancels nothing (core 8.2).
        assertThat(refused("PERMISSION_DENIED", "task", "cancel", id)).contains("user");
    }

    @Test
    void saysWhatThisVersionDoesNotOffer() throws IOException, InterruptedException {
        assertThat(refused("UNIMPLEMENTED", "acl", "get", ROOT + "/cheese")).contains("not offered by this version");
    }
}
