package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {
    private static final ApiDocument DOCUMENT = ApiDocument.load();

    @Test
    void reportsAllErrorsInTheFormOfTheContract() {
        InvalidRequest invalid = refused("search.find", "{'query':'refund','limit':'ten','colour':'red'}");

        assertThat(invalid.fault().getMessage())
                .isEqualTo("Invalid request parameters: body.limit: "
                        + "Input should be a valid integer, unable to parse string as an integer");
        assertThat(invalid.fault().details()).containsOnlyKeys("validation_errors");
        assertThat(invalid.errors())
                .containsExactly(
                        new ValidationError(
                                List.of("body", "limit"),
                                "Input should be a valid integer, unable to parse string as an integer",
                                "int_parsing"),
                        new ValidationError(
                                List.of("body", "colour"), "Extra inputs are not permitted", "extra_forbidden"));
    }

    @Test
    void fillsInDefaultsAndKnowsWhatWasSent() {
        Input input = body("search.find", "{'query':'x','filter':null}");

        assertThat(input.integer("limit")).isEqualTo(10);
        assertThat(input.text("target_uri")).isEmpty();
        assertThat(input.texts("target_uri")).containsExactly("");
        assertThat(input.optionalInteger("node_limit")).isEmpty();
        assertThat(input.texts("tags")).isEmpty();
        assertThat(input.optionalText("time_field")).contains("updated_at");
        assertThat(input.has("filter")).isTrue();
        assertThat(input.has("limit")).isFalse();
        assertThat(input.wantsTelemetry()).isFalse();
    }

    @Test
    void takesNullForAbsentUnlessItHasAMeaning() {
        assertThat(body("search.find", "{'time_field':null}").text("time_field"))
                .isEqualTo("updated_at");
        assertThat(body("search.grep", "{'uri':'u','pattern':'p','node_limit':null}")
                        .optionalInteger("node_limit"))
                .isEmpty();
        assertThat(body("search.grep", "{'uri':'u','pattern':'p'}").integer("node_limit"))
                .isEqualTo(256);
    }

    @Test
    void readsEachFormThatAFieldAllows() {
        assertThat(body("search.find", "{'target_uri':['a','b']}").texts("target_uri"))
                .containsExactly("a", "b");
        assertThat(body("search.find", "{'level':2}").value("level")).isEqualTo(2);
        assertThat(body("search.find", "{'level':'0,1'}").value("level")).isEqualTo("0,1");
        assertThat(body("search.find", "{'level':[0,'1']}").value("level")).isEqualTo(new JsonArray(List.of(0, 1L)));
        assertThat(body("search.find", "{'telemetry':'yes'}").wantsTelemetry()).isTrue();
        assertThat(body("search.find", "{'telemetry':{}}").wantsTelemetry()).isTrue();
        assertThat(body("search.find", "{'telemetry':{'summary':false}}").wantsTelemetry())
                .isFalse();
        assertThat(body("search.search", "{'mode':'context','rewrite':'auto'}").value("rewrite"))
                .isEqualTo("auto");
        assertThat(body("search.search", "{'mode':'context','rewrite':'true'}").value("rewrite"))
                .isEqualTo(true);
        assertThat(body("search.search", "{'mode':'context','other_peer_penalty':{'events':'0.5'}}")
                        .object("other_peer_penalty"))
                .contains(new JsonObject().put("events", 0.5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "search.find; {'query':5}; body.query; string_type",
                "search.find; {'query':null}; body.query; string_type",
                "search.find; {'limit':null}; body.limit; int_type",
                "search.find; {'limit':true}; body.limit; int_type",
                "search.find; {'limit':10.5}; body.limit; int_from_float",
                "search.find; {'limit':'10.5'}; body.limit; int_parsing",
                "search.find; {'score_threshold':'x'}; body.score_threshold; float_parsing",
                "search.find; {'score_threshold':'NaN'}; body.score_threshold; float_parsing",
                "search.find; {'score_threshold':[]}; body.score_threshold; float_type",
                "search.find; {'score_threshold':1e999}; body.score_threshold; finite_number",
                "search.find; {'time_field':'size'}; body.time_field; literal_error",
                "search.find; {'target_uri':null}; body.target_uri; string_type",
                "search.find; {'target_uri':[1]}; body.target_uri.0; string_type",
                "search.find; {'tags':'a=b'}; body.tags; list_type",
                "search.find; {'filter':[]}; body.filter; dict_type",
                "search.find; {'telemetry':null}; body.telemetry; bool_type",
                "search.find; {'telemetry':'maybe'}; body.telemetry; bool_parsing",
                "search.find; {'telemetry':{'more':1}}; body.telemetry.more; extra_forbidden",
                "search.find; []; body; model_attributes_type",
                "search.find; 5; body; model_attributes_type",
                "search.find; null; body; missing",
                "search.search; {'mode':'tree'}; body.mode; literal_error",
                "search.search; {'mode':'context','max_tokens':63}; body.max_tokens; greater_than_equal",
                "search.search; {'mode':'context','max_tokens':32001}; body.max_tokens; less_than_equal",
                "search.search; {'mode':'context','quotas':{'toys':1}}; body.quotas.toys; literal_error",
                "search.search; {'mode':'context','exclude_uris':null}; body.exclude_uris; list_type",
                "search.search; {'purpose':'chat','limit':3}; body; value_error",
                "search.search; {'mode':'context','target_uri':'viking://resources'}; body; value_error",
                "resources.add; {}; body; value_error",
                "resources.add; {'path':' '}; body; value_error",
                "resources.add; {'path':'https://a.b','build_index':true}; body.build_index; extra_forbidden",
                "resources.add; {'path':'https://a.b','wait':null}; body.wait; bool_type",
                "resources.add; {'path':'https://a.b','wait':2}; body.wait; bool_parsing",
                "resources.add; {'path':'https://a.b','args':null}; body.args; dict_type",
                "resources.add; {'path':'https://a.b','processing_mode':'all'}; body.processing_mode; literal_error",
                "resources.add; {'path':'https://a.b','add_type':'git'}; body; value_error",
                "resources.add; {'temp_file_id':'u','path':'p','to':'t','add_type':'git'}; body; value_error",
                "content.write; {'uri':'u'}; body.content; missing",
                "content.write; {'uri':'u','content':'','regenerate_semantics':true}; "
                        + "body.regenerate_semantics; extra_forbidden",
                "content.batch_write; {'root_uri':'u','operations':[]}; body.operations; too_short",
                "content.batch_write; {'root_uri':'u','operations':[{'uri':'u'}]}; body.operations.0; value_error",
                "content.batch_write; {'root_uri':'u','operations':[{'uri':'u','content':'','content_base64':''}]}; "
                        + "body.operations.0; value_error",
                "content.batch_write; {'root_uri':'u','operations':[{'uri':'u','content':'','if':1}]}; "
                        + "body.operations.0.if; extra_forbidden",
                "content.batch_write; {'root_uri':'u','operations':[3]}; body.operations.0; model_attributes_type",
            })
    void refuses(String operation, String json, String where, String type) {
        InvalidRequest invalid = refused(operation, json);

        assertThat(String.join(".", invalid.errors().getFirst().loc())).isEqualTo(where);
        assertThat(invalid.errors().getFirst().type()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "'true'", "'TRUE'", "'True'", "1", "1.0", "'1'", "'yes'", "'on'", "'t'", "'Y'"})
    void readsTrue(String json) {
        assertThat(body("content.write", "{'uri':'u','content':'','wait':" + json + "}")
                        .flag("wait"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "'False'", "0", "'0'", "'no'", "'off'", "'f'", "'n'"})
    void readsFalse(String json) {
        assertThat(body("content.write", "{'uri':'u','content':'','wait':" + json + "}")
                        .flag("wait"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "10.0", "'10'", "' 10 '", "'+10'", "'10.00'", "1e1"})
    void readsIntegers(String json) {
        assertThat(body("search.find", "{'limit':" + json + "}").integer("limit"))
                .isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.5", "'0.5'", "'.5'", "'5e-1'"})
    void readsDecimals(String json) {
        assertThat(body("search.find", "{'score_threshold':" + json + "}").optionalNumber("score_threshold"))
                .hasValue(0.5);
    }

    @Test
    void keepsHugeIntegersAtTheBoundOfAnInt() {
        String huge = "9".repeat(300);

        assertThat(body("search.find", "{'limit':" + huge + "}").integer("limit"))
                .isEqualTo(Integer.MAX_VALUE);
        assertThat(body("search.find", "{'limit':'-" + huge + "'}").integer("limit"))
                .isEqualTo(Integer.MIN_VALUE);
    }

    @Test
    void dropsUnknownFieldsWhereTheContractIgnoresThem() {
        assertThat(body("fs.mkdir", "{'uri':'u','mode':7}").body().fieldNames()).containsExactly("uri", "description");
        assertThat(body("search.grep", "{'uri':'u','pattern':'p','x':1}").body().containsKey("x"))
                .isFalse();
    }

    @Test
    void takesFreeObjectsAsTheyAre() {
        JsonObject filter = body("search.find", "{'filter':{'op':'and','conds':[{'deep':[1,null]}]}}")
                .object("filter")
                .orElseThrow();

        assertThat(filter.encode()).isEqualTo("{\"op\":\"and\",\"conds\":[{\"deep\":[1,null]}]}");
    }

    @Test
    void readsQueriesAsTexts() {
        Input input =
                query("fs.ls", Map.of("uri", List.of("a", "viking://"), "simple", List.of("True"), "x", List.of()));

        assertThat(input.text("uri")).isEqualTo("viking://");
        assertThat(input.flag("simple")).isTrue();
        assertThat(input.integer("abs_limit")).isEqualTo(256);
        assertThat(input.optionalInteger("limit")).isEmpty();
        assertThat(input.text("sort_order")).isEqualTo("asc");
    }

    @Test
    void readsRepeatedAndCommaSeparatedLists() {
        Input input = query("fs.ls", Map.of("uri", List.of("u"), "tags", List.of("a=1,b=2", "c=3")));

        assertThat(input.texts("tags")).containsExactly("a=1", "b=2", "c=3");
    }

    @Test
    void refusesWrongQueries() {
        InvalidRequest invalid = catchThrowableOfType(
                InvalidRequest.class,
                () -> query(
                        "fs.ls",
                        Map.of("recursive", List.of("perhaps"), "sort_by", List.of("size"), "limit", List.of(""))));

        assertThat(invalid.errors())
                .extracting(error -> String.join(".", error.loc()) + " " + error.type())
                .containsExactly(
                        "query.uri missing",
                        "query.recursive bool_parsing",
                        "query.limit int_parsing",
                        "query.sort_by literal_error");
        assertThat(invalid.fault().getMessage()).isEqualTo("Invalid request parameters: query.uri: Field required");
    }

    @Test
    void answersAMillionErrorsWithAHundred() {
        JsonObject body =
                new JsonObject().put("query", "x").put("tags", new JsonArray(Collections.nCopies(1_000_000, 1)));

        InvalidRequest invalid = catchThrowableOfType(
                InvalidRequest.class, () -> read("search.find", request(Map.of(), Optional.of(body))));

        assertThat(invalid.errors()).hasSize(100);
    }

    @Test
    void shortensNamesInErrors() {
        JsonObject body = new JsonObject().put("x".repeat(100_000), 1);

        InvalidRequest invalid = catchThrowableOfType(
                InvalidRequest.class, () -> read("search.find", request(Map.of(), Optional.of(body))));

        assertThat(invalid.errors().getFirst().loc().get(1)).hasSize(200);
    }

    @Test
    void refusesSchemasThatItWouldNotCheck() {
        assertThatThrownBy(() -> new SchemaReader(new JsonObject())
                        .read(new JsonObject().put("type", "string").put("pattern", "a+")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Input body(String operation, String json) {
        return read(operation, request(Map.of(), Optional.ofNullable(parsed(json))));
    }

    private static Input query(String operation, Map<String, List<String>> query) {
        return read(operation, request(query, Optional.empty()));
    }

    private static InvalidRequest refused(String operation, String json) {
        return catchThrowableOfType(InvalidRequest.class, () -> body(operation, json));
    }

    private static @Nullable Object parsed(String json) {
        return Json.read(new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }

    private static RawRequest request(Map<String, List<String>> query, Optional<Object> body) {
        return new RawRequest(Map.of(), query, Map.of(), body, Optional.empty(), Future.future(_ -> {}));
    }

    private static Input read(String operation, RawRequest request) {
        Endpoint endpoint = DOCUMENT.endpoints().stream()
                .filter(one -> one.id().equals(operation))
                .findFirst()
                .orElseThrow();
        return Validator.read(endpoint, request);
    }
}
