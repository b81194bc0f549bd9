package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Role;
import io.knarr.index.Filter;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.knarr.uri.VikingUri;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rebuilding the index, comparing it with the tree and looking into it (core 2.5, 5.9, 9.2). */
class IndexOperationsTest {
    private static final String BOOK = "viking://resources/handbook";
    private static final Caller ADMIN = Callers.of("alice", Role.ADMIN);

    private final Surface surface = new Surface();

    @AfterEach
    void close() {
        surface.close();
    }

    /** A directory with two files, imported as by hand. */
    private void book() {
        surface.index(BOOK + "/a.md", BOOK + "/part/b.md");
        JsonObject _ = surface.post("content.write", "{'uri':'" + BOOK + "/a.md','content':'Of leave.','wait':true}");
        JsonObject _ =
                surface.post("content.write", "{'uri':'" + BOOK + "/part/b.md','content':'Of pay.','wait':true}");
        surface.idle();
    }

    private JsonObject reindex(String more) {
        return Surface.object(surface.body(ADMIN, "content.reindex", "{'uri':'" + BOOK + "'" + more + "}"));
    }

    private Fault refused(Caller caller, String uri, String more) {
        return Await.faultOf(surface.body(caller, "content.reindex", "{'uri':'" + uri + "'" + more + "}"));
    }

    private long records(String uri) {
        return Await.of(surface.storage.index().count(Callers.ACME, Filter.under(VikingUri.parse(uri))));
    }

    private void drop(String uri) {
        long _ = Await.of(surface.storage.index().delete(Callers.ACME, Filter.under(VikingUri.parse(uri))));
    }

    private JsonArray tags(String uri) {
        return surface.get("fs.attrs", "uri", uri).getJsonObject("attrs").getJsonArray("tags");
    }

    @Test
    void embedsAgainWhatIsThere() {
        book();
        long all = records(BOOK);
        drop(BOOK + "/a.md");
        long embedded = surface.embedder.passages();

        JsonObject result = reindex("");

        assertThat(result.fieldNames())
                .containsExactlyInAnyOrder(
                        "status",
                        "uri",
                        "object_type",
                        "mode",
                        "scanned_records",
                        "rebuilt_records",
                        "deleted_records",
                        "would_delete_records",
                        "unsupported_records",
                        "failed_records",
                        "duration_ms",
                        "warnings");
        assertThat(result.getString("status")).isEqualTo("completed");
        assertThat(result.getString("uri")).isEqualTo(BOOK);
        assertThat(result.getString("object_type")).isEqualTo("resource");
        assertThat(result.getString("mode")).isEqualTo("vectors_only");
        assertThat(result.getLong("scanned_records")).isEqualTo(all);
        assertThat(result.getLong("rebuilt_records")).isEqualTo(all);
        assertThat(result.getLong("failed_records")).isZero();
        assertThat(result.getJsonArray("warnings")).isEmpty();
        assertThat(records(BOOK)).isEqualTo(all);
        assertThat(surface.embedder.passages() - embedded).isGreaterThanOrEqualTo(all);
    }

    @Test
    void writesTheLayersAgainWhenAsked() {
        book();
        surface.storage.put(BOOK + "/part/.overview.md", "Something old and wrong.");

        JsonObject result = reindex(",'mode':'semantic_and_vectors'");

        assertThat(result.getString("mode")).isEqualTo("semantic_and_vectors");
        assertThat(result.getLong("rebuilt_records")).isEqualTo(records(BOOK));
        assertThat(surface.storage.text(BOOK + "/part/.overview.md")).doesNotContain("old and wrong");
    }

    @Test
    void leavesTheDirectoriesBelowAloneWhenAsked() {
        book();
        surface.storage.put(BOOK + "/.overview.md", "Wrong above.");
        surface.storage.put(BOOK + "/part/.overview.md", "Wrong below.");

        JsonObject result = reindex(",'mode':'semantic_and_vectors','recursive':false");

        assertThat(surface.storage.text(BOOK + "/.overview.md")).doesNotContain("Wrong above");
        assertThat(surface.storage.text(BOOK + "/part/.overview.md")).contains("Wrong below");
        // Two layers and one file.
        assertThat(result.getLong("rebuilt_records")).isEqualTo(3);
    }

