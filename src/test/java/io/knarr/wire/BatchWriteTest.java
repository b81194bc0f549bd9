package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code content/batch-write} (core 5.7). */
class BatchWriteTest {
    private static final String WIKI = "viking://resources/wiki";
    private static final String LIKES = "viking://user/alice/memories/preferences";
    private static final String TRAILER = "\n\n<!-- MEMORY_FIELDS\n{\"version\": 2}\n-->";

    private final Surface surface = new Surface();

    @BeforeEach
    void fill() {
        surface.storage.put(WIKI + "/a.md", "old a");
        surface.storage.put(WIKI + "/d/x.md", "old x");
        surface.storage.put(LIKES + "/tea.md", "Likes tea." + TRAILER);
    }

    @AfterEach
    void close() {
        surface.close();
    }

    private static String body(String root, String operations, String more) {
        return "{'root_uri':'" + root + "','operations':[" + operations + "]" + more + "}";
    }

    private static String op(String path, String content, String mode) {
        return "{'uri':'" + WIKI + "/" + path + "','content':'" + content + "','mode':'" + mode + "'}";
    }

    private JsonObject write(String operations) {
        return surface.post("content.batch_write", body(WIKI, operations, ""));
    }

    private Fault refused(String root, String operations) {
        List<String> before = surface.storage.below("viking://");
        surface.storage.forgetAsked();
        Fault fault = surface.refused("content.batch_write", body(root, operations, ""));
        assertThat(surface.storage.below("viking://")).as("nothing changed").isEqualTo(before);
        assertThat(surface.storage.text(WIKI + "/a.md")).isEqualTo("old a");
        assertThat(surface.storage.asked()).isEmpty();
        return fault;
    }

    @Test
    void writesAllAndWaitsForWhatFollows() {
        JsonObject answer = write(String.join(
                ",",
                op("new/b.md", "b", "create"),
                op("a.md", "new a", "upsert"),
                "{'uri':'" + WIKI + "/logo.png','content_base64':'iVBORw0KGgo=','mode':'create'}",
                op("d/x.md", " more", "append"),
                op("c.xyz", "c", "upsert")));

        assertThat(answer.getString("root_uri")).isEqualTo(WIKI);
        assertThat(answer.getJsonArray("created"))
                .containsExactly(WIKI + "/c.xyz", WIKI + "/logo.png", WIKI + "/new/b.md");
        assertThat(answer.getJsonArray("updated")).containsExactly(WIKI + "/a.md", WIKI + "/d/x.md");
        assertThat(answer.getJsonArray("unchanged")).isEmpty();
        assertThat(answer.getString("semantic_status")).isEqualTo("complete");
        assertThat(answer.getString("vector_status")).isEqualTo("complete");
        assertThat(answer.getJsonObject("queue_status")
                        .getJsonObject("Embedding")
                        .getInteger("processed"))
                .isPositive();
        assertThat(surface.storage.text(WIKI + "/a.md")).isEqualTo("new a");
        assertThat(surface.storage.text(WIKI + "/d/x.md")).isEqualTo("old x more");
        assertThat(surface.storage.text(WIKI + "/new/.abstract.md")).isNotEmpty();
        assertThat(surface.get("fs.stat", "uri", WIKI).getInteger("count")).isGreaterThanOrEqualTo(5);
    }

    @Test
    void replacesByDefault() {
        JsonObject answer = write("{'uri':'" + WIKI + "/a.md','content':''}");

        assertThat(answer.getJsonArray("updated")).containsExactly(WIKI + "/a.md");
        assertThat(surface.storage.text(WIKI + "/a.md")).isEmpty();
    }

    @Test
    void doesNotWaitWhenTold() {
        JsonObject answer =
                surface.post("content.batch_write", body(WIKI, op("a.md", "x", "replace"), ",'wait':false"));

        assertThat(answer.getString("semantic_status")).isEqualTo("queued");
        assertThat(answer.getString("vector_status")).isEqualTo("queued");
        assertThat(answer.containsKey("queue_status")).isTrue();
        assertThat(answer.getValue("queue_status")).isNull();
    }

