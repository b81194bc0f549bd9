package io.knarr.retrieve;

import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.TraceLog.Outcome;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A QUICK search (behaviour 4.4): one round over the whole scope, with words beside the vectors. Never blocks. */
final class Quick {
    /** Candidates per ranking: enough that fusing can lift what one ranking has far down. */
    private static final int CANDIDATES = 100;

    private final Candidates candidates;
    private final Fusion fusion;

    Quick(Candidates candidates, Fusion fusion) {
        this.candidates = candidates;
        this.fusion = fusion;
    }

    Future<Outcome> search(Caller caller, FindQuery query, Question question, TraceLog log) {
        Filter filter = Filter.and(Scope.of(caller, query.targets()).filter(), query.wanted());
        log.searched();
        return candidates
                .search(caller, question, filter, Math.max(CANDIDATES, 2 * query.limit()))
                .map(found -> best(query, fusion.fuse(found.byVector(), found.byWords()), log));
    }

    private static Outcome best(FindQuery query, List<Hit> found, TraceLog log) {
        log.judged(Optional.empty(), Judgement.of(found));
        double threshold = query.threshold().orElse(0);
        List<Hit> hits = new ArrayList<>();
        Set<VikingUri> seen = new HashSet<>();
        for (Hit hit : found) {
            if (!(hit.score() > threshold)) {
                log.add(new TraceEvent.Excluded(hit, threshold));
            } else if (seen.add(hit.entry().uri()) && hits.size() < query.limit()) {
                log.add(new TraceEvent.Selected(hit));
                hits.add(hit);
            }
        }
        return new Outcome(hits, seen.size(), 1, Trace.End.ONE_ROUND);
    }
}
