package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listings with pages, order, tags and more fields, and copies (core 4.1, 4.2; clients 2.2). */
class FileOperationsTest {
    private static final String ROOT = "viking://resources";

    private final Surface surface = new Surface();

    @AfterEach
    void close() {
        surface.close();
    }

    private static List<String> uris(JsonArray entries) {
        return entries.stream()
                .map(entry -> ((JsonObject) entry).getString("uri").substring(ROOT.length() + 1))
                .toList();
    }

    private void put(String... paths) {
        for (String path : paths) {
            surface.storage.put(ROOT + "/" + path, path);
        }
    }

    private void tag(String path, String tags) {
        JsonObject _ = surface.post("fs.set_tags", "{'uri':'" + ROOT + "/" + path + "','tags':[" + tags + "]}");
    }

    @Test
    void givesPagesOfAListing() {
        put("a.md", "b.md", "c.md", "d/x.md");

        assertThat(uris(surface.list("fs.ls", "uri", ROOT, "offset", "1", "limit", "2")))
                .containsExactly("a.md", "b.md");
        assertThat(uris(surface.list("fs.ls", "uri", ROOT, "node_limit", "1", "limit", "3")))
                .containsExactly("d", "a.md", "b.md");
        assertThat(uris(surface.list("fs.ls", "uri", ROOT, "offset", "9"))).isEmpty();
        assertThat(uris(surface.list("fs.tree", "uri", ROOT, "offset", "1", "limit", "2")))
                .containsExactly("d/x.md", "a.md");
        assertThat(surface.getRefused("fs.ls", "uri", ROOT, "offset", "-1").code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @CsvSource({
        "name, asc, d e a.md b.md",
        "name, desc, e d b.md a.md",
        "mtime, asc, e d b.md a.md",
        "mtime, desc, d e a.md b.md"
    })
    void sortsDirectoriesAndFilesByThemselves(String by, String order, String expected) {
        for (String path : List.of("b.md", "a.md", "e/x.md", "d/x.md")) {
            put(path);
            surface.storage.clock().advance(Duration.ofSeconds(1));
        }

        assertThat(String.join(" ", uris(surface.list("fs.ls", "uri", ROOT, "sort_by", by, "sort_order", order))))
                .isEqualTo(expected);
        assertThat(String.join(
                        " ",
                        uris(surface.list(
                                "fs.tree", "uri", ROOT, "level_limit", "1", "sort_by", by, "sort_order", order))))
                .isEqualTo(expected);
    }

    @Test
    void ignoresTheOrderOfARecursiveListing() {
        put("b.md", "a.md");

        assertThat(uris(surface.list(
                        "fs.ls", "uri", ROOT, "recursive", "true", "sort_by", "name", "sort_order", "desc")))
                .containsExactly("a.md", "b.md");
    }

    @Test
    void refusesOrdersAndShapesItDoesNotHave() {
        for (String[] wrong : List.of(
                new String[] {"sort_by", "size"}, new String[] {"sort_order", "up"}, new String[] {"output", "xml"})) {
            assertThat(surface.getRefused("fs.ls", "uri", ROOT, wrong[0], wrong[1])
                            .code())
                    .as(wrong[1])
                    .isEqualTo(Code.INVALID_ARGUMENT);
        }
    }

    @Test
    void showsOnlyWhatHasAllTags() {
        surface.index(ROOT + "/a.md", ROOT + "/b.md", ROOT + "/d/c.md", ROOT + "/d/e/f.md");
        tag("a.md", "'team=core','year=1'");
        tag("b.md", "'team=core'");
        tag("d/e/f.md", "'Team=Core','year=1'");

        assertThat(uris(surface.list("fs.ls", "uri", ROOT, "tags", "team=core")))
                .containsExactly("a.md", "b.md");
        assertThat(uris(surface.list("fs.tree", "uri", ROOT, "tags", "team=core", "tags", "year=1")))
                .containsExactly("d/e/f.md", "a.md");
        assertThat(uris(surface.list("fs.tree", "uri", ROOT, "tags", "TEAM=core,year=1", "limit", "1")))
                .containsExactly("d/e/f.md");
        assertThat(uris(surface.list("fs.tree", "uri", ROOT, "tags", "team=core", "offset", "2")))
                .containsExactly("b.md");
        assertThat(surface.list("fs.ls", "uri", ROOT, "simple", "true", "tags", "team=core"))
                .containsExactly(ROOT + "/a.md", ROOT + "/b.md");
        assertThat(uris(surface.list("fs.ls", "uri", ROOT, "tags", "team=none")))
                .isEmpty();
        assertThat(surface.getRefused("fs.ls", "uri", ROOT, "tags", "core").code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void showsTagsAndMoreFieldsWhenAsked() {
        surface.index(ROOT + "/a.md", ROOT + "/d/c.md", ROOT + "/d/e.md");
        put("new.md");
        tag("a.md", "'team=core'");
        Lease lease = Await.of(surface.storage
                .leases()
                .acquire(Callers.ACME, List.of(Claim.exact(VikingUri.parse(ROOT + "/new.md"))), Duration.ZERO));

        JsonArray entries = surface.list(
                "fs.ls",
                "uri",
                ROOT,
                "output",
                "original",
                "include_tags",
                "true",
                "extra_fields",
                "locked",
                "extra_fields",
                "id,count");
        lease.release();

        JsonObject directory = entries.getJsonObject(0);
        assertThat(directory.getInteger("count")).isEqualTo(2);
        assertThat(directory.getJsonArray("tags")).isEmpty();
        assertThat(directory.getBoolean("isLocked")).isFalse();
        assertThat(directory.containsKey("id")).isFalse();
        JsonObject file = entries.getJsonObject(1);
        assertThat(file.getJsonArray("tags")).containsExactly("team=core");
        // md5 of "acme:viking://resources/a.md" (behaviour 2.6)
        assertThat(file.getString("id")).isEqualTo("a4efe3c4b36f721a4c68f05e07a1f0c1");
        assertThat(file.containsKey("count")).isFalse();
        assertThat(entries.getJsonObject(2).getBoolean("isLocked")).isTrue();
        assertThat(surface.list("fs.ls", "uri", ROOT).getJsonObject(1).fieldNames())
                .containsExactlyInAnyOrder("uri", "size", "isDir", "modTime", "abstract");
        assertThat(surface.getRefused("fs.ls", "uri", ROOT, "extra_fields", "colour")
                        .getMessage())
                .contains("colour");
    }

    @Test
    void countsNobodyElsesEntries() {
        surface.index("viking://user/alice/memories/a.md", "viking://user/bob/memories/b.md");

        JsonArray entries = surface.list("fs.ls", "uri", "viking://", "output", "original", "extra_fields", "count");

        assertThat(entries.getJsonObject(0).getString("name")).isEqualTo("user");
        assertThat(entries.getJsonObject(0).getInteger("count")).isEqualTo(1);
    }

    @Test
    void copiesAFileWithItsVectorsAndTags() {
        surface.index(ROOT + "/a.md");
        tag("a.md", "'team=core'");
        surface.idle();
        surface.embedder.failWith(new Fault(Code.INVALID_ARGUMENT, "nothing is embedded again"));

        JsonObject answer = surface.post("fs.cp", "{'from_uri':'" + ROOT + "/a.md','to_uri':'" + ROOT + "/d/b.md'}");
        surface.idle();

        assertThat(answer)
                .isEqualTo(new JsonObject().put("from", ROOT + "/a.md").put("to", ROOT + "/d/b.md"));
        assertThat(surface.storage.text(ROOT + "/d/b.md")).isEqualTo(surface.storage.text(ROOT + "/a.md"));
        assertThat(tags("d/b.md")).containsExactly("team=core");
        assertThat(tags("a.md")).containsExactly("team=core");
        assertThat(surface.getRefused("fs.ls", "uri", ROOT + "/d/b.md").code()).isEqualTo(Code.NOT_FOUND);
    }

    private JsonArray tags(String path) {
        return surface.get("fs.attrs", "uri", ROOT + "/" + path)
                .getJsonObject("attrs")
                .getJsonArray("tags");
    }

    private Fault copyRefused(String from, String to) {
        return surface.refused("fs.cp", "{'from_uri':'" + from + "','to_uri':'" + to + "'}");
    }

    @Test
    void copiesDirectoriesOnlyWhenTold() {
        put("d/x.md");

        Fault fault = copyRefused(ROOT + "/d", ROOT + "/e");

        assertThat(fault.code()).isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(fault.details()).containsEntry("expected_flag", "recursive").containsEntry("resource", ROOT + "/d");
        assertThat(surface.storage.isThere(ROOT + "/e")).isFalse();
        JsonObject _ = surface.post(
                "fs.cp", "{'from_uri':'" + ROOT + "/d','to_uri':'" + ROOT + "/e','recursive':true,'more':1}");
        assertThat(surface.storage.text(ROOT + "/e/x.md")).isEqualTo("d/x.md");
        assertThat(surface.storage.text(ROOT + "/d/x.md")).isEqualTo("d/x.md");
    }

    @Test
    void refusesCopiesThatCannotBe() {
        put("d/x.md", "a.md");

        assertThat(copyRefused(ROOT + "/none", ROOT + "/e").details()).containsEntry("type", "resource");
        assertThat(copyRefused(ROOT + "/a.md", ROOT + "/d").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(copyRefused(ROOT + "/d", ROOT + "/d/e").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(copyRefused(ROOT + "/d/x.md", ROOT + "/d").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(copyRefused(ROOT + "/a.md", "viking://user/bob/resources/a.md")
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
        assertThat(copyRefused("viking://user/bob/memories/a.md", ROOT + "/b.md")
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
        for (String whole : List.of("viking://", "viking://user", ROOT)) {
            assertThat(copyRefused(whole, ROOT + "/all").code())
                    .as(whole)
                    .isIn(Code.PERMISSION_DENIED, Code.INVALID_ARGUMENT);
        }
        assertThat(surface.storage.below(ROOT)).containsExactly("a.md", "d/", "d/x.md");
    }
}
