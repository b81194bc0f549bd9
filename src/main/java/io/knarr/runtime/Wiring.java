package io.knarr.runtime;

import io.knarr.http.Admission;
import io.knarr.http.AdmissionSettings;
import io.knarr.http.HttpSettings;
import io.knarr.http.HttpWatch;
import io.knarr.http.RequestMeters;
import io.knarr.identity.AuthMode;
import io.knarr.identity.Authenticator;
import io.knarr.identity.KeyStore;
import io.knarr.identity.RootKey;
import io.knarr.index.ModelMark;
import io.knarr.model.Embedder;
import io.knarr.model.local.LocalEmbedder;
import io.knarr.offload.Pool;
import io.knarr.storage.Storage;
import io.knarr.storage.embedded.DataDirectory;
import io.knarr.storage.embedded.DirectoryLocks;
import io.knarr.storage.embedded.DirectoryOwner;
import io.knarr.storage.embedded.EmbeddedPools;
import io.knarr.storage.embedded.EmbeddedSettings;
import io.knarr.storage.embedded.EmbeddedStorage;
import io.knarr.wire.Lane;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The server’s parts and how they hang together, by hand. */
final class Wiring implements Assembly {
    /** Searches at once when each waits for a provider: 2 000 of 200 ms end within 2 s. */
    private static final int SEARCHES_WAITING = 256;

    /** Part of the heap for large bodies: as JSON values they are several times as large. */
    private static final int BODY_SHARE = 8;

    @Override
    public Application assemble(Vertx vertx, Settings settings, Watching watching) {
        Clock clock = Clock.system(ZoneId.systemDefault());
        Pools pools = Pools.of(vertx, watching.meters(), settings);
        Models models = Models.of(vertx, settings, watching, pools, clock);
        EmbeddedStorage storage = storage(vertx, settings, pools, models.embedder(), clock, watching);
        Parts parts = new Parts(vertx, settings, watching, pools, storage, models, clock);
        ServerSettings server = settings.server();
        KnarrApplication.Surface surface = new KnarrApplication.Surface(
                http(server),
                server.workers(),
                new Authenticator(mode(server)),
                new Admission(admission(server, models), watching.meters()),
                watch(watching, storage, models.embedder(), pools.watch()));
        return new KnarrApplication(vertx, surface, pools, storage, models, parts);
    }

    private static EmbeddedStorage storage(
            Vertx vertx, Settings settings, Pools pools, Embedder embedder, Clock clock, Watching watching) {
        ServerSettings server = settings.server();
        String host = Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost");
        DirectoryOwner owner = new DirectoryOwner(
                ProcessHandle.current().pid(),
                host,
                "http://" + server.host() + ":" + server.port(),
                clock.instant(),
                Version.current());
        Set<DataDirectory.Waiver> waived =
                settings.storage().skipProcessLock() ? EnumSet.allOf(DataDirectory.Waiver.class) : Set.of();
        EmbeddedSettings embedded = new EmbeddedSettings(
                settings.storage().workspace(),
                owner,
                waived,
                new ModelMark(embedder.model(), embedder.dimensions()),
                server.tempUpload().ttlSeconds());
        EmbeddedPools embeddedPools = new EmbeddedPools(pools.files(), pools.search(), pools.index(), pools.store());
        return new EmbeddedStorage(vertx, embedded, embeddedPools, new DirectoryLocks(), clock, watching.meters());
    }

    private static HttpWatch watch(Watching watching, Storage storage, Embedder embedder, Pool pool) {
        return new HttpWatch(
                new RequestMeters(watching.meters()),
                watching.doing(),
                watching.prometheus()
                        .map(meters -> new Scrape(storage, embedder, watching.meters(), meters, pool).registered()));
    }

    private static AdmissionSettings admission(ServerSettings server, Models models) {
        int cores = Runtime.getRuntime().availableProcessors();
        // A question to the model in this process is work for a core; one to a provider is waiting.
        boolean waits = !models.embedder().provider().equals(LocalEmbedder.PROVIDER)
                || models.reranker().isPresent()
                || models.planner().isPresent();
        int searches = waits ? SEARCHES_WAITING : cores + 1;
        long bodies = Math.max(server.maxBodyBytes(), Runtime.getRuntime().maxMemory() / BODY_SHARE);
        return AdmissionSettings.of(server.limitConcurrency(), searches, cores, bodies);
    }

    private static HttpSettings http(ServerSettings server) {
        // A negative port is one that the system chooses and that all instances share.
        int port = server.port() == 0 ? -1 : server.port();
        HttpSettings defaults = HttpSettings.on(server.host(), port, Version.current());
        return new HttpSettings(
                server.host(),
                port,
                Version.current(),
                server.corsOrigins(),
                server.maxBodyBytes(),
                server.timeoutKeepAlive(),
                timeouts(defaults.timeouts(), server.requestTimeoutMs()),
                server.backlog(),
                server.http() == ServerSettings.HttpVersion.H2,
                server.shutdownTimeoutMs());
    }

    /** The setting is for reading and searching; writes and bulk work may take longer, never shorter. */
    private static Map<Lane, Duration> timeouts(Map<Lane, Duration> defaults, Duration asked) {
        Map<Lane, Duration> timeouts = new EnumMap<>(defaults);
        timeouts.put(Lane.READ, asked);
        timeouts.put(Lane.SEARCH, asked);
        timeouts.put(Lane.SCAN, asked);
        timeouts.merge(Lane.WRITE, asked, Wiring::longer);
        timeouts.merge(Lane.BULK, asked, Wiring::longer);
        return timeouts;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static AuthMode mode(ServerSettings server) {
        Optional<RootKey> rootKey = server.rootApiKey().map(key -> new RootKey(key.reveal()));
        return switch (server.effectiveAuthMode()) {
            case DEV -> new AuthMode.Dev();
            case API_KEY -> new AuthMode.ApiKey(rootKey.orElseThrow(), KeyStore.NONE);
            case TRUSTED -> new AuthMode.Trusted(rootKey);
        };
    }
}
