package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.index.Entry;
import io.knarr.index.Field;
import io.knarr.index.Filter;
import io.knarr.index.Filter.Bound;
import io.knarr.testing.Callers;
import io.knarr.testing.FilterMeaning;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'op':'like','field':'name'}                                | like",
                "{'op':'and'}                                                | Filter and:",
                "{'op':'or','conds':[1]}                                     | Filter or:",
                "{'op':'must','field':'colour','conds':['red']}              | Filter must on field colour:",
                "{'op':'must_not','field':'name'}                            | Filter must_not on field name:",
                "{'op':'must','field':'uri','conds':[1]}                     | Filter must on field uri:",
                "{'op':'must','field':'level','conds':['two']}               | Filter must on field level:",
                "{'op':'range','field':'active_count'}                       | Filter range on field active_count:",
                "{'op':'range_out','field':'name','gt':1}                    | Filter range_out on field name:",
                "{'op':'time_range','field':'level','gt':'2026-08-01'}       | Filter time_range on field level:",
                "{'op':'time_range','field':'created_at','gt':'soon'}        | Filter time_range on field created_at:",
                "{'op':'prefix','field':'name'}                              | Filter prefix on field name:",
                "{'op':'contains','field':'level','substring':'1'}           | Filter contains on field level:",
                "{'op':'regex','field':'name','pattern':'(a'}                | Filter regex on field name:",
                "{'op':'geo_range','field':'name'}                           | geo_range",
                "{'op':'label_in','field':'name'}                            | label_in"
            })
    void namesTheOperatorAndTheField(String json, String named) {
        assertThatThrownBy(() -> read(json)).hasMessageContaining(named);
    }

    /** One condition for each field that an operator takes, and what it finds of two entries (core 6.3). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'op':'must','field':'uri','conds':['viking://resources/handbook']}             | both",
                "{'op':'must','field':'uri','conds':['viking://resources/handbook'],'para':'-d=0'} | directory",
                "{'op':'must','field':'uri','conds':['viking://resources'],'para':'-d=1'}         | directory",
                "{'op':'must','field':'uri','conds':['viking://resources'],'para':'-d=2'}         | both",
                "{'op':'must_not','field':'uri','conds':['viking://resources/handbook/tea.md']}   | directory",
                "{'op':'must','field':'type','conds':['file']}                                    | file",
                "{'op':'must','field':'context_type','conds':['resource','skill']}                | both",
                "{'op':'must','field':'context_type','conds':['memory']}                          | none",
                "{'op':'must','field':'level','conds':[0,1]}                                      | directory",
                "{'op':'must','field':'level','conds':[2]}                                        | file",
                "{'op':'must','field':'active_count','conds':[7]}                                 | file",
                "{'op':'must','field':'name','conds':['tea.md']}                                  | file",
                "{'op':'must','field':'tags','conds':['team=core','team=none']}                   | file",
                "{'op':'must_not','field':'tags','conds':['team=core']}                           | directory",
                "{'op':'must','field':'search_tags','conds':['team=core']}                        | file",
                "{'op':'must','field':'account_id','conds':['acme']}                              | both",
                "{'op':'must','field':'account_id','conds':['other']}                             | none",
                "{'op':'must','field':'owner_user_id','conds':['alice']}                          | none",
                "{'op':'must','field':'created_at','conds':['2026-08-01T00:00:00Z']}              | file",
                "{'op':'must','field':'updated_at','conds':['2026-08-02']}                        | file",
                "{'op':'must','field':'name','conds':[]}                                          | none",
                "{'op':'range','field':'active_count','gt':6,'lte':7}                             | file",
                "{'op':'range','field':'level','lt':2}                                            | directory",
                "{'op':'range','field':'updated_at','gte':'2026-08-01'}                           | file",
                "{'op':'range_out','field':'active_count','gte':0,'lt':7}                         | file",
                "{'op':'time_range','field':'updated_at','gte':'2026-08-02T00:00:00Z'}            | file",
                "{'op':'time_range','field':'created_at','lt':'2026-08-01T00:00:00Z'}             | directory",
                "{'op':'time_range','field':'created_at','lte':'2026-08-01T02:00:00+02:00'}       | both",
                "{'op':'prefix','field':'name','prefix':'te'}                                     | file",
                "{'op':'prefix','field':'uri','prefix':'viking://resources/handbook/'}            | file",
                "{'op':'prefix','field':'tags','prefix':'team='}                                  | file",
                "{'op':'contains','field':'uri','substring':'handbook'}                           | both",
                "{'op':'contains','field':'type','substring':'irect'}                             | directory",
                "{'op':'regex','field':'name','pattern':'^t.a[.]md$'}                             | file",
                "{'op':'regex','field':'search_tags','pattern':'=c'}                              | file",
                "{'op':'and','conds':[]}                                                          | both",
                "{'op':'or','conds':[]}                                                           | none"
            })
    void findsWhatTheContractSays(String json, String expected) {
        Filter filter = read(json);
        FilterMeaning meaning = new FilterMeaning(Callers.ACME);

        boolean directory = meaning.matches(filter, entry("handbook", Level.ABSTRACT, "2026-07-01", 0, List.of()));
        boolean file =
                meaning.matches(filter, entry("handbook/tea.md", Level.CONTENT, "2026-08-01", 7, List.of("team=core")));

        assertThat(directory && file ? "both" : directory ? "directory" : file ? "file" : "none")
                .isEqualTo(expected);
    }

    private static Entry entry(String path, Level level, String created, long uses, List<String> tags) {
        VikingUri uri = VikingUri.parse("viking://resources/" + path);
        Instant at = Instant.parse(created + "T00:00:00Z");
        return new Entry(
                uri,
                level,
                ContextType.RESOURCE,
                uri.name(),
                "",
                tags,
                at,
                at.plusSeconds(86_400),
                uses,
                "",
                "",
                List.of());
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
