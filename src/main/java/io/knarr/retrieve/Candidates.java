package io.knarr.retrieve;

import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.index.VectorIndex;
import io.knarr.retrieve.Findings.Hit;
import io.vertx.core.Future;
import java.util.List;

/** Asks the index by vector and by words at once and makes one ranking of the two. Shows only what the caller may read. */
final class Candidates {
    private final VectorIndex index;
    private final Hybrid hybrid;
    private final Fusion fusion;

    Candidates(VectorIndex index, Hybrid hybrid, Fusion fusion) {
        this.index = index;
        this.hybrid = hybrid;
        this.fusion = fusion;
    }

    boolean byWords() {
        return hybrid == Hybrid.ON;
    }

    /** Hits, best first, of each ranking at most {@code limit}. An index that answers one half is a broken index. */
    Future<List<Hit>> search(Caller caller, Question question, Filter filter, int limit) {
        Future<List<Match>> words = byWords()
                ? index.matching(caller.account(), question.text(), filter, limit, caller.deadline())
                : Future.succeededFuture(List.of());
        Future<List<Match>> vectors = question.meaning()
                .compose(meaning -> meaning.vector()
                        .map(vector -> index.nearest(caller.account(), vector, filter, limit, caller.deadline()))
                        .orElseGet(() -> Future.succeededFuture(List.of())));
        return Future.join(words, vectors).transform(_ -> {
            if (words.failed() || vectors.failed()) {
                return Future.failedFuture(words.failed() ? words.cause() : vectors.cause());
            }
            return Future.succeededFuture(fusion.fuse(vectors.result(), words.result()).stream()
                    .filter(hit -> Access.mayRead(caller, hit.entry().uri()))
                    .toList());
        });
    }
}
