package io.knarr.retrieve;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.fault.Outlook;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.index.Match;
import io.knarr.index.VectorIndex;
import io.knarr.model.Embedder;
import io.knarr.observe.Meters;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds entries for a question in one round: embed it, ask the index by vector and by words at once, fuse, cut (behaviour
 * 4.4, with words beside the vectors). Never blocks.
 */
public final class Finder {
    /** Candidates per ranking: enough that fusing can lift what one ranking has far down. */
    private static final int CANDIDATES = 100;

    private static final String WORDS_ALONE = "found by words alone, the embedding model did not answer: ";

    private static final Set<Code> WITHOUT_VECTORS = Set.of(
            Code.UNAVAILABLE,
            Code.MODEL_UNAVAILABLE,
            Code.EMBEDDING_FAILED,
            Code.RESOURCE_EXHAUSTED,
            Code.DEADLINE_EXCEEDED);

    /** Of the caller’s time: enough is kept for an answer without the model. */
    private static final double MODEL_SHARE = 0.8;

    private final VectorIndex index;
    private final Embedder embedder;
    private final Hybrid hybrid;
    private final Fusion fusion;
    private final Meters meters;

    /** Whether words are searched beside vectors; off gives the reference’s order. */
    public enum Hybrid {
        ON,
        OFF
    }

    public Finder(VectorIndex index, Embedder embedder, Hybrid hybrid, Fusion fusion, Meters meters) {
        this.index = index;
        this.embedder = embedder;
        this.hybrid = hybrid;
        this.fusion = fusion;
        this.meters = meters;
    }

    private record Ranked(List<Match> byVector, List<Match> byWords, List<String> degraded) {}

    /**
     * {@code INVALID_ARGUMENT} for a blank question, {@code UNAVAILABLE} when the index cannot answer, also when it is being
     * rebuilt and has nothing to show yet.
     */
    public Future<Findings> find(Caller caller, FindQuery query) {
        long started = System.nanoTime();
        return Guard.pass(() -> requireText(query))
                .compose(_ -> {
                    Filter filter = Filter.and(Scope.of(caller, query.targets()), query.filter());
                    int wanted = Math.max(CANDIDATES, 2 * query.limit());
                    return ranked(caller, query, filter, wanted);
                })
                .compose(ranked -> answer(caller, query, ranked))
                .onSuccess(findings -> record(findings, started));
    }

    private static void requireText(FindQuery query) {
        if (query.text().isBlank()) {
            throw Fault.invalid("A query is needed: say in words what to look for");
        }
    }

    private Future<Ranked> ranked(Caller caller, FindQuery query, Filter filter, int wanted) {
        Future<List<Match>> words = hybrid == Hybrid.ON
                ? index.matching(caller.account(), query.text(), filter, wanted, caller.deadline())
                : Future.succeededFuture(List.of());
        Future<float[]> question = embedder.embedQuery(
                query.text(), hybrid == Hybrid.ON ? caller.deadline().share(MODEL_SHARE) : caller.deadline());
        Future<List<Match>> vectors =
                question.compose(vector -> index.nearest(caller.account(), vector, filter, wanted, caller.deadline()));
        return Future.join(words, vectors).transform(_ -> {
            if (words.failed()) {
                return Future.failedFuture(words.cause());
            }
            if (vectors.succeeded()) {
                return Future.succeededFuture(new Ranked(vectors.result(), words.result(), List.of()));
            }
            // Only the model can be done without; an index that answers one half is a broken index.
            return question.failed()
                            && isDispensable(question.cause())
                            && !caller.deadline().expired()
                    ? Future.succeededFuture(new Ranked(
                            List.of(),
                            words.result(),
                            List.of(WORDS_ALONE + Fault.of(question.cause()).getMessage())))
                    : Future.failedFuture(vectors.cause());
        });
    }

    /** A model that is away, slow or refuses our key; not one that refuses the question. */
    private boolean isDispensable(Throwable cause) {
        Fault fault = Fault.of(cause);
        boolean away = fault.outlook()
                .map(outlook -> outlook != Outlook.GIVE_UP)
                .orElse(WITHOUT_VECTORS.contains(fault.code()));
        return hybrid == Hybrid.ON && away;
    }

    private Future<Findings> answer(Caller caller, FindQuery query, Ranked ranked) {
        List<Findings.Hit> hits = new ArrayList<>();
        Set<VikingUri> seen = new HashSet<>();
        for (Findings.Hit hit : fusion.fuse(ranked.byVector(), ranked.byWords())) {
            boolean wanted = hit.score() > query.threshold()
                    && Access.mayRead(caller, hit.entry().uri())
                    && seen.add(hit.entry().uri());
            if (wanted && hits.size() < query.limit()) {
                hits.add(hit);
            }
        }
        List<String> degraded = new ArrayList<>(ranked.degraded());
        if (index.state() instanceof IndexState.Stale stale) {
            if (hits.isEmpty()) {
                return Future.failedFuture(
                        Fault.unavailable("search", "the index is being rebuilt: " + stale.reason()));
            }
            degraded.add("the index is being rebuilt, not everything can be found yet: " + stale.reason());
        }
        return Future.succeededFuture(new Findings(hits, degraded));
    }

    private void record(Findings findings, long started) {
        meters.time("retrieval.latency", System.nanoTime() - started);
        meters.count("retrieval.requests", 1);
        meters.count("retrieval.results", findings.hits().size());
        if (findings.hits().isEmpty()) {
            meters.count("retrieval.zero.result", 1);
        }
        findings.hits().forEach(hit -> meters.value("retrieval.score", hit.score()));
    }
}
