package io.knarr.retrieve;

import io.knarr.context.ContextType;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.fault.Outlook;
import io.knarr.identity.Caller;
import io.knarr.index.IndexState;
import io.knarr.index.VectorIndex;
import io.knarr.model.Embedder;
import io.knarr.model.Reranker;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.TraceLog.Outcome;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds entries for a question: THINKING when there is a reranker, QUICK otherwise (behaviour 4.3). What the embedding model
 * or the reranker does not answer in its share of the caller’s time is done without, and the answer says so. Never blocks.
 */
public final class Finder {
    private static final String WORDS_ALONE = "found by words alone, the embedding model did not answer: ";
    private static final String NOT_RERANKED = "ordered without the reranker, it did not answer: ";

    private static final Set<Code> WITHOUT_VECTORS = Set.of(
            Code.UNAVAILABLE,
            Code.MODEL_UNAVAILABLE,
            Code.EMBEDDING_FAILED,
            Code.RESOURCE_EXHAUSTED,
            Code.DEADLINE_EXCEEDED);

    /** Of the time that is left, for a model: enough is kept for an answer without it. */
    private static final double MODEL_SHARE = 0.8;

    private final VectorIndex index;
    private final Embedder embedder;
    private final Optional<Reranker> reranker;
    private final RetrievalSettings settings;
    private final Candidates candidates;
    private final Fusion fusion;
    private final Clock clock;
    private final Meters meters;

    public Finder(
            VectorIndex index,
            Embedder embedder,
            Optional<Reranker> reranker,
            RetrievalSettings settings,
            Fusion fusion,
            Clock clock,
            Meters meters) {
        this.index = index;
        this.embedder = embedder;
        this.reranker = reranker;
        this.settings = settings;
        this.candidates = new Candidates(index, settings.hybrid());
        this.fusion = fusion;
        this.clock = clock;
        this.meters = meters;
    }

    /**
     * {@code INVALID_ARGUMENT} for a blank question, {@code UNAVAILABLE} when the index cannot answer, also when it is being
     * rebuilt and has nothing to show yet.
     */
    public Future<Findings> find(Caller caller, FindQuery query) {
        long started = System.nanoTime();
        return Guard.pass(() -> requireText(query))
                .compose(_ -> {
                    Question question = new Question(query.text(), meaning(caller, query.text()));
                    return reranker.map(model -> thinking(caller, query, question, model, started))
                            .orElseGet(() -> quick(caller, query, question, started));
                })
                .compose(this::orRebuilding)
                .onSuccess(findings -> record(query, findings, System.nanoTime() - started));
    }

    private static void requireText(FindQuery query) {
        if (query.text().isBlank()) {
            throw Fault.invalid("A query is needed: say in words what to look for");
        }
    }

    private Future<Question.Meaning> meaning(Caller caller, String text) {
        long started = System.nanoTime();
        return embedder.embedQuery(
                        text, candidates.byWords() ? caller.deadline().share(MODEL_SHARE) : caller.deadline())
                .map(vector -> new Question.Meaning(Optional.of(vector), List.of(), System.nanoTime() - started))
                .recover(cause -> isDispensable(cause) && !caller.deadline().expired()
                        ? Future.succeededFuture(new Question.Meaning(
                                Optional.empty(),
                                List.of(WORDS_ALONE + Fault.of(cause).getMessage()),
                                System.nanoTime() - started))
                        : Future.failedFuture(cause));
    }

    /** A model that is away, slow or refuses our key; not one that refuses the question. */
    private boolean isDispensable(Throwable cause) {
        Fault fault = Fault.of(cause);
        boolean away = fault.outlook()
                .map(outlook -> outlook != Outlook.GIVE_UP)
                .orElse(WITHOUT_VECTORS.contains(fault.code()));
        return candidates.byWords() && away;
    }

    private Future<Findings> quick(Caller caller, FindQuery query, Question question, long started) {
        TraceLog log = new TraceLog();
        return new Quick(candidates, fusion)
                .search(caller, query, question, log)
                .compose(outcome -> question.meaning()
                        .map(meaning -> new Findings(
                                outcome.hits(),
                                meaning.degraded(),
                                log.trace(
                                        outcome,
                                        Trace.Mode.QUICK,
                                        query.threshold().orElse(0),
                                        Scope.of(caller, query.targets()).roots(),
                                        meaning.nanos(),
                                        System.nanoTime() - started))));
    }

    private Future<Findings> thinking(Caller caller, FindQuery query, Question question, Reranker model, long started) {
        TraceLog log = new TraceLog();
        Judge judge = new Judge(model, fusion, query.text(), caller.deadline().share(MODEL_SHARE));
        Thinking thinking =
                new Thinking(caller, query, question, new Thinking.Sources(candidates, fusion, judge), settings, log);
        return thinking.search()
                .compose(outcome -> question.meaning().map(meaning -> {
                    List<String> degraded = new ArrayList<>(meaning.degraded());
                    judge.failure().ifPresent(reason -> degraded.add(NOT_RERANKED + reason));
                    meters.count(
                            judge.failure().isPresent() ? "retrieval.rerank.fallback" : "retrieval.rerank.used", 1);
                    Outcome warmed =
                            new Outcome(warmed(outcome.hits()), outcome.candidates(), outcome.rounds(), outcome.end());
                    Trace trace = log.trace(
                            warmed,
                            Trace.Mode.THINKING,
                            query.threshold().orElse(settings.rerankThreshold()),
                            Scope.of(caller, query.targets()).roots(),
                            meaning.nanos(),
                            System.nanoTime() - started);
                    return new Findings(warmed.hits(), degraded, trace);
                }));
    }

    private List<Hit> warmed(List<Hit> hits) {
        if (settings.hotnessAlpha() == 0) {
            return hits;
        }
        Instant now = clock.instant();
        return hits.stream()
                .map(hit -> hit.scored(Scores.blended(
                        settings.hotnessAlpha(),
                        hit.score(),
                        Scores.hotness(hit.entry().activeCount(), hit.entry().updatedAt(), now))))
                .sorted(Hit.BEST_FIRST)
                .toList();
    }

    private Future<Findings> orRebuilding(Findings findings) {
        if (!(index.state() instanceof IndexState.Stale stale)) {
            return Future.succeededFuture(findings);
        }
        if (findings.hits().isEmpty()) {
            return Future.failedFuture(Fault.unavailable("search", "the index is being rebuilt: " + stale.reason()));
        }
        List<String> degraded = new ArrayList<>(findings.degraded());
        degraded.add("the index is being rebuilt, not everything can be found yet: " + stale.reason());
        return Future.succeededFuture(new Findings(findings.hits(), degraded, findings.trace()));
    }

    private void record(FindQuery query, Findings findings, long nanos) {
        Labels type = Labels.of("context_type", typeOf(query));
        meters.time("retrieval.latency", type, nanos);
        meters.count("retrieval.requests", type, 1);
        meters.count("retrieval.results", type, findings.hits().size());
        if (findings.hits().isEmpty()) {
            meters.count("retrieval.zero.result", type, 1);
        }
        findings.hits().forEach(hit -> meters.value("retrieval.score", hit.score()));
    }

    private static String typeOf(FindQuery query) {
        return query.types().size() == 1
                ? query.types().stream().map(ContextType::label).findFirst().orElse("any")
                : "any";
    }
}
