package io.knarr.runtime;

import io.knarr.model.Chunker;
import io.knarr.model.Embedder;
import io.knarr.model.MeteredEmbedder;
import io.knarr.model.ModelUse;
import io.knarr.model.Reranker;
import io.knarr.model.Writer;
import io.knarr.model.local.LocalEmbedder;
import io.knarr.model.local.LocalModelSettings;
import io.knarr.model.remote.ProviderSurroundings;
import io.knarr.model.remote.RemoteEmbedder;
import io.knarr.model.remote.RemoteReranker;
import io.knarr.model.remote.RemoteWriter;
import io.knarr.model.remote.ReplyMemory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that the settings name. Making them asks nobody.
 *
 * @param embedder always there: without a provider it is the one in the process
 * @param chunker cuts texts for it
 * @param ready completes when the server may start with this embedder
 * @param writer writes layers and memories
 * @param planner plans queries; the writer when it has no model of its own
 * @param reranker judges hits
 * @param uses what each was used for, read when somebody looks
 */
record Models(
        Embedder embedder,
        Chunker chunker,
        Supplier<Future<Void>> ready,
        Optional<Writer> writer,
        Optional<Writer> planner,
        Optional<Reranker> reranker,
        List<Supplier<ModelUse>> uses) {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    /** Of the heap, for answers of providers that are on their way. */
    private static final int REPLY_SHARE = 8;

    static Models of(Vertx vertx, Settings settings, Watching watching, Pools pools, Clock clock) {
        ProviderSurroundings around = new ProviderSurroundings(
                vertx,
                pools.compute(),
                new ReplyMemory(Runtime.getRuntime().maxMemory() / REPLY_SHARE),
                watching.meters(),
                clock,
                RandomGenerator.getDefault());
        List<Supplier<ModelUse>> uses = new ArrayList<>();
        Optional<Writer> writer = writer(around, settings.vlm(), "vlm", uses);
        Optional<Writer> planner = writer(around, settings.queryPlanner(), "query_planner", uses);
        Optional<Reranker> reranker = settings.rerank().remote().map(found -> {
            RemoteReranker made = new RemoteReranker(around, found);
            uses.add(made::use);
            return made;
        });
        return settings.embedding()
                .remote()
                .map(found -> {
                    RemoteEmbedder embedder = new RemoteEmbedder(around, found);
                    uses.addFirst(embedder::use);
                    return new Models(
                            embedder,
                            embedder.chunker(),
                            () -> tolerant(embedder),
                            writer,
                            planner.or(() -> writer),
                            reranker,
                            uses);
                })
                .orElseGet(() -> {
                    LocalEmbedder embedder = new LocalEmbedder(
                            pools.embedQuery(),
                            pools.embedBulk(),
                            LocalModelSettings.withBulkThreads(
                                    settings.embedding().threads()));
                    MeteredEmbedder counted = new MeteredEmbedder(embedder, watching.meters(), clock);
                    uses.addFirst(counted::use);
                    return new Models(
                            counted,
                            embedder.chunker(),
                            embedder::check,
                            writer,
                            planner.or(() -> writer),
                            reranker,
                            uses);
                });
    }

    private static Optional<Writer> writer(
            ProviderSurroundings around, WriterSettings settings, String purpose, List<Supplier<ModelUse>> uses) {
        return settings.remote(purpose).map(found -> {
            RemoteWriter made = new RemoteWriter(around, found);
            uses.add(made::use);
            return made;
        });
    }

    /** A provider that is away is no reason not to start: what is there can be found by words, and it may come back. */
    private static Future<Void> tolerant(Embedder embedder) {
        embedder.check()
                .onFailure(away -> LOG.warn(
                        "embedding_provider_away provider={} model={} reason={}",
                        embedder.provider(),
                        embedder.model(),
                        away.getMessage()));
        return Future.succeededFuture();
    }

    List<ModelUse> used() {
        return uses.stream().map(Supplier::get).toList();
    }

    Future<Void> close() {
        List<Future<Void>> ends = new ArrayList<>(List.of(embedder.close()));
        writer.ifPresent(made -> ends.add(made.close()));
        planner.ifPresent(made -> ends.add(made.close()));
        reranker.ifPresent(made -> ends.add(made.close()));
        return Future.join(ends).mapEmpty();
    }
}
