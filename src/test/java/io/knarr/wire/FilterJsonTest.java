package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.index.Filter.Bound;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterJsonTest {
    private final FilterJson reader =
            new FilterJson(written -> VikingUri.parse(written.replace("viking://~", "viking://user/alice")));

    @Test
    void readsConditionsInsideConditions() {
        assertThat(read("""
                {"op":"and","conds":[
                  {"op":"must","field":"tags","conds":["a=b","c=d"]},
                  {"op":"or","conds":[
                    {"op":"prefix","field":"name","prefix":"hand"},
                    {"op":"must_not","field":"type","conds":["directory"]}]}]}"""))
                .isEqualTo(Filter.and(
                        new Filter.In(Field.TAGS, List.of("a=b", "c=d")),
                        new Filter.Or(List.of(
                                new Filter.Prefix(Field.NAME, "hand"),
                                new Filter.Not(new Filter.In(Field.TYPE, List.of("directory")))))));
    }

    @ParameterizedTest
    @CsvSource({"-d=0, 0", "-d=2, 2", "-d = 1, 1"})
    void readsHowDeepAPlaceReaches(String para, int depth) {
        assertThat(read("{'op':'must','field':'uri','conds':['viking://resources/a'],'para':'" + para + "'}"))
                .isEqualTo(new Filter.Or(
                        List.of(new Filter.Under(VikingUri.parse("viking://resources/a"), Optional.of(depth)))));
    }

    @Test
    void resolvesTheCallersOwnPlace() {
        Filter expected = new Filter.Or(List.of(Filter.under(VikingUri.parse("viking://user/alice/memories"))));

        assertThat(read("{'op':'must','field':'uri','conds':['viking://~/memories']}"))
                .isEqualTo(expected);
        assertThat(read("{'op':'must','field':'uri','conds':['viking://~/memories'],'para':'-d=-1'}"))
                .isEqualTo(expected);
    }

    @Test
    void readsRangesOfNumbersAndTimes() {
        Instant day = Instant.parse("2026-08-01T00:00:00Z");

        assertThat(read("{'op':'range','field':'active_count','gte':1,'lt':5}"))
                .isEqualTo(new Filter.Range(
                        Field.ACTIVE_COUNT, Optional.of(new Bound<>(1.0, true)), Optional.of(new Bound<>(5.0, false))));
        assertThat(read("{'op':'range_out','field':'level','lte':1}"))
                .isEqualTo(new Filter.Not(
                        new Filter.Range(Field.LEVEL, Optional.empty(), Optional.of(new Bound<>(1.0, true)))));
        assertThat(read("{'op':'time_range','field':'updated_at','gt':'2026-08-01'}"))
                .isEqualTo(
                        new Filter.TimeRange(Field.UPDATED_AT, Optional.of(new Bound<>(day, false)), Optional.empty()));
    }

    @Test
    void comparesNumbersAndTimesWithValues() {
        Optional<Bound<Double>> two = Optional.of(new Bound<>(2.0, true));

        assertThat(read("{'op':'must','field':'level','conds':[2]}"))
                .isEqualTo(new Filter.Or(List.of(new Filter.Range(Field.LEVEL, two, two))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'op':7}",
                "{'op':'like','field':'name'}",
                "{'op':'and'}",
                "{'op':'and','conds':['name']}",
                "{'op':'must','field':'colour','conds':['red']}",
                "{'op':'must','field':'name','conds':[null]}",
                "{'op':'must','field':'name','conds':[{}]}",
                "{'op':'must','field':'uri','conds':[null]}",
                "{'op':'must','field':'level','conds':['two']}",
                "{'op':'must','field':'created_at','conds':[5]}",
                "{'op':'must','field':'uri','conds':['viking://resources'],'para':'-d=x'}",
                "{'op':'must','field':'uri','conds':['viking://resources'],'para':'2'}",
                "{'op':'range','field':'active_count'}",
                "{'op':'range','field':'active_count','gte':null}",
                "{'op':'range','field':'name','gte':1}",
                "{'op':'range','field':'active_count','gte':'1'}",
                "{'op':'time_range','field':'created_at'}",
                "{'op':'time_range','field':'level','gte':'2026-08-01'}",
                "{'op':'time_range','field':'created_at','gte':'soon'}",
                "{'op':'prefix','field':'level','prefix':'1'}",
                "{'op':'regex','field':'name','pattern':'(a'}",
            })
    void refusesWhatItDoesNotUnderstand(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @Test
    void refusesToGoTooDeep() {
        JsonObject filter = new JsonObject("{\"op\":\"must\",\"field\":\"name\",\"conds\":[\"x\"]}");
        for (int i = 0; i < 40; i++) {
            filter = new JsonObject().put("op", "and").put("conds", new JsonArray().add(filter));
        }
        JsonObject deep = filter;

        assertThatThrownBy(() -> reader.read(deep)).hasMessageContaining("deeper");
    }

    private Filter read(String json) {
        return reader.read(new JsonObject(json.replace('\'', '"')));
    }
}
