package io.knarr.retrieve;

import io.knarr.context.Level;
import io.knarr.fault.Rounds;
import io.knarr.identity.Caller;
import io.knarr.index.EntryKey;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.retrieve.Candidates.Found;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.Fusion.Candidate;
import io.knarr.retrieve.TraceLog.Outcome;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Of each ranking: enough that fusing can lift what one has far down. */
    private static final int LEADS = 100;

    private static final Filter LAYERS = Filter.levels(List.of(Level.ABSTRACT, Level.OVERVIEW));

    private final Caller caller;
    private final FindQuery query;
    private final Question question;
    private final Sources sources;
    private final Scope scope;
    private final Descent descent;
    private final TraceLog log;
    private final int mostSearches;
    /** What the words found in the whole scope. They are asked once; directories are searched by vector. */
    private final Map<EntryKey, Match> words = new HashMap<>();

    private double bestWords;

    /** Who finds, weighs and judges. */
    record Sources(Candidates candidates, Fusion fusion, Judge judge) {}

    Thinking(
            Caller caller,
            FindQuery query,
            Question question,
            Sources sources,
            RetrievalSettings settings,
            TraceLog log) {
        this.caller = caller;
        this.query = query;
        this.question = question;
        this.sources = sources;
        this.log = log;
        this.scope = Scope.of(caller, query.targets());
        this.mostSearches = settings.mostChildSearches();
        this.descent = new Descent(
                query, query.threshold().orElse(settings.rerankThreshold()), settings.scorePropagationAlpha(), log);
    }

    Future<Outcome> search() {
        Filter all = Filter.and(scope.filter(), query.conditions());
        Future<List<Match>> directories = nearest(Filter.and(all, LAYERS), Math.min(MOST_CHILDREN, atLeast(GLOBAL)));
        Future<Found> leads = sources.candidates().byWords() ? leads() : Future.succeededFuture(Found.NOTHING);
        return Future.all(directories, leads)
                .compose(_ -> {
                    leads.result()
                            .byWords()
                            .forEach(match -> words.put(match.entry().key(), match));
                    bestWords = leads.result().bestWords();
                    return begin(judged(directories.result()), judged(leads.result()));
                })
                .compose(_ -> Rounds.until(this::round));
    }

    private Future<Found> leads() {
        log.searched();
        return sources.candidates()
                .search(caller, question, Filter.and(scope.filter(), query.wanted()), Math.max(LEADS, children()));
    }

    private Future<Void> begin(Future<Judgement> directories, Future<Judgement> leads) {
        return Future.all(directories, leads)
                .map(all -> {
                    log.judged(Optional.empty(), directories.result());
                    descent.begin(directories.result().hits(), scope.roots());
                    if (sources.candidates().byWords()) {
                        log.judged(Optional.empty(), leads.result());
                        descent.admit(leads.result().hits());
                    }
                    return all;
                })
                .mapEmpty();
    }

    private int atLeast(int fewest) {
        return Math.max(query.limit(), fewest);
    }

    private int children() {
        return Math.min(MOST_CHILDREN, Math.max(2 * query.limit(), FEWEST_CHILDREN));
    }

    private Future<List<Match>> nearest(Filter filter, int limit) {
        log.searched();
        return sources.candidates().nearest(caller, question, filter, limit);
    }

    private Future<Judgement> judged(List<Match> byVector) {
        List<Match> known = byVector.stream()
                .map(match -> words.get(match.entry().key()))
                .filter(Objects::nonNull)
                .toList();
        return sources.judge().judge(sources.fusion().candidates(byVector, known, bestWords));
    }

    /** The best of them: as many as a directory may have. */
    private Future<Judgement> judged(Found leads) {
        List<Candidate> best = sources.fusion().candidates(leads.byVector(), leads.byWords(), bestWords);
        return sources.judge().judge(best.subList(0, Math.min(best.size(), children())));
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
        return nearest(new Filter.And(List.of(scope.filter(), query.conditions(), here)), children())
                .compose(this::judged);
    }

    private Future<Optional<Outcome>> over(Trace.End end) {
        log.add(new TraceEvent.Ended(end, descent.rounds()));
        List<Hit> best = descent.best();
        return Future.succeededFuture(Optional.of(new Outcome(best, descent.candidates(), descent.rounds(), end)));
    }
}
