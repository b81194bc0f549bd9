package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where what a user adds goes (core 9.6). */
class UserSettingsOperationsTest {
    private static final String FILE = "viking://user/alice/settings/user_config.json";

    private final Surface surface = new Surface();

    @AfterEach
    void close() {
        surface.close();
    }

    private JsonObject patch(String body) {
        return surface.post("user_settings.locations_patch", body);
    }

    private static JsonObject both(String resource, String skill) {
        JsonObject one = new JsonObject("{\"resource_uri\":" + resource + ",\"skill_uri\":" + skill + "}");
        return new JsonObject().put("override", one).put("effective", one);
    }

    @Test
    void hasNothingChosenAtFirst() {
        assertThat(surface.get("user_settings.locations_get")).isEqualTo(both("null", "null"));
        assertThat(surface.storage.isThere(FILE)).isFalse();
    }

    @Test
    void setsRemovesAndKeepsEachByItself() {
        assertThat(patch("{'resource_uri':'viking://~/resources/inbox'}"))
                .isEqualTo(both("\"viking://user/alice/resources/inbox\"", "null"));
        assertThat(patch("{'skill_uri':'viking://agent/skills/'}"))
                .isEqualTo(both("\"viking://user/alice/resources/inbox\"", "\"viking://agent/skills\""));
        assertThat(patch("{}")).isEqualTo(both("\"viking://user/alice/resources/inbox\"", "\"viking://agent/skills\""));
        assertThat(patch("{'resource_uri':null}")).isEqualTo(both("null", "\"viking://agent/skills\""));
        assertThat(surface.get("user_settings.locations_get")).isEqualTo(both("null", "\"viking://agent/skills\""));
        assertThat(Surface.object(surface.query(Callers.bob(), "user_settings.locations_get")))
                .isEqualTo(both("null", "null"));

        assertThat(surface.get("user_settings.locations_delete")).isEqualTo(both("null", "null"));
        assertThat(surface.get("user_settings.locations_get")).isEqualTo(both("null", "null"));
    }

    @ParameterizedTest
    @CsvSource({
        "resource_uri, viking://resources, viking://resources",
        "resource_uri, viking://resources/a/b/, viking://resources/a/b",
        "resource_uri, viking://user/resources/x, viking://user/alice/resources/x",
        "resource_uri, viking://user/alice/resources, viking://user/alice/resources",
        "resource_uri, viking://user/alice/peers/p/resources/x, viking://user/alice/peers/p/resources/x",
        "skill_uri, viking://~/skills, viking://user/alice/skills",
        "skill_uri, viking://user/skills, viking://user/alice/skills"
    })
    void understandsEveryFormOfAnAddress(String key, String written, String kept) {
        assertThat(patch("{'" + key + "':'" + written + "'}")
                        .getJsonObject("override")
                        .getString(key))
                .isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "resource_uri, viking://user/alice/memories, INVALID_ARGUMENT",
        "resource_uri, viking://agent/skills, INVALID_ARGUMENT",
        "resource_uri, somewhere, INVALID_ARGUMENT",
        "resource_uri, viking://user/bob/resources, PERMISSION_DENIED",
        "skill_uri, viking://~/skills/mine, INVALID_ARGUMENT",
        "skill_uri, viking://resources, INVALID_ARGUMENT",
        "skill_uri, viking://user/bob/skills, PERMISSION_DENIED",
        "target_uri, viking://resources, INVALID_ARGUMENT"
    })
    void refusesOtherPlaces(String key, String written, Code code) {
        assertThat(surface.refused("user_settings.locations_patch", "{'" + key + "':'" + written + "'}")
                        .code())
                .isEqualTo(code);
        assertThat(surface.storage.isThere(FILE)).isFalse();
    }

    @Test
    void keepsWhatElseIsInTheFileAndTheFileBefore() {
        surface.storage.put(FILE, "{\"memory_policy\":{\"a\":1}}");

        JsonObject _ = patch("{'resource_uri':'viking://resources/x'}");

        assertThat(new JsonObject(surface.storage.text(FILE)).getJsonObject("memory_policy"))
                .isEqualTo(new JsonObject().put("a", 1));
        assertThat(new JsonObject(surface.storage.text("viking://user/alice/settings/user_config.backup.json")))
                .isEqualTo(new JsonObject("{\"memory_policy\":{\"a\":1}}"));
    }

    @Test
    void overwritesNothingThatItCannotRead() {
        surface.storage.put(FILE, "not json");

        assertThat(surface.refused("user_settings.locations_patch", "{'resource_uri':'viking://resources/x'}")
                        .code())
                .isEqualTo(Code.FAILED_PRECONDITION);
        assertThat(surface.getRefused("user_settings.locations_get").getMessage())
                .contains(FILE);
        assertThat(surface.storage.text(FILE)).isEqualTo("not json");
    }

    @Test
    void needsAUserForAddressesOfAUser() {
        assertThat(Await.faultOf(surface.body(
                                Callers.root(),
                                "user_settings.locations_patch",
                                "{'resource_uri':'viking://~/resources'}"))
                        .code())
                .isEqualTo(Code.INVALID_URI);
    }
}
