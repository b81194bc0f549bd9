package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What grep and glob do with tags and fields (clients 2.3). */
class ScanOperationsTest {
    private static final String A = "viking://resources/a.md";
    private static final String B = "viking://resources/d/b.md";

    private final Surface surface = new Surface();

    @BeforeEach
    void indexTwoFiles() {
        surface.index(A, B);
        JsonObject _ = surface.post("fs.set_tags", "{'uri':'" + B + "','tags':['team=core','year=1']}");
    }

    @AfterEach
    void close() {
        surface.close();
    }

    private JsonObject grep(String more) {
        return surface.post("search.grep", "{'uri':'viking://resources','pattern':'Text'" + more + "}");
    }

    private JsonArray glob(String more) {
        return surface.post("search.glob", "{'pattern':'**/*.md','uri':'viking://resources'" + more + "}")
                .getJsonArray("matches");
    }

    @Test
    void grepsWithoutTagsAsBefore() {
        JsonObject found = grep("");

        assertThat(found.getInteger("count")).isEqualTo(2);
        assertThat(found.getJsonArray("matches").getJsonObject(0).fieldNames())
                .containsExactlyInAnyOrder("line", "uri", "content");
    }

    @Test
    void grepsFilesThatHaveAllTags() {
        JsonObject found = grep(",'tags':['team=core','YEAR=1'],'include_tags':true");

        assertThat(found.getInteger("match_count")).isEqualTo(1);
        assertThat(found.getInteger("files_scanned")).isEqualTo(1);
        JsonObject match = found.getJsonArray("matches").getJsonObject(0);
        assertThat(match.getString("uri")).isEqualTo(B);
        assertThat(match.getJsonArray("tags")).containsExactly("team=core", "year=1");
        assertThat(grep(",'tags':['team=core','year=2']").getInteger("count")).isZero();
        assertThat(grep(",'include_tags':true")
                        .getJsonArray("matches")
                        .getJsonObject(0)
                        .getJsonArray("tags"))
                .isEmpty();
    }

    @Test
    void globsWhatHasAllTagsAsAddressesUnlessFieldsAreNamed() {
        assertThat(glob(",'tags':['team=core'],'include_tags':true")).containsExactly(B);

        JsonObject entry =
                glob(",'tags':['team=core'],'include_tags':true,'extra_fields':['name','path','tags','id','locked']")
                        .getJsonObject(0);

        assertThat(entry.getString("name")).isEqualTo("b.md");
        assertThat(entry.getString("uri")).isEqualTo(B);
        assertThat(entry.getString("rel_path")).isEqualTo("d/b.md");
        assertThat(entry.getBoolean("isDir")).isFalse();
        assertThat(entry.getInteger("mode")).isEqualTo(0644);
        assertThat(entry.getBoolean("isLocked")).isFalse();
        assertThat(entry.getString("id")).matches("[0-9a-f]{32}");
        assertThat(entry.getJsonArray("tags")).containsExactly("team=core", "year=1");
        assertThat(glob(",'extra_fields':[]").getJsonObject(0).getString("uri")).isEqualTo(A);
    }

    @Test
    void limitsWhatHasTheTags() {
        assertThat(glob(",'node_limit':1")).containsExactly(A);
        assertThat(glob(",'node_limit':1,'tags':['team=core']")).containsExactly(B);
    }

    @Test
    void refusesTagsAndFieldsThatAreNone() {
        for (String wrong : new String[] {",'tags':['core']", ",'extra_fields':['colour']"}) {
            assertThat(surface.refused("search.glob", "{'pattern':'*','uri':'viking://resources'" + wrong + "}")
                            .code())
                    .isEqualTo(Code.INVALID_ARGUMENT);
        }
        assertThat(surface.refused("search.grep", "{'pattern':'x','uri':'viking://resources','tags':['a=']}")
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }
}