    @Test
    void dropsOrphansOrCountsThem() {
        book();
        long all = records(BOOK);
        Await.of(surface.storage
                .index()
                .upsert(
                        Callers.ACME,
                        List.of(
                                Entries.bare(BOOK + "/gone.md", Level.CONTENT),
                                Entries.bare(BOOK + "/gone", Level.ABSTRACT),
                                Entries.bare("viking://resources/other/gone.md", Level.CONTENT))));

        JsonObject dry = reindex(",'mode':'prune_orphans','dry_run':true");
        assertThat(dry.getLong("would_delete_records")).isEqualTo(2);
        assertThat(dry.getLong("deleted_records")).isZero();
        assertThat(dry.getLong("scanned_records")).isEqualTo(all + 2);
        assertThat(records(BOOK)).isEqualTo(all + 2);

        JsonObject real = reindex(",'mode':'prune_orphans'");
        assertThat(real.getLong("deleted_records")).isEqualTo(2);
        assertThat(real.getLong("would_delete_records")).isZero();
        assertThat(real.getLong("rebuilt_records")).isZero();
        assertThat(records(BOOK)).isEqualTo(all);
        assertThat(records("viking://resources/other")).isEqualTo(1);
    }

    @Test
    void storesTagsWithWhatItRebuilds() {
        book();
        JsonObject _ = surface.post("fs.set_tags", "{'uri':'" + BOOK + "/a.md','tags':['old=1']}");
        surface.idle();

        JsonObject _ = reindex(",'tags':['Team=Core','bad'],'tag_mode':'append'");
        assertThat(tags(BOOK + "/a.md")).containsExactly("old=1", "team=core");
        assertThat(tags(BOOK + "/part/b.md")).containsExactly("team=core");
        assertThat(tags(BOOK)).containsExactly("team=core");

        JsonObject _ = reindex("");
        assertThat(tags(BOOK + "/a.md")).containsExactly("old=1", "team=core");
        JsonObject _ = reindex(",'tags':[]");
        assertThat(tags(BOOK + "/a.md")).isEmpty();
    }

    @Test
    void answersWithATaskWhenNobodyWaits() {
        book();

        JsonObject accepted = reindex(",'wait':false");
        assertThat(accepted.getString("status")).isEqualTo("accepted");
        assertThat(accepted.getString("object_type")).isEqualTo("resource");
        assertThat(accepted.getString("mode")).isEqualTo("vectors_only");
        surface.idle();

        JsonObject task = surface.get("tasks.get", "task_id", accepted.getString("task_id"));
        assertThat(task.getString("task_type")).isEqualTo("admin_reindex");
        assertThat(task.getString("resource_id")).isEqualTo(BOOK);
        assertThat(task.getString("status")).isEqualTo("completed");
        assertThat(task.getJsonObject("result").getLong("rebuilt_records")).isPositive();
        assertThat(surface.list("tasks.list", "task_type", "admin_reindex", "resource_id", BOOK))
                .hasSize(1);
    }

    @Test
    void countsWhatFailedAndSaysWhy() {
        book();
        surface.embedder.failWith(new Fault(Code.INVALID_ARGUMENT, "the model is broken"));

        JsonObject result = reindex("");

        assertThat(result.getLong("failed_records")).isPositive();
        assertThat(result.getJsonArray("warnings").getString(0)).contains("the model is broken");
    }

    @Test
    void doesOneThingAtATimeForAnAddress() {
        book();
        Promise<Void> gate = Promise.promise();
        surface.embedder.holdUntil(gate.future());
        JsonObject first = reindex(",'wait':false");

        Fault fault = refused(ADMIN, BOOK, "");
        gate.complete();
        surface.idle();

        assertThat(first.getString("status")).isEqualTo("accepted");
        assertThat(fault.code()).isEqualTo(Code.CONFLICT);
        assertThat(fault.details()).containsEntry("uri", BOOK);
        assertThat(reindex("").getString("status")).isEqualTo("completed");
    }

