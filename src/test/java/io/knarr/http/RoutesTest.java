package io.knarr.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.wire.Endpoint;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
    private static final Routes ROUTES = Routes.of(TestServer.DOCUMENT);

    @Test
    void leadsToEveryOperationOfTheServedDocument() {
        JsonObject served = new JsonObject(TestServer.DOCUMENT.json());
        Set<String> inDocument = new TreeSet<>();
        served.getJsonObject("paths").forEach(path -> {
            JsonObject item = (JsonObject) path.getValue();
            JsonObject methods = item.copy().mergeIn(item.getJsonObject("x-knarr-methods", new JsonObject()));
            methods.remove("x-knarr-methods");
            methods.forEach(method -> inDocument.add(((JsonObject) method.getValue()).getString("operationId") + " "
                    + method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()));
        });

        Set<String> mounted = new TreeSet<>();
        for (Endpoint endpoint : TestServer.DOCUMENT.endpoints()) {
            String path = endpoint.path().replaceAll("\\{\\w+}", "value");
            Routes.Match match = ROUTES.match(endpoint.method(), path);
            assertThat(match).as(endpoint.id()).isInstanceOf(Routes.Found.class);
            Endpoint found = ((Routes.Found) match).endpoint();
            mounted.add(found.id() + " " + found.method() + " " + found.path());
        }

        assertThat(mounted).isEqualTo(inDocument);
    }

    @Test
    void hasEveryOperationIdOnce() {
        List<String> ids =
                TestServer.DOCUMENT.endpoints().stream().map(Endpoint::id).toList();

        assertThat(ids).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/system/sync/viking://resources/a, system.sync_status_of, viking://resources/a",
        "POST, /api/v1/system/sync/viking%3A%2F%2Fresources/retry, system.sync_retry_of, viking://resources",
        "GET, /api/v1/system/sync/viking://a/retry, system.sync_status_of, viking://a/retry",
        "PROPFIND, /webdav/resources/a/b, webdav.propfind, a/b",
    })
    void givesTheRestOfAPathToItsParameter(String method, String path, String id, String value) {
        Routes.Found found = (Routes.Found) ROUTES.match(method, path);

        assertThat(found.endpoint().id()).isEqualTo(id);
        assertThat(found.parameters()).containsValue(value);
    }

    @Test
    void prefersNamesToParameters() {
        assertThat(id("POST", "/api/v1/watches/trigger")).isEqualTo("watches.trigger_by_uri");
        assertThat(id("GET", "/api/v1/watches/trigger")).isEqualTo("watches.get");
        assertThat(id("POST", "/api/v1/watches/trigger/trigger")).isEqualTo("watches.trigger");
        assertThat(id("POST", "/api/v1/skills/find")).isEqualTo("skills.find");
        assertThat(id("GET", "/api/v1/skills/find")).isEqualTo("skills.get");
    }

    @Test
    void namesAllMethodsOfAPath() {
        assertThat(ROUTES.match("TRACE", "/api/v1/watches/trigger"))
                .isEqualTo(new Routes.WrongMethod("DELETE, GET, PATCH, POST"));
    }

    @Test
    void leadsAwayFromAFinalSlashOnly() {
        assertThat(ROUTES.match("GET", "/mcp/")).isEqualTo(new Routes.Elsewhere("/mcp"));
        assertThat(ROUTES.match("GET", "//mcp")).isEqualTo(new Routes.Nowhere());
        assertThat(ROUTES.match("GET", "/mcp//")).isEqualTo(new Routes.Nowhere());
        assertThat(ROUTES.match("GET", "")).isEqualTo(new Routes.Nowhere());
        assertThat(ROUTES.match("OPTIONS", "*")).isEqualTo(new Routes.Nowhere());
    }

    private static String id(String method, String path) {
        return ((Routes.Found) ROUTES.match(method, path)).endpoint().id();
    }
}
