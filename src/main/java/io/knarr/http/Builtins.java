package io.knarr.http;

import io.knarr.identity.Identity;
import io.knarr.wire.ApiDocument;
import io.knarr.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The endpoints that are about the process and the HTTP surface itself: health, metrics, the document, its page,
 * icons. */
final class Builtins {
    private final String version;
    private final Authentication authentication;
    private final Buffer document;
    private final Buffer page;
    private final Buffer icon;
    private final Optional<Supplier<Future<Buffer>>> metrics;

    Builtins(
            String version,
            Authentication authentication,
            ApiDocument document,
            Optional<Supplier<Future<Buffer>>> metrics) {
        this.version = version;
        this.authentication = authentication;
        this.document = document.json();
        this.page = OperationsPage.of(document);
        this.icon = icon();
        this.metrics = metrics;
    }

    /** An answer that no operation makes. */
    record Page(int status, String contentType, Map<String, String> headers, Buffer body) {}

    /** Empty if the endpoint is not one of these. */
    Optional<Future<Page>> find(Authentication.Call call) {
        return switch (call.endpoint().id()) {
            case "system.health" -> Optional.of(health(call));
            case "system.metrics" -> Optional.of(metrics());
            case "system.openapi" -> page("application/json", Map.of(), document);
            case "system.docs", "system.redoc" -> page("text/html; charset=utf-8", Map.of(), page);
            case String id
            when id.startsWith("icons.") -> page("image/png", Map.of("Cache-Control", "public, max-age=86400"), icon);
            default -> Optional.empty();
        };
    }

    private static Optional<Future<Page>> page(String contentType, Map<String, String> headers, Buffer body) {
        return Optional.of(Future.succeededFuture(new Page(200, contentType, headers, body)));
    }

    /** Core 2.1: always 200 while the process runs. */
    private Future<Page> health(Authentication.Call call) {
        return authentication.identify(call).map(identity -> {
            JsonObject health = new JsonObject()
                    .put("status", "ok")
                    .put("healthy", true)
                    .put("version", version)
                    .put("auth_mode", authentication.mode().label());
            identity.ifPresent(known -> add(known, health));
            return new Page(200, "application/json", Map.of(), Json.write(health));
        });
    }

    /** Core 9.5. */
    private Future<Page> metrics() {
        return metrics.map(text -> text.get()
                        .map(body -> new Page(200, "text/plain; version=0.0.4; charset=utf-8", Map.of(), body)))
                .orElseGet(() -> Future.succeededFuture(new Page(
                        404,
                        "text/plain; charset=utf-8",
                        Map.of(),
                        Buffer.buffer("Metrics are off; server.observability.metrics.enabled turns them on.\n"))));
    }

    private static void add(Identity identity, JsonObject health) {
        health.put("account_id", identity.account().id())
                .put("user_id", identity.user())
                .put("role", identity.role().label());
    }

    private static Buffer icon() {
        try (InputStream bytes = Objects.requireNonNull(
                Builtins.class.getResourceAsStream("icon.png"), "icon.png is not on the class path")) {
            return Buffer.buffer(bytes.readAllBytes());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
