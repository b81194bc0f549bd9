package io.knarr.skills;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.context.SkillAddress;
import io.knarr.identity.Caller;
import io.knarr.index.Filter;
import io.knarr.offload.Pool;
import io.knarr.retrieve.FindQuery;
import io.knarr.retrieve.Finder;
import io.knarr.retrieve.Findings;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Finds skills for a question (core 7.4). */
public final class SkillFinding {
    private static final Comparator<Match> BEST_FIRST = Comparator.comparingDouble(Match::score)
            .reversed()
            .thenComparing(match -> match.summary().uri());

    private final Finder finder;
    private final Pool compute;

    /** @param compute reads YAML */
    public SkillFinding(Finder finder, Pool compute) {
        this.finder = finder;
        this.compute = compute;
    }

    /**
     * A question.
     *
     * @param levels tiers that may be found; empty: any
     * @param limit most hits for each root
     * @param threshold see {@link FindQuery}
     */
    public record Question(String text, Set<Level> levels, int limit, OptionalDouble threshold) {
        public Question {
            levels = Set.copyOf(levels);
        }
    }

    /** A skill that was found; its level is the tier that was. */
    public record Match(Summary summary, Level level, double score, String abstractText) {}

    /**
     * An answer, best first.
     *
     * @param degraded what the answer had to do without, for people
     */
    public record Answer(List<Match> matches, List<String> degraded) {
        public Answer {
            matches = List.copyOf(matches);
            degraded = List.copyOf(degraded);
        }
    }

    /** Faults as {@link Finder#find}. */
    public Future<Answer> find(Caller caller, Question question, List<VikingUri> roots) {
        List<Future<Findings>> searches = roots.stream()
                .map(root -> finder.find(caller, query(question, root)))
                .toList();
        return Future.all(searches)
                .compose(_ -> compute.run(
                        () -> answer(searches.stream().map(Future::result).toList())));
    }

    private static FindQuery query(Question question, VikingUri root) {
        return new FindQuery(
                question.text(),
                List.of(root),
                Set.of(ContextType.SKILL),
                question.levels(),
                // The summary of the root tells of skills and is none.
                new Filter.Not(Filter.exactly(root)),
                question.limit(),
                question.threshold());
    }

    private static Answer answer(List<Findings> findings) {
        List<Match> matches = new ArrayList<>();
        List<String> degraded = new ArrayList<>();
        for (Findings found : findings) {
            for (Findings.Hit hit : found.hits()) {
                Optional<VikingUri> skill = SkillAddress.skillOf(hit.entry().uri());
                skill.filter(uri -> SkillNames.isName(uri.name())).ifPresent(uri -> matches.add(match(uri, hit)));
            }
            found.degraded().stream().filter(text -> !degraded.contains(text)).forEach(degraded::add);
        }
        matches.sort(BEST_FIRST);
        return new Answer(matches, degraded);
    }

    private static Match match(VikingUri skill, Findings.Hit hit) {
        String text = hit.entry().summary();
        Summary summary = Summary.read(skill, text).orElseGet(() -> new Summary(skill, "", List.of(), List.of()));
        return new Match(summary, hit.entry().level(), hit.score(), text);
    }
}
