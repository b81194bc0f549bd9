package io.knarr.retrieve;

import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.index.VectorIndex;
import io.vertx.core.Future;
import java.util.List;

/** Asks the index by vector and by words at once. Shows only what the caller may read. */
final class Candidates {
    private final VectorIndex index;
    private final Hybrid hybrid;

    Candidates(VectorIndex index, Hybrid hybrid) {
        this.index = index;
        this.hybrid = hybrid;
    }

    boolean byWords() {
        return hybrid == Hybrid.ON;
    }

    /** The two rankings of one search, best first. */
    record Found(List<Match> byVector, List<Match> byWords) {
        static final Found NOTHING = new Found(List.of(), List.of());

        double bestWords() {
            return Fusion.best(byWords);
        }
    }

    /** Of each ranking at most {@code limit}. An index that answers one half is a broken index. */
    Future<Found> search(Caller caller, Question question, Filter filter, int limit) {
        Future<List<Match>> words = byWords()
                ? index.matching(caller.account(), question.text(), filter, limit, caller.deadline())
                : Future.succeededFuture(List.of());
        Future<List<Match>> vectors = nearest(caller, question, filter, limit);
        return Future.join(words, vectors).transform(_ -> {
            if (words.failed() || vectors.failed()) {
                return Future.failedFuture(words.failed() ? words.cause() : vectors.cause());
            }
            return Future.succeededFuture(new Found(vectors.result(), readable(caller, words.result())));
        });
    }

    /** By vector alone; nothing when the question has none. */
    Future<List<Match>> nearest(Caller caller, Question question, Filter filter, int limit) {
        return question.meaning()
                .compose(meaning -> meaning.vector()
                        .map(vector -> index.nearest(caller.account(), vector, filter, limit, caller.deadline()))
                        .orElseGet(() -> Future.succeededFuture(List.of())))
                .map(matches -> readable(caller, matches));
    }

    private static List<Match> readable(Caller caller, List<Match> matches) {
        return matches.stream()
                .filter(match -> Access.mayRead(caller, match.entry().uri()))
                .toList();
    }
}
