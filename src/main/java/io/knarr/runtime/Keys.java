package io.knarr.runtime;

import io.knarr.identity.Identifiers;
import io.knarr.runtime.ServerSettings.AuthKind;
import io.knarr.runtime.ServerSettings.HttpVersion;
import io.knarr.runtime.ServerSettings.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys that Knarr uses, with what is right and what holds when nobody says. Described in conf/ov.conf.example. */
final class Keys {
    static final Key<String> HOST = new Key<>("server.host", Kind.text("a host name or an address"), "127.0.0.1");
    static final Key<Integer> PORT = new Key<>("server.port", Kind.whole(0, 65_535), 1933);
    static final Key<Optional<AuthKind>> AUTH_MODE = new Key<>(
            "server.auth_mode",
            Kind.choice(
                    Map.of(
                            "dev", Optional.of(AuthKind.DEV),
                            "api_key", Optional.of(AuthKind.API_KEY),
                            "trusted", Optional.of(AuthKind.TRUSTED)),
                    List.of("dev", "api_key", "trusted (oidc and ldap are not offered by this version)")),
            Optional.empty());
    static final Key<Optional<Secret>> ROOT_API_KEY =
            new Key<>("server.root_api_key", Kind.secretText(), Optional.empty());
    static final Key<List<String>> CORS_ORIGINS = new Key<>("server.cors_origins", Kind.list(), List.of("*"));
    /** 0, the number of processors, is not a value that may be given. */
    static final Key<Integer> WORKERS = new Key<>("server.workers", Kind.whole(1, 1024), 0);

    static final Key<Integer> REPLICAS = new Key<>("server.replicas", Kind.whole(1, 1024), 1);
    static final Key<Integer> LIMIT_CONCURRENCY =
            new Key<>("server.limit_concurrency", Kind.wholeOrOff(1_000_000), 1024);
    static final Key<Integer> BACKLOG = new Key<>("server.backlog", Kind.whole(1, 65_535), 2048);
    static final Key<Integer> THREAD_POOL_SIZE = new Key<>("server.thread_pool_size", Kind.whole(1, 10_000), 200);
    static final Key<Transport> LOOP = new Key<>(
            "server.loop",
            Kind.choice(
                    Map.of(
                            "auto", Transport.AUTO,
                            "nio", Transport.NIO,
                            "epoll", Transport.EPOLL,
                            "io_uring", Transport.IO_URING,
                            "kqueue", Transport.KQUEUE,
                            "asyncio", Transport.NIO,
                            "uvloop", Transport.AUTO),
                    List.of("auto", "nio", "epoll", "io_uring", "kqueue")),
            Transport.AUTO);
    static final Key<HttpVersion> HTTP = new Key<>(
            "server.http",
            Kind.choice(
                    Map.of(
                            "auto", HttpVersion.AUTO,
                            "h1", HttpVersion.H1,
                            "h2", HttpVersion.H2,
                            "h11", HttpVersion.H1,
                            "httptools", HttpVersion.H1),
                    List.of("auto", "h1", "h2")),
            HttpVersion.AUTO);
    static final Key<Duration> TIMEOUT_KEEP_ALIVE =
            new Key<>("server.timeout_keep_alive", Kind.seconds(1, 86_400), Duration.ofSeconds(5));
    static final Key<Duration> REQUEST_TIMEOUT =
            new Key<>("server.request_timeout_ms", Kind.millis(100, 86_400_000), Duration.ofMinutes(1));
    static final Key<Duration> SHUTDOWN_TIMEOUT =
            new Key<>("server.shutdown_timeout_ms", Kind.millis(0, 600_000), Duration.ofSeconds(8));
    static final Key<Long> MAX_BODY_BYTES = new Key<>("server.max_body_bytes", Kind.bytes(1024, 1L << 40), 64L << 20);
    static final Key<String> UPLOAD_MODE = new Key<>(
            "server.temp_upload.default_mode",
            Kind.choice(Map.of("local", "local", "shared", "shared"), List.of("local", "shared")),
            "local");
    static final Key<Long> UPLOAD_MAX_BYTES =
            new Key<>("server.temp_upload.shared_max_size_bytes", Kind.bytes(1, 1L << 50), 536_870_912L);
    static final Key<Duration> UPLOAD_TTL =
            new Key<>("server.temp_upload.ttl_seconds", Kind.seconds(0, Integer.MAX_VALUE), Duration.ofHours(12));

    static final Key<Boolean> METRICS = new Key<>("server.observability.metrics.enabled", Kind.flag(), false);
    static final Key<Boolean> PROMETHEUS =
            new Key<>("server.observability.metrics.exporters.prometheus.enabled", Kind.flag(), true);

    static final Key<String> DEFAULT_ACCOUNT = new Key<>(
            "default_account",
            Kind.text(
                    "letters, digits, '_', '-', '.' and at most one '@', not starting with '_'",
                    id -> Identifiers.isValid(id) && !id.startsWith("_")),
            "default");
    static final Key<String> DEFAULT_USER = new Key<>(
            "default_user",
            Kind.text("letters, digits, '_', '-', '.' and at most one '@'", Identifiers::isValid),
            "default");

    /** The empty text stands for {@code ~/.knarr} without a file and {@code ./data} with one. */
    static final Key<String> WORKSPACE =
            new Key<>("storage.workspace", Kind.text("the path of a directory", path -> path.indexOf('\0') < 0), "");

    static final Key<Boolean> SKIP_PROCESS_LOCK = new Key<>("storage.skip_process_lock", Kind.flag(), false);