    @Test
    void writesMemoriesAndKeepsTheirTrailers() {
        JsonObject answer = surface.post(
                "content.batch_write",
                body(
                        LIKES,
                        "{'uri':'" + LIKES + "/tea.md','content':'Prefers coffee.'},{'uri':'" + LIKES
                                + "/new.md','content':'New.','mode':'create'}",
                        ""));

        assertThat(surface.storage.text(LIKES + "/tea.md")).isEqualTo("Prefers coffee." + TRAILER);
        assertThat(answer.getString("semantic_status")).isEqualTo("skipped");
        assertThat(answer.getString("vector_status")).isEqualTo("complete");
    }

    @Test
    void saysNothingOfStatusWhenOnlySummariesWereWritten() {
        surface.storage.put(WIKI + "/.abstract.md", "---\ndirectory: " + WIKI + "/\n---\n\nOld.\n");

        JsonObject answer = write("{'uri':'" + WIKI + "/.abstract.md','content':'New.'}");

        assertThat(answer.containsKey("semantic_status")).isFalse();
        assertThat(answer.containsKey("vector_status")).isFalse();
        assertThat(surface.storage.text(WIKI + "/.abstract.md"))
                .startsWith("---")
                .contains("New.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "INVALID_ARGUMENT | ",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/b.md'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/b.md','content':'','content_base64':''}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/b.md','content':'','mode':'merge'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/b.md','content':'','colour':'red'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/other/b.md','content':'','mode':'upsert'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki','content':'','mode':'upsert'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/d','content':'','mode':'upsert'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/a.md/b.md','content':'','mode':'upsert'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/b.png','content_base64':'*','mode':'create'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/a.md','content_base64':'AAAA','mode':'append'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/.abstract.md','content':'','mode':'create'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/.abstract.md','content':'','mode':'upsert'}",
                "INVALID_ARGUMENT | {'uri':'viking://resources/wiki/.relations.json','content':'','mode':'upsert'}",
                "NOT_FOUND        | {'uri':'viking://resources/wiki/none.md','content':''}",
                "NOT_FOUND        | {'uri':'viking://resources/wiki/none.md','content':'','mode':'append'}",
                "NOT_FOUND        | {'uri':'viking://resources/wiki/.overview.md','content':''}",
                "ALREADY_EXISTS   | {'uri':'viking://resources/wiki/d/x.md','content':'','mode':'create'}"
            })
    void changesNothingWhenOneOperationIsWrong(Code code, String wrong) {
        String good = op("a.md", "new a", "replace");
        // No operation at all is wrong, too.
        String operations = wrong == null ? "" : good + "," + wrong;

        assertThat(refused(WIKI, operations).code()).isEqualTo(code);
    }

    @Test
    void namesWhatIsMissingAndWhatIsThere() {
        assertThat(refused(WIKI, op("none.md", "", "replace")).details())
                .containsEntry("type", "file")
                .containsEntry("resource", WIKI + "/none.md");
        assertThat(refused(WIKI, op("a.md", "", "create")).details()).containsEntry("type", "file");
    }

