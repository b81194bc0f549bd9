package io.knarr.retrieve;

import io.knarr.context.Level;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The way of a THINKING search through the directories, best first (behaviour 4.5): which to look into next, what was found
 * so far, whether it is enough. No I/O: somebody else searches what {@link #next} gives and tells {@link #found}.
 *
 * <p>Equal scores are taken in order of address, so the same index always gives the same way. By one step at a time.
 */
final class Descent {
    /** Directories that are searched at once. */
    static final int BATCH = 4;

    /** Rounds without a change after which it is enough. */
    private static final int MOST_ROUNDS = 3;

    private static final Comparator<Point> BEST_FIRST =
            Comparator.comparingDouble(Point::score).reversed().thenComparing(Point::directory);

    private final FindQuery query;
    private final double threshold;
    private final double alpha;
    private final TraceLog log;
    private final PriorityQueue<Point> open = new PriorityQueue<>(BEST_FIRST);
    private final Set<VikingUri> visited = new HashSet<>();
    private final Map<VikingUri, Hit> pool = new HashMap<>();
    private Set<VikingUri> lastBest = Set.of();
    private int lastSize;
    private int unchanged;
    private int stagnant;
    private int rounds;

    /** A directory to look into, with the score it was found by; 0 for one where the search only begins. */
    record Point(VikingUri directory, double score) {}

    /** @param alpha share of a hit’s own score beside its directory’s */
    Descent(FindQuery query, double threshold, double alpha, TraceLog log) {
        this.query = query;
        this.threshold = threshold;
        this.alpha = alpha;
        this.log = log;
    }

    /**
     * Where it begins.
     *
     * @param directories layers found anywhere in the scope, each address counts once, the first time
     * @param roots of the scope
     */
    void begin(List<Hit> directories, List<VikingUri> roots) {
        Set<VikingUri> known = new HashSet<>();
        for (Hit hit : directories) {
            if (known.add(hit.entry().uri())) {
                queue(new Point(hit.entry().uri(), hit.score()));
            }
        }
        for (VikingUri root : roots) {
            if (known.add(root)) {
                queue(new Point(root, 0));
            }
        }
        if (!query.levels().isEmpty()) {
            admit(directories);
        }
    }

    /** Takes hits with scores that are final. */
    void admit(List<Hit> hits) {
        for (Hit hit : hits) {
            if (query.wants(hit.entry().level()) && isAbove(hit)) {
                keep(hit);
            }
        }
    }

    /** The best directories that were not looked into yet, at most {@value #BATCH}; none: there are no more. */
    List<Point> next(int most) {
        List<Point> batch = new ArrayList<>();
        while (batch.size() < Math.min(most, BATCH) && !open.isEmpty()) {
            Point point = open.poll();
            if (visited.add(point.directory())) {
                log.add(new TraceEvent.DirectoryStarted(point.directory(), point.score()));
                batch.add(point);
            }
        }
        return batch;
    }

    /** What is in a directory. */
    void found(Point parent, List<Hit> hits) {
        log.add(new TraceEvent.DirectorySearched(parent.directory(), hits.size()));
        for (Hit hit : hits) {
            Hit own = hit.scored(Scores.propagated(alpha, parent.score(), hit.score()));
            if (!isAbove(own)) {
                continue;
            }
            if (query.wants(own.entry().level())) {
                keep(own);
            }
            VikingUri uri = own.entry().uri();
            if (own.entry().level() != Level.CONTENT && !visited.contains(uri)) {
                queue(new Point(uri, own.score()));
            }
        }
    }

    private void queue(Point point) {
        open.add(point);
        log.add(new TraceEvent.Queued(point.directory(), point.score()));
    }

    private boolean isAbove(Hit hit) {
        boolean above = hit.score() > threshold;
        if (!above) {
            log.add(new TraceEvent.Excluded(hit, threshold));
        }
        return above;
    }

    private void keep(Hit hit) {
        Hit known = pool.get(hit.entry().uri());
        if (known == null || hit.score() > known.score()) {
            pool.put(hit.entry().uri(), hit);
            log.add(new TraceEvent.Selected(hit));
        }
    }

    /** Ends a round; whether the best hits have been the same, or nothing has come, for long enough. */
    boolean converged() {
        rounds++;
        Set<VikingUri> best = best().stream().map(hit -> hit.entry().uri()).collect(Collectors.toSet());
        if (best.equals(lastBest) && best.size() >= query.limit()) {
            unchanged++;
        } else if (pool.size() == lastSize) {
            stagnant++;
        } else {
            unchanged = 0;
            stagnant = 0;
            lastBest = best;
            lastSize = pool.size();
        }
        log.add(new TraceEvent.ConvergenceChecked(rounds, pool.size(), unchanged, stagnant));
        return isStable() || stagnant >= MOST_ROUNDS;
    }

    boolean isStable() {
        return unchanged >= MOST_ROUNDS;
    }

    /** The best hits so far, one of each address. */
    List<Hit> best() {
        return pool.values().stream()
                .sorted(Hit.BEST_FIRST)
                .limit(query.limit())
                .toList();
    }

    int candidates() {
        return pool.size();
    }

    int rounds() {
        return rounds;
    }
}
