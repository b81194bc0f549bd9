package io.knarr.retrieve;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.model.Reranker;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.Fusion.Candidate;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets the reranker score the hits of one request; words raise its scores as they raise those of vectors ({@link Fusion}).
 * When it fails, the hits keep the scores they have (behaviour 4.5), and it
 * is not asked again for this request: what did not answer in time will not answer sooner the next time. Any thread.
 */
final class Judge {
    private final Reranker reranker;
    private final Fusion fusion;
    private final String question;
    private final Deadline until;
    private final AtomicReference<@Nullable Fault> failure = new AtomicReference<>();

    /** @param until the reranker’s share of the caller’s time */
    Judge(Reranker reranker, Fusion fusion, String question, Deadline until) {
        this.reranker = reranker;
        this.fusion = fusion;
        this.question = question;
        this.until = until;
    }

    /** Never fails. Hits without a text keep their scores. */
    Future<Judgement> judge(List<Candidate> candidates) {
        List<Hit> compared = candidates.stream().map(Candidate::hit).toList();
        List<String> documents = compared.stream()
                .map(hit -> hit.entry().summary())
                .filter(text -> !text.isBlank())
                .toList();
        if (documents.isEmpty() || failure.get() != null) {
            return Future.succeededFuture(Judgement.of(compared));
        }
        return reranker.scores(question, documents, until)
                .map(scores -> new Judgement(compared, scored(candidates, scores, documents.size())))
                .recover(cause -> {
                    failure.compareAndSet(null, Fault.of(cause));
                    return Future.succeededFuture(Judgement.of(compared));
                });
    }

    private List<Hit> scored(List<Candidate> candidates, double[] scores, int asked) {
        if (scores.length != asked) {
            throw new Fault(Code.PROCESSING_ERROR, "it judged " + scores.length + " of " + asked + " texts");
        }
        List<Hit> judged = new ArrayList<>(candidates.size());
        int next = 0;
        for (Candidate candidate : candidates) {
            Hit hit = candidate.hit();
            judged.add(
                    hit.entry().summary().isBlank()
                            ? hit
                            : hit.scored(fusion.raised(Scores.finite(scores[next++]), candidate.words())));
        }
        return judged;
    }

    /** Why hits were not judged, for people. */
    Optional<String> failure() {
        return Optional.ofNullable(failure.get()).map(Fault::getMessage);
    }
}