    static final Key<Integer> ABSTRACT_MAX_CHARS =
            new Key<>("semantic.abstract_max_chars", Kind.whole(1, 100_000), 256);
    static final Key<Integer> OVERVIEW_MAX_CHARS =
            new Key<>("semantic.overview_max_chars", Kind.whole(1, 1_000_000), 4000);
    static final Key<Integer> MAX_FILE_CONTENT_CHARS =
            new Key<>("semantic.max_file_content_chars", Kind.whole(1, 10_000_000), 30_000);
    static final Key<Integer> OVERVIEW_SAMPLE_LIMIT =
            new Key<>("semantic.overview_sample_limit", Kind.whole(1, 10_000), 32);
    static final Key<Double> FRESHNESS_REFRESH_RATIO =
            new Key<>("semantic.freshness_refresh_ratio", Kind.decimal(0, 1), 0.10);
    static final Key<Integer> MAX_SECTION_SIZE =
            new Key<>("parsers.markdown.max_section_size", Kind.whole(1, 1_000_000), 2048);
    static final Key<Integer> MAX_SECTION_CHARS =
            new Key<>("parsers.markdown.max_section_chars", Kind.whole(1, 10_000_000), 6000);
    static final Key<Boolean> HYBRID = new Key<>("retrieval.hybrid", Kind.flag(), true);
    static final Key<Integer> MAX_CHILD_SEARCHES = new Key<>("retrieval.max_child_searches", Kind.whole(1, 10_000), 64);
    static final Key<Boolean> ENABLE_INTENT = new Key<>("retrieval.enable_intent", Kind.flag(), true);
    static final Key<Double> SCORE_PROPAGATION =
            new Key<>("retrieval.score_propagation_alpha", Kind.decimal(0, 1), 1.0);
    static final Key<Double> HOTNESS = new Key<>("retrieval.hotness_alpha", Kind.decimal(0, 1), 0.0);
    static final Key<Double> RECALL_INTENT_TIMEOUT =
            new Key<>("retrieval.recall_intent_timeout_s", Kind.decimal(0.1, 600), 5.0);
    static final Key<Double> RECALL_REWRITE_TIMEOUT =
            new Key<>("retrieval.recall_rewrite_timeout_s", Kind.decimal(0.1, 600), 30.0);
    static final Key<Boolean> EXTRACTION_ENABLED = new Key<>("memory.extraction_enabled", Kind.flag(), true);
    static final Key<Boolean> AUTO_COMMIT = new Key<>("memory.session_auto_commit.default_enabled", Kind.flag(), false);
    static final Key<Integer> ADD_RESOURCE_CONCURRENCY =
            new Key<>("queue_workers.add_resource.max_concurrent", Kind.whole(1, 256), 4);
    static final Key<LogSettings.Level> LOG_LEVEL =
            new Key<>("log.level", LogSettings.levels(), LogSettings.Level.WARN);
    static final Key<String> LOG_FORMAT = new Key<>("log.format", Kind.text("text or json"), "text");
    static final Key<String> LOG_OUTPUT =
            new Key<>("log.output", Kind.text("stderr, stdout or the path of a file"), "stderr");
    static final Key<Boolean> LOG_ROTATION = new Key<>("log.rotation", Kind.flag(), true);
    static final Key<Integer> LOG_ROTATION_DAYS = new Key<>("log.rotation_days", Kind.whole(1, 36_500), 3);

    /** All of them, in the order of the documentation. */
    static final List<Key<?>> ALL = Lists.join(
            List.of(
                    HOST,
                    PORT,
                    AUTH_MODE,
                    ROOT_API_KEY,
                    CORS_ORIGINS,
                    WORKERS,
                    REPLICAS,
                    LIMIT_CONCURRENCY,
                    BACKLOG,
                    THREAD_POOL_SIZE,
                    LOOP,
                    HTTP,
                    TIMEOUT_KEEP_ALIVE,
                    REQUEST_TIMEOUT,
                    SHUTDOWN_TIMEOUT,
                    MAX_BODY_BYTES,
                    UPLOAD_MODE,
                    UPLOAD_MAX_BYTES,
                    UPLOAD_TTL,
                    METRICS,
                    PROMETHEUS,
                    DEFAULT_ACCOUNT,
                    DEFAULT_USER,
                    WORKSPACE,
                    SKIP_PROCESS_LOCK),
            EmbeddingKeys.ALL,
            ChatKeys.VLM.all(),
            ChatKeys.QUERY_PLANNER.all(),
            List.of(
                    ABSTRACT_MAX_CHARS,
                    OVERVIEW_MAX_CHARS,
                    MAX_FILE_CONTENT_CHARS,
                    OVERVIEW_SAMPLE_LIMIT,
                    FRESHNESS_REFRESH_RATIO,
                    MAX_SECTION_SIZE,
                    MAX_SECTION_CHARS,
                    HYBRID,
                    MAX_CHILD_SEARCHES,
                    ENABLE_INTENT,
                    SCORE_PROPAGATION,
                    HOTNESS,
                    RECALL_INTENT_TIMEOUT,
                    RECALL_REWRITE_TIMEOUT),
            RerankKeys.ALL,
            List.of(
                    EXTRACTION_ENABLED,
                    AUTO_COMMIT,
                    ADD_RESOURCE_CONCURRENCY,
                    LOG_LEVEL,
                    LOG_FORMAT,
                    LOG_OUTPUT,
                    LOG_ROTATION,
                    LOG_ROTATION_DAYS));

    private Keys() {}
}
