package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attributes and tags (core 4.4, 4.5, 5.8). */
class AttributeOperationsTest {
    private static final String BOOK = "viking://resources/handbook";
    private static final String TEA = "viking://user/alice/memories/preferences/tea.md";

    private final Surface surface = new Surface();

    @AfterEach
    void close() {
        surface.close();
    }

    /** A directory with both layers and three files, one of them deep, all indexed. */
    private void book() {
        surface.storage.put(BOOK + "/.abstract.md", "A handbook.");
        surface.storage.put(BOOK + "/.overview.md", "# Handbook\n\nAll of it.");
        surface.index(BOOK + "/a.md", BOOK + "/part/b.md", BOOK + "/1/2/3/deep.md");
        JsonObject _ =
                surface.post("content.write", "{'uri':'" + BOOK + "/.abstract.md','content':'A book.','wait':true}");
    }

    private JsonObject set(String uri, String tags, String more) {
        return surface.post("fs.set_tags", "{'uri':'" + uri + "','tags':[" + tags + "]" + more + "}");
    }

    private JsonArray tags(String uri) {
        return surface.get("fs.attrs", "uri", uri).getJsonObject("attrs").getJsonArray("tags");
    }

    @Test
    void setsTheTagsOfAFile() {
        book();

        JsonObject answer = set(BOOK + "/part/b.md", "'Team=Core ','bad','year=1','year=2'", "");

        assertThat(answer)
                .isEqualTo(new JsonObject()
                        .put("uri", BOOK + "/part/b.md")
                        .put("updated_uris", new JsonArray().add(BOOK + "/part/b.md"))
                        .put("root_uri", BOOK)
                        .put("context_type", "resource")
                        .put("tags", new JsonArray().add("team=core").add("year=2"))
                        .put("mode", "replace")
                        .put("success_count", 1)
                        .put("skipped_count", 0L)
                        .put("failed_count", 0)
                        .put("tags_updated", true));
        assertThat(tags(BOOK + "/part/b.md")).containsExactly("team=core", "year=2");
        assertThat(tags(BOOK + "/a.md")).isEmpty();
        surface.idle();
        assertThat(tags(BOOK + "/part/b.md")).containsExactly("team=core", "year=2");
    }

    @Test
    void mergesByKeyOrReplacesAll() {
        book();
        String file = BOOK + "/a.md";
        JsonObject _ = set(file, "'team=core','year=1'", "");

        JsonObject merged = set(file, "'year=2','x=y'", ",'mode':'append'");

        assertThat(merged.getJsonArray("tags")).containsExactly("year=2", "x=y");
        assertThat(merged.getString("mode")).isEqualTo("append");
        assertThat(tags(file)).containsExactly("team=core", "year=2", "x=y");
        JsonObject _ = set(file, "", "");
        assertThat(tags(file)).isEmpty();
        surface.idle();
        assertThat(tags(file)).isEmpty();
    }

    @Test
    void setsBothTiersOfADirectoryOrTheOneThatIsNamed() {
        book();

        JsonObject both = set(BOOK, "'a=b'", "");
        assertThat(both.getJsonArray("updated_uris")).containsExactly(BOOK, BOOK);
        assertThat(both.getString("root_uri")).isEqualTo(BOOK);

        JsonObject one = set(BOOK + "/.abstract.md", "'c=d'", ",'mode':'append'");
        assertThat(one.getJsonArray("updated_uris")).containsExactly(BOOK);
        assertThat(tags(BOOK + "/.abstract.md")).containsExactly("a=b", "c=d");
        assertThat(tags(BOOK + "/.overview.md")).containsExactly("a=b");
        assertThat(tags(BOOK)).containsExactly("a=b", "c=d");
        surface.idle();
        assertThat(tags(BOOK + "/.overview.md")).containsExactly("a=b");
    }

    @Test
    void setsWhatIsBelowThreeLevelsDeep() {
        book();
        surface.storage.put(BOOK + "/new.md", "not indexed yet");

        JsonObject answer = set(BOOK, "'team=core'", ",'recursive':true");

        assertThat(answer.getJsonArray("updated_uris"))
                .containsExactly(BOOK + "/a.md", BOOK + "/part/b.md", BOOK, BOOK);
        assertThat(answer.getInteger("success_count")).isEqualTo(4);
        // Four directories and a file have no entries.
        assertThat(answer.getInteger("skipped_count")).isEqualTo(5);
        assertThat(tags(BOOK + "/1/2/3/deep.md")).isEmpty();
        assertThat(tags(BOOK + "/part/b.md")).containsExactly("team=core");
    }

    @Test
    void keepsTagsThatAreSetWhileTheFileIsIndexed() {
        book();
        String file = BOOK + "/a.md";
        JsonObject _ = set(file, "'old=1'", "");
        surface.idle();
        surface.storage.put(file, "A new text, which is embedded.");
        JsonObject _ = surface.post("content.write", "{'uri':'" + file + "','content':'Another new text.'}");

        JsonObject _ = set(file, "'new=1'", "");
        surface.idle();

        assertThat(tags(file)).containsExactly("new=1");
    }

    @Test
    void doesTheSameAtBothAddresses() {
        book();

        JsonObject answer = surface.post("content.set_tags", "{'uri':'" + BOOK + "/a.md','tags':['a=b']}");

        assertThat(answer.getJsonArray("updated_uris")).containsExactly(BOOK + "/a.md");
    }

