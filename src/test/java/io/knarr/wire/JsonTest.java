package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void writesWithoutWhiteSpaceAndWithoutNeedlessEscapes() {
        JsonObject value = new JsonObject()
                .put("text", "é漢😀/\"\\\n\u0001")
                .put("none", null)
                .put("list", Arrays.asList(1, 2L, 1.5, true, null))
                .put("map", Map.of("x", new JsonArray().add("y")));

        assertThat(Json.write(value).toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"é漢😀/\\\"\\\\\\n\\u0001\",\"none\":null,\"list\":[1,2,1.5,true,null],"
                        + "\"map\":{\"x\":[\"y\"]}}");
    }

    @Test
    void writesWhatIsNoNumberAsZero() {
        assertThat(Json.write(List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NaN))
                        .toString())
                .isEqualTo("[0.0,0.0,0.0]");
    }

    @Test
    void writesHalfOfASurrogatePairAsAQuestionMark() {
        assertThat(Json.write("a\ud800b").toString()).isEqualTo("\"a?b\"");
    }

    @Test
    void refusesToWriteWhatJsonDoesNotKnow() {
        assertThatThrownBy(() -> Json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 3_000_000})
    void saysHowMuchIsTooMuch(int count) {
        String deepOrMany = count == 200 ? "[".repeat(count) + "]".repeat(count) : "[" + "1,".repeat(count) + "1]";

        InvalidRequest refused =
                Objects.requireNonNull(catchThrowableOfType(InvalidRequest.class, () -> read(deepOrMany)));

        assertThat(refused).hasMessageContaining("at most 128 levels and 2000000 brackets, names and values");
    }

    @Test
    void readsEveryKindOfValue() {
        assertThat(read("{\"a\":[1,2147483648,1.5,\"x\",true,null,{}],\"a2\":\"\\u00e9\"}"))
                .isEqualTo(new JsonObject()
                        .put("a", new JsonArray(Arrays.asList(1, 2147483648L, 1.5, "x", true, null, new JsonObject())))
                        .put("a2", "é"));
        assertThat(read(" null ")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "'a'",
                "1 2",
                "01",
                "NaN",
                "\"\t\"",
                "\"\\x\"",
                "tru"
            })
    void refusesWhatIsNotJson(String text) {
        InvalidRequest invalid = catchThrowableOfType(InvalidRequest.class, () -> read(text));

        assertThat(invalid.errors().getFirst().type()).isEqualTo("json_invalid");
        assertThat(invalid.errors().getFirst().loc().getFirst()).isEqualTo("body");
    }

    @Test
    void readsAHundredLevelsButNotAMillion() {
        assertThat(read("[".repeat(100) + "]".repeat(100))).isInstanceOf(JsonArray.class);
        assertThat(catchThrowableOfType(InvalidRequest.class, () -> read("[".repeat(1_000_000))))
                .isNotNull();
    }

    @Test
    void readsKeysThatCollideInAHashTable() {
        StringBuilder keys = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            for (int bit = 13; bit >= 0; bit--) {
                keys.append(bit == 13 ? "\"" : "").append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            keys.append("\":0,");
        }

        JsonObject read = (JsonObject)
                Objects.requireNonNull(read(keys.append("\"end\":1}").toString()));

        assertThat(read.size()).isEqualTo((1 << 14) + 1);
    }

    @Test
    void measuresRoughlyAndStopsEarly() {
        assertThat(Json.isLarger("x".repeat(1000), 1000)).isTrue();
        assertThat(Json.isLarger(new JsonObject().put("x", "y"), 1000)).isFalse();
        assertThat(Json.isLarger(new JsonArray(Collections.nCopies(1000, 1)), 1000))
                .isTrue();
    }

    @Test
    void wrapsInBothStyles() {
        Fault plain = new Fault(Code.NOT_FOUND, "gone");
        JsonObject telemetry = new JsonObject().put("id", "tm_1");

        assertThat(text(Envelope.N.ok(null, Optional.empty())))
                .isEqualTo("{\"status\":\"ok\",\"result\":null,\"error\":null,\"telemetry\":null,\"profile\":null}");
        assertThat(text(Envelope.C.ok(null, Optional.empty()))).isEqualTo("{\"status\":\"ok\"}");
        assertThat(text(Envelope.C.ok(List.of(), Optional.of(telemetry))))
                .isEqualTo("{\"status\":\"ok\",\"result\":[],\"telemetry\":{\"id\":\"tm_1\"}}");
        assertThat(text(Envelope.NONE.ok(List.of(1), Optional.empty()))).isEqualTo("[1]");
        assertThat(text(Envelope.N.failed(plain, Optional.empty())))
                .isEqualTo(
                        "{\"status\":\"error\",\"result\":null,\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"gone\","
                                + "\"details\":{}},\"telemetry\":null,\"profile\":null}");
        assertThat(text(Envelope.C.failed(plain, Optional.of(telemetry))))
                .isEqualTo("{\"status\":\"error\",\"error\":{\"code\":\"NOT_FOUND\",\"message\":\"gone\"},"
                        + "\"telemetry\":{\"id\":\"tm_1\"}}");
    }

    private static String text(@Nullable Object value) {
        return Json.write(value).toString();
    }

    private static @Nullable Object read(String text) {
        return Json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