    @Test
    void refusesAFileThatIsADirectoryToo() {
        assertThat(refused(WIKI, op("n", "1", "create") + "," + op("n/m.md", "2", "create"))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void refusesTheSameFileTwice() {
        assertThat(refused(WIKI, op("a.md", "1", "replace") + "," + op("a.md", "2", "append"))
                        .getMessage())
                .contains(WIKI + "/a.md");
    }

    @ParameterizedTest
    @CsvSource({
        "viking://resources, INVALID_ARGUMENT",
        "viking://user/alice/memories, INVALID_ARGUMENT",
        "viking://user/alice/resources, INVALID_ARGUMENT",
        "viking://user/alice/sessions/s, INVALID_ARGUMENT",
        "viking://agent/skills/s, INVALID_ARGUMENT",
        "viking://user/bob/resources/x, PERMISSION_DENIED",
        "viking://resources/none, NOT_FOUND",
        "viking://resources/wiki/a.md, NOT_FOUND"
    })
    void writesOnlyInsideOfTreesOfResourcesAndMemories(String root, Code code) {
        assertThat(refused(root, "{'uri':'" + root + "/new.md','content':'x','mode':'upsert'}")
                        .code())
                .isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'uri':'viking://user/alice/memories/preferences/tea.md','content':'x','mode':'append'",
                "'uri':'viking://user/alice/memories/preferences/tea.md','content_base64':'AAAA'",
                "'uri':'viking://user/alice/memories/preferences/tea.exe','content':'x','mode':'create'",
                "'uri':'viking://user/alice/memories/preferences/tea.exe','content':'x','mode':'upsert'"
            })
    void treatsMemoriesAsTextThatIsWrittenWhole(String operation) {
        assertThat(refused(LIKES, "{" + operation + "}").code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void hasRoomForSoManyAndNoMore() {
        String many = IntStream.range(0, 257)
                .mapToObj(i -> op("n" + i + ".md", "x", "create"))
                .collect(Collectors.joining(","));

        assertThat(refused(WIKI, many).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void hasRoomForFilesOfSoManyBytesAndNoMore() {
        String tooLarge = op("n.md", "x".repeat((8 << 20) + 1), "create");
        assertThat(refused(WIKI, tooLarge).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);

        String bytes = Base64.getEncoder().encodeToString(new byte[6 << 20]);
        String three = IntStream.range(0, 3)
                .mapToObj(i -> "{'uri':'" + WIKI + "/n" + i + ".bin','content_base64':'" + bytes + "','mode':'create'}")
                .collect(Collectors.joining(","));
        assertThat(refused(WIKI, three).code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void changesNothingWhenTheMediumIsFull() {
        surface.storage.failChangesWith(new Fault(Code.WRITE_FAILED, "No space left on device"));

        Fault fault = surface.refused("content.batch_write", body(WIKI, op("a.md", "new", "replace"), ""));

        assertThat(fault.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(surface.storage.text(WIKI + "/a.md")).isEqualTo("old a");
    }

    @Test
    void waitsForWhoeverChangesSomethingBelow() {
        Lease lease = Await.of(surface.storage
                .leases()
                .acquire(Callers.ACME, List.of(Claim.exact(VikingUri.parse(WIKI + "/d/x.md"))), Duration.ZERO));

        Future<Answer> written =
                surface.body(Callers.alice(), "content.batch_write", body(WIKI, op("a.md", "new", "replace"), ""));

        assertThat(written.isComplete()).isFalse();
        assertThat(surface.storage.text(WIKI + "/a.md")).isEqualTo("old a");
        lease.release();
        assertThat(Surface.object(written).getJsonArray("updated")).containsExactly(WIKI + "/a.md");
    }

    @Test
    void saysWhatIsWrittenWhenWhatFollowsFails() {
        surface.embedder.failWith(new Fault(Code.INVALID_ARGUMENT, "the model is broken"));

        Fault fault = surface.refused(
                "content.batch_write",
                body(WIKI, op("b.md", "new", "create") + "," + op("a.md", "new", "replace"), ""));

        assertThat(fault.code()).isEqualTo(Code.REFRESH_FAILED);
        assertThat(fault.details())
                .containsEntry("root_uri", WIKI)
                .containsEntry("created", List.of(WIKI + "/b.md"))
                .containsEntry("updated", List.of(WIKI + "/a.md"))
                .containsEntry("unchanged", Collections.emptyList())
                .hasEntrySatisfying(
                        "cause", cause -> assertThat(cause.toString()).contains("broken"));
        assertThat(surface.storage.text(WIKI + "/a.md")).isEqualTo("new");
    }

    @Test
    void keepsWhatIsWrittenWhenTimeIsUp() {
        Fault fault = surface.refused("content.batch_write", body(WIKI, op("a.md", "new", "replace"), ",'timeout':0"));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(surface.storage.text(WIKI + "/a.md")).isEqualTo("new");
    }

    @Test
    void measuresItselfWhenAsked() {
        Answer.Json answer = (Answer.Json) Await.of(surface.body(
                Callers.alice(),
                "content.batch_write",
                body(WIKI, op("a.md", "x", "replace"), ",'telemetry':{'summary':true}")));

        assertThat(answer.telemetry().orElseThrow().getJsonObject("summary").getString("operation"))
                .isEqualTo("content.batch_write");
        assertThat(((JsonObject) Objects.requireNonNull(answer.result())).getJsonArray("updated"))
                .isEqualTo(new JsonArray().add(WIKI + "/a.md"));
    }
}