    @Test
    void measuresItselfWhenAsked() {
        book();

        Answer.Json answer = (Answer.Json) Await.of(
                surface.body(Callers.alice(), "fs.set_tags", "{'uri':'" + BOOK + "/a.md','tags':[],'telemetry':true}"));

        assertThat(answer.telemetry().orElseThrow().getJsonObject("summary").getString("operation"))
                .isEqualTo("content.set_tags");
    }

    @Test
    void saysWhichResourceOrMemoryAFileBelongsTo() {
        surface.index(
                "viking://resources/notes.md",
                TEA,
                "viking://user/alice/resources/x/y/z.md",
                "viking://user/alice/peers/p/memories/events/2026/e.md");

        assertThat(set("viking://resources/notes.md", "", "").getString("root_uri"))
                .isEqualTo("viking://resources");
        assertThat(set(TEA, "", "").getString("root_uri")).isEqualTo("viking://user/alice/memories/preferences");
        assertThat(set(TEA, "", "").getString("context_type")).isEqualTo("memory");
        assertThat(set("viking://user/alice/resources/x/y/z.md", "", "").getString("root_uri"))
                .isEqualTo("viking://user/alice/resources/x");
        assertThat(set("viking://user/alice/peers/p/memories/events/2026/e.md", "", "")
                        .getString("root_uri"))
                .isEqualTo("viking://user/alice/peers/p/memories/events");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tags':[]}",
                "{'uri':'viking://resources/handbook'}",
                "{'uri':'viking://resources/handbook','tags':null}",
                "{'uri':'viking://resources/handbook','tags':[1]}",
                "{'uri':'viking://resources/handbook','tags':[],'colour':1}",
                "{'uri':'viking://resources/handbook','tags':[],'mode':'merge'}"
            })
    void refusesWhatIsNoRequest(String body) {
        book();

        assertThat(surface.refused("fs.set_tags", body).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void refusesWhatIsNotThereAndWhatIsNotTheCallers() {
        surface.storage.makeDirectory("viking://resources/empty");
        surface.index("viking://user/bob/memories/b.md");

        Fault missing = surface.refused("fs.set_tags", "{'uri':'viking://resources/none','tags':['a=b']}");
        assertThat(missing.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(missing.details())
                .containsEntry("type", "file")
                .containsEntry("resource", "viking://resources/none");
        assertThat(surface.refused("fs.set_tags", "{'uri':'viking://resources/empty','tags':[],'recursive':true}")
                        .code())
                .isEqualTo(Code.NOT_FOUND);
        for (String operation : List.of("fs.set_tags", "content.set_tags")) {
            assertThat(surface.refused(operation, "{'uri':'viking://user/bob/memories/b.md','tags':['a=b']}")
                            .code())
                    .isEqualTo(Code.PERMISSION_DENIED);
        }
        assertThat(surface.getRefused("fs.attrs", "uri", "viking://user/bob/memories/b.md")
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
        assertThat(surface.getRefused("fs.attrs", "uri", "viking://resources/none")
                        .details())
                .containsEntry("type", "file");
    }

    @Test
    void failsWhenTheIndexDoesAndIsCompletedLater() {
        book();
        surface.storage.index().failWith(Fault.unavailable("index", "broken"));
        Fault fault = surface.refused("fs.set_tags", "{'uri':'" + BOOK + "/a.md','tags':['a=b']}");
        surface.storage.index().failNoMore();

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(tags(BOOK + "/a.md")).isEmpty();
    }

    @Test
    void showsTheFieldsOfAMemory() {
        surface.storage.put(
                TEA,
                "Likes tea.\n\n<!-- MEMORY_FIELDS\n{\"memory_type\":\"preferences\",\"version\":2,\"content\":\"x\","
                        + "\"user_id\":\"alice\",\"user_ids\":[\"alice\"]}\n-->");

        JsonObject answer = surface.get("fs.attrs", "uri", TEA);

        assertThat(answer)
                .isEqualTo(new JsonObject()
                        .put("uri", TEA)
                        .put("context_type", "memory")
                        .put(
                                "attrs",
                                new JsonObject()
                                        .put("tags", new JsonArray())
                                        .put(
                                                "memory",
                                                new JsonObject()
                                                        .put("memory_type", "preferences")
                                                        .put("version", 2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No trailer.",
                "Broken.\n\n<!-- MEMORY_FIELDS\n{ nothing\n-->",
                "Empty.\n<!-- MEMORY_FIELDS\n{}\n-->"
            })
    void givesEveryMemoryAVersion(String text) {
        surface.storage.put(TEA, text);

        assertThat(surface.get("fs.attrs", "uri", TEA).getJsonObject("attrs").getJsonObject("memory"))
                .isEqualTo(new JsonObject().put("version", 1));
    }

    @Test
    void givesOnlyMemoryFilesAMemory() {
        surface.storage.put(TEA, "Likes tea.");
        surface.storage.put("viking://resources/a.md", "Text\n<!-- MEMORY_FIELDS\n{\"a\":1}\n-->");

        for (String other :
                List.of("viking://resources/a.md", "viking://user/alice/memories/preferences", "viking://resources")) {
            assertThat(surface.get("fs.attrs", "uri", other)
                            .getJsonObject("attrs")
                            .fieldNames())
                    .as(other)
                    .containsExactly("tags");
        }
    }
}
