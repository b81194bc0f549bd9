package io.knarr.retrieve;

import io.knarr.context.Level;
import io.knarr.fault.Rounds;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.TraceLog.Outcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * One THINKING search (behaviour 4.5): searches what the {@link Descent} wants searched, several directories at once, and
 * has all of what they hold judged at once. With words on, what a QUICK search finds is judged too and may be in the answer:
 * words also lead to what lies deep in directories that say nothing about it. Never blocks.
 */
final class Thinking {
    /** The fewest that are asked for in the whole scope. */
    private static final int GLOBAL = 10;

    private static final int FEWEST_CHILDREN = 20;

    /** More texts than this no reranker takes in one call. */
    private static final int MOST_CHILDREN = 1_000;

    private static final Filter LAYERS = Filter.levels(List.of(Level.ABSTRACT, Level.OVERVIEW));

    private final Caller caller;
    private final FindQuery query;
    private final Question question;
    private final Candidates candidates;
    private final Judge judge;
    private final Scope scope;
    private final Descent descent;
    private final TraceLog log;
    private final int mostSearches;

    Thinking(
            Caller caller,
            FindQuery query,
            Question question,
            Candidates candidates,
            Judge judge,
            RetrievalSettings settings,
            TraceLog log) {
        this.caller = caller;
        this.query = query;
        this.question = question;
        this.candidates = candidates;
        this.judge = judge;
        this.log = log;
        this.scope = Scope.of(caller, query.targets());
        this.mostSearches = settings.mostChildSearches();
        this.descent = new Descent(
                query, query.threshold().orElse(settings.rerankThreshold()), settings.scorePropagationAlpha(), log);
    }

    Future<Outcome> search() {
        Filter all = Filter.and(scope.filter(), query.conditions());
        Future<Judgement> directories = judged(Filter.and(all, LAYERS), Math.min(MOST_CHILDREN, atLeast(GLOBAL)));
        Future<Judgement> leads = candidates.byWords()
                ? judged(Filter.and(scope.filter(), query.wanted()), children())
                : Future.succeededFuture(Judgement.of(List.of()));
        return Future.all(directories, leads).compose(_ -> {
            log.judged(Optional.empty(), directories.result());
            descent.begin(directories.result().hits(), scope.roots());
            if (candidates.byWords()) {
                log.judged(Optional.empty(), leads.result());
                descent.admit(leads.result().hits());
            }
            return Rounds.until(this::round);
        });
    }

    private int atLeast(int fewest) {
        return Math.max(query.limit(), fewest);
    }

    private int children() {
        return Math.min(MOST_CHILDREN, Math.max(2 * query.limit(), FEWEST_CHILDREN));
    }

    private Future<Judgement> judged(Filter filter, int limit) {
        log.searched();
        return candidates.search(caller, question, filter, limit).compose(judge::judge);
    }

    private Future<Optional<Outcome>> round() {
        List<Descent.Point> batch = descent.next(mostSearches - log.directories());
        if (batch.isEmpty()) {
            return over(log.directories() < mostSearches ? Trace.End.EXHAUSTED : Trace.End.BOUND);
        }
        List<Future<Judgement>> searches = batch.stream().map(this::look).toList();
        return Future.all(searches).compose(_ -> {
            for (int i = 0; i < batch.size(); i++) {
                Judgement judgement = searches.get(i).result();
                log.judged(Optional.of(batch.get(i).directory()), judgement);
                descent.found(batch.get(i), judgement.hits());
            }
            if (!descent.converged()) {
                return Future.succeededFuture(Optional.empty());
            }
            return over(descent.isStable() ? Trace.End.STABLE : Trace.End.STAGNANT);
        });
    }

    /** The node itself and its children, at all levels. */
    private Future<Judgement> look(Descent.Point point) {
        log.directorySearched();
        Filter here = new Filter.Under(point.directory(), Optional.of(1));
        return judged(new Filter.And(List.of(scope.filter(), query.conditions(), here)), children());
    }

    private Future<Optional<Outcome>> over(Trace.End end) {
        log.add(new TraceEvent.Ended(end, descent.rounds()));
        List<Hit> best = descent.best();
        return Future.succeededFuture(Optional.of(new Outcome(best, descent.candidates(), descent.rounds(), end)));
    }
}
