package io.knarr.runtime;

import io.knarr.identity.AuthMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How requests come in.
 *
 * @param port 0 lets the system choose
 * @param authMode empty: chosen by {@link #effectiveAuthMode()}
 * @param workers event loops, and HTTP verticles on them
 * @param replicas processes that share one data directory; more than one needs a database, which this version lacks
 * @param limitConcurrency requests in flight in the process, 0 for no bound
 * @param backlog connections the system keeps waiting to be accepted
 * @param threadPoolSize threads of all pools for blocking work together
 * @param timeoutKeepAlive how long an idle connection is kept
 * @param requestTimeoutMs what a request that reads or searches may take
 * @param shutdownTimeoutMs what requests in flight may take once the server stops
 * @param maxBodyBytes the largest JSON body; uploads have a limit of their own
 */
public record ServerSettings(
        String host,
        int port,
        Optional<AuthKind> authMode,
        Optional<Secret> rootApiKey,
        List<String> corsOrigins,
        int workers,
        int replicas,
        int limitConcurrency,
        int backlog,
        int threadPoolSize,
        Transport loop,
        HttpVersion http,
        Duration timeoutKeepAlive,
        Duration requestTimeoutMs,
        Duration shutdownTimeoutMs,
        long maxBodyBytes,
        TempUpload tempUpload,
        Observability observability) {
    /** Who may call. */
    public enum AuthKind {
        DEV,
        API_KEY,
        TRUSTED
    }

    /** What moves bytes between sockets and event loops. */
    public enum Transport {
        /** The best there is on this machine. */
        AUTO,
        NIO,
        EPOLL,
        IO_URING,
        KQUEUE
    }

    /** Which HTTP is spoken. */
    public enum HttpVersion {
        AUTO,
        H1,
        H2
    }

    /**
     * Files on their way in.
     *
     * @param defaultMode {@code local} or {@code shared}; there is no difference with one process
     * @param sharedMaxSizeBytes the largest upload, in both modes
     * @param ttlSeconds how long an upload nobody used is kept, zero for ever
     */
    public record TempUpload(String defaultMode, long sharedMaxSizeBytes, Duration ttlSeconds) {}

    /** How the server can be watched from outside. */
    public record Observability(Metrics metrics) {
        /** @param enabled whether meters are kept for {@link Exporters} */
        public record Metrics(boolean enabled, Exporters exporters) {}

        /** Who may read the meters. */
        public record Exporters(Prometheus prometheus) {}

        /** @param enabled whether {@code /metrics} answers */
        public record Prometheus(boolean enabled) {}
    }

    /** What holds when none is set: keys when there is a root key, else none. */
    public AuthKind effectiveAuthMode() {
        return authMode.orElse(rootApiKey.isPresent() ? AuthKind.API_KEY : AuthKind.DEV);
    }

    /** Whether only this machine can reach the server, by the three names the contract allows. */
    boolean isLocal() {
        return AuthMode.LOCAL_HOSTS.contains(host);
    }

    static ServerSettings of(Values values) {
        return new ServerSettings(
                values.get(Keys.HOST),
                values.get(Keys.PORT),
                values.get(Keys.AUTH_MODE),
                values.get(Keys.ROOT_API_KEY),
                values.get(Keys.CORS_ORIGINS),
                values.orCores(Keys.WORKERS),
                values.get(Keys.REPLICAS),
                values.get(Keys.LIMIT_CONCURRENCY),
                values.get(Keys.BACKLOG),
                values.get(Keys.THREAD_POOL_SIZE),
                values.get(Keys.LOOP),
                values.get(Keys.HTTP),
                values.get(Keys.TIMEOUT_KEEP_ALIVE),
                values.get(Keys.REQUEST_TIMEOUT),
                values.get(Keys.SHUTDOWN_TIMEOUT),
                values.get(Keys.MAX_BODY_BYTES),
                new TempUpload(
                        values.get(Keys.UPLOAD_MODE), values.get(Keys.UPLOAD_MAX_BYTES), values.get(Keys.UPLOAD_TTL)),
                new Observability(new Observability.Metrics(
                        values.get(Keys.METRICS),
                        new Observability.Exporters(new Observability.Prometheus(values.get(Keys.PROMETHEUS))))));
    }
}