    @Test
    void canBeCancelled() {
        book();
        Promise<Void> gate = Promise.promise();
        surface.embedder.holdUntil(gate.future());
        String id = reindex(",'wait':false").getString("task_id");

        JsonObject cancelled = surface.get("tasks.cancel", "task_id", id);
        gate.complete();
        surface.idle();

        assertThat(cancelled.getString("status")).isIn("cancelling", "cancelled");
        assertThat(surface.get("tasks.get", "task_id", id).getString("status")).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @CsvSource({
        "viking://user/alice, user_namespace",
        "viking://user/alice/memories, memory",
        "viking://user/alice/memories/preferences/tea.md, memory",
        "viking://user/alice/skills, skill_namespace",
        "viking://user/alice/skills/s, skill",
        "viking://user/alice/resources, resource",
        "viking://user/alice/peers/p/resources, resource"
    })
    void isForUsersInTheirOwnSpace(String uri, String type) {
        surface.storage.put("viking://user/alice/memories/preferences/tea.md", "Tea.");
        surface.storage.put("viking://user/alice/skills/s/SKILL.md", "S");
        surface.storage.put("viking://user/alice/resources/r.md", "R");
        surface.storage.put("viking://user/alice/peers/p/resources/r.md", "R");

        JsonObject result = surface.post("content.reindex", "{'uri':'" + uri + "','wait':false}");

        assertThat(result.getString("object_type")).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"viking://", "viking://user", "viking://resources", "viking://agent/skills", "viking://user/bob"
            })
    void refusesUsersWhatIsNotTheirs(String uri) {
        surface.storage.put("viking://agent/skills/s/SKILL.md", "S");
        surface.storage.put("viking://user/bob/memories/b.md", "B");
        surface.storage.put("viking://resources/r.md", "R");

        assertThat(refused(Callers.alice(), uri, "").code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(Surface.object(surface.body(ADMIN, "content.reindex", "{'uri':'" + uri + "'}"))
                        .getString("status"))
                .isEqualTo("completed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "viking://resources/none            |                                      | NOT_FOUND",
                "viking://user/alice/sessions       |                                      | UNSUPPORTED_URI",
                "viking://user/alice/settings       |                                      | UNSUPPORTED_URI",
                "viking://agent                     |                                      | UNSUPPORTED_URI",
                "viking://resources/handbook        | ,'mode':'everything'                 | UNSUPPORTED_MODE",
                "viking://resources/handbook        | ,'dry_run':true                      | INVALID_ARGUMENT",
                "viking://resources/handbook        | ,'tags':['a=b'],'tag_mode':'merge'   | INVALID_ARGUMENT",
                "viking://resources/handbook        | ,'colour':'red'                      | INVALID_ARGUMENT",
                "nonsense                           |                                      | INVALID_URI"
            })
    void refusesWhatItCannotDo(String uri, String more, Code code) {
        book();

        assertThat(refused(ADMIN, uri, more == null ? "" : more).code()).isEqualTo(code);
        assertThat(surface.list("tasks.list", "task_type", "admin_reindex")).isEmpty();
    }

    @Test
    void namesTheModesThereAre() {
        book();

        assertThat(refused(ADMIN, BOOK, ",'mode':'everything'").details())
                .containsEntry("mode", "everything")
                .containsEntry("object_type", "resource")
                .containsEntry("supported_modes", List.of("vectors_only", "semantic_and_vectors", "prune_orphans"));
    }

    @Test
    void findsNothingMissingWhereNothingIs() {
        book();
        surface.storage.put(BOOK + "/empty.md", "");
        surface.storage.put(BOOK + "/.hidden.md", "hidden");
        surface.storage.put(BOOK + "/binary.bin", "\0\0\0");

        JsonObject report = surface.post("system.consistency", "{'uri':'" + BOOK + "'}");

        assertThat(report)
                .isEqualTo(new JsonObject()
                        .put("ok", true)
                        .put("expected_count", records(BOOK))
                        .put("missing_record_count", 0L)
                        .put("missing_records", new JsonArray())
                        .put("missing_records_truncated", false));
    }

    @Test
    void namesWhatIsMissing() {
        book();
        drop(BOOK + "/part");

        JsonObject report = surface.post("system.consistency", "{'uri':'" + BOOK + "','more':1}");

        assertThat(report.getBoolean("ok")).isFalse();
        assertThat(report.getInteger("missing_record_count")).isEqualTo(3);
        assertThat(report.getJsonArray("missing_records"))
                .contains(new JsonObject()
                        .put("uri", BOOK + "/part")
                        .put("path", "part")
                        .put("level", 0)
                        .put("key", "part#level=0"))
                .contains(new JsonObject()
                        .put("uri", BOOK + "/part/b.md")
                        .put("path", "part/b.md")
                        .put("level", 2)
                        .put("key", "part/b.md#level=2"));
    }

    @Test
    void namesTwentyOfMany() {
        for (int i = 0; i < 25; i++) {
            surface.storage.put(BOOK + "/n" + i + ".md", "text");
        }

        JsonObject report = surface.post("system.consistency", "{'uri':'" + BOOK + "'}");

        assertThat(report.getInteger("expected_count")).isEqualTo(25);
        assertThat(report.getInteger("missing_record_count")).isEqualTo(25);
        assertThat(report.getJsonArray("missing_records")).hasSize(20);
        assertThat(report.getBoolean("missing_records_truncated")).isTrue();
    }

    @Test
    void comparesDirectoriesOnly() {
        book();

        assertThat(surface.refused("system.consistency", "{'uri':'" + BOOK + "/a.md'}")
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(surface.refused("system.consistency", "{'uri':'viking://resources/none'}")
                        .code())
                .isEqualTo(Code.NOT_FOUND);
        assertThat(surface.refused("system.consistency", "{'uri':'viking://user/bob'}")
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
        assertThat(surface.refused("system.consistency", "{}").code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void scrollsThroughTheRecordsOfTheCaller() {
        book();
        surface.index("viking://user/alice/memories/a.md", "viking://user/bob/memories/b.md");

        JsonObject first = surface.get("debug.scroll", "limit", "2");
        JsonArray records = first.getJsonArray("records");
        assertThat(records).hasSize(2);
        assertThat(records.getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder(
                        "id",
                        "uri",
                        "type",
                        "context_type",
                        "level",
                        "name",
                        "description",
                        "tags",
                        "search_tags",
                        "abstract",
                        "created_at",
                        "updated_at",
                        "active_count",
                        "account_id",
                        "owner_user_id");
        JsonObject rest = surface.get("debug.scroll", "limit", "1000", "cursor", first.getString("next_cursor"));
        assertThat(rest.getValue("next_cursor")).isNull();
        assertThat(rest.getJsonArray("records"))
                .extracting(record -> ((JsonObject) record).getString("uri"))
                .contains("viking://user/alice/memories/a.md")
                .doesNotContain("viking://user/bob/memories/b.md");
        JsonObject own = surface.get("debug.scroll", "uri", "viking://user/alice")
                .getJsonArray("records")
                .getJsonObject(0);
        assertThat(own.getString("owner_user_id")).isEqualTo("alice");
        assertThat(own.getString("context_type")).isEqualTo("memory");
    }

    @Test
    void countsTheRecordsOfTheCaller() {
        book();
        surface.index("viking://user/alice/memories/a.md", "viking://user/bob/memories/b.md");

        assertThat(surface.get("debug.count", "uri", BOOK)).isEqualTo(new JsonObject().put("count", records(BOOK)));
        assertThat(surface.get("debug.count", "uri", "viking://user").getInteger("count"))
                .isEqualTo(1);
        assertThat(surface.get(
                                "debug.count",
                                "filter",
                                "{\"op\":\"must\",\"field\":\"context_type\",\"conds\":[\"memory\"]}")
                        .getInteger("count"))
                .isEqualTo(1);
        assertThat(Surface.object(surface.query(Callers.root(), "debug.count", "uri", "viking://user"))
                        .getInteger("count"))
                .isEqualTo(2);
        assertThat(surface.get("debug.health").getBoolean("healthy")).isTrue();
    }

    @Test
    void refusesToLookWhereItCannot() {
        assertThat(surface.getRefused("debug.count", "filter", "not json").code())
                .isEqualTo(Code.INVALID_FILTER);
        assertThat(surface.getRefused("debug.count", "filter", "{\"op\":\"none\"}")
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        for (String limit : List.of("0", "1001", "many")) {
            assertThat(surface.getRefused("debug.scroll", "limit", limit).code())
                    .isEqualTo(Code.INVALID_ARGUMENT);
        }
        assertThat(surface.getRefused("debug.scroll", "cursor", "100").code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(surface.getRefused("debug.scroll", "uri", "viking://user/bob")
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
        surface.storage.index().failWith(Fault.unavailable("index", "broken"));
        assertThat(surface.getRefused("debug.count").code()).isEqualTo(Code.UNAVAILABLE);
        surface.storage.index().failNoMore();
    }
}
