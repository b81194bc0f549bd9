package io.knarr.recall;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.context.SkillAddress;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.retrieve.FindQuery;
import io.knarr.retrieve.Finder;
import io.knarr.retrieve.Findings;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Searches bucket by bucket, or once, and puts what was found into one order (behaviour 4.6, step 3). */
final class Gathering {
    private static final Comparator<Candidate> ORDER = Comparator.comparingDouble(Candidate::rank)
            .reversed()
            .thenComparing(Candidate::origin)
            .thenComparing(Candidate::uri);

    private static final Set<Code> BAD_ARGUMENTS =
            Set.of(Code.INVALID_ARGUMENT, Code.INVALID_URI, Code.INVALID_FILTER, Code.PERMISSION_DENIED);

    private static final int MOST_ERRORS = 5;
    private static final int OTHERS_TIMES = 4;
    private static final String PROFILE = "profile.md";

    private final Finder finder;

    Gathering(Finder finder) {
        this.finder = finder;
    }

    /**
     * What was found.
     *
     * @param ranked best first, within quotas
     * @param searched hits per bucket; with the empty key all hits, of a search without buckets
     * @param excluded how many nodes were left out because the request or the log says so
     * @param errors of searches that failed
     * @param degraded what searches had to do without
     */
    record Gathered(
            List<Candidate> ranked,
            Map<Optional<Category>, Integer> searched,
            int excluded,
            List<String> errors,
            List<String> degraded) {
        Gathered {
            ranked = List.copyOf(ranked);
            errors = List.copyOf(errors);
            degraded = List.copyOf(degraded);
        }
    }

    /**
     * One search of many.
     *
     * @param bucket empty for one over all
     * @param viewer whose view it has
     * @param others keeps what belongs to other peers, and else leaves it out
     */
    private record Search(Optional<Category> bucket, Caller viewer, FindQuery query, boolean others) {}

    /** @param otherPeers whether the caller has peers whose memories are wanted and not in view */
    Future<Gathered> gather(
            Caller caller, ContextRequest request, List<String> queries, Set<VikingUri> excluded, boolean otherPeers) {
        List<Search> searches = new ArrayList<>();
        for (String query : queries) {
            for (Map.Entry<Optional<Category>, Integer> bucket :
                    buckets(request).entrySet()) {
                int rows = rows(bucket.getValue(), excluded.size());
                searches.add(own(caller, request, query, bucket.getKey(), rows));
                boolean memories =
                        bucket.getKey().isEmpty() || bucket.getKey().get().isMemory();
                if (memories && otherPeers) {
                    searches.add(others(caller, request, query, bucket.getKey(), OTHERS_TIMES * rows));
                }
            }
        }
        List<Future<Findings>> running = searches.stream()
                .map(search -> finder.find(search.viewer(), search.query()))
                .toList();
        return Future.join(running).transform(_ -> {
            for (Future<Findings> ended : running) {
                if (ended.failed()
                        && BAD_ARGUMENTS.contains(Fault.of(ended.cause()).code())) {
                    return Future.failedFuture(ended.cause());
                }
            }
            return Future.succeededFuture(gathered(caller, request, excluded, searches, running));
        });
    }

    /** Want per bucket; the empty key stands for one search over all. */
    private static Map<Optional<Category>, Integer> buckets(ContextRequest request) {
        if (request.quotas().isEmpty()) {
            return Map.of(Optional.empty(), request.limit());
        }
        Map<Optional<Category>, Integer> wanted = new HashMap<>();
        request.quotas().get().forEach((category, quota) -> {
            if (quota > 0) {
                wanted.put(Optional.of(category), quota);
            }
        });
        return wanted;
    }

    /** More than wanted: some of it may be left out. */
    private static int rows(int want, int excluded) {
        return want + Math.min(excluded, 2 * want);
    }

    private static Search own(
            Caller caller, ContextRequest request, String query, Optional<Category> bucket, int rows) {
        return new Search(
                bucket,
                caller,
                query(
                        request,
                        query,
                        bucket.map(category -> targets(caller, category)).orElse(List.of()),
                        bucket,
                        rows),
                false);
    }

    private static Search others(
            Caller caller, ContextRequest request, String query, Optional<Category> bucket, int rows) {
        // The caller itself may see all of its peers; only the view of one of them may not.
        Caller whole = new Caller(
                caller.account(),
                caller.user(),
                caller.role(),
                Optional.empty(),
                caller.requestId(),
                caller.deadline());
        List<VikingUri> peers = List.of(caller.home().child("peers"));
        Optional<Category> memories = bucket.or(() -> Optional.of(Category.MEMORIES));
        return new Search(bucket, whole, query(request, query, peers, memories, rows), true);
    }

    private static FindQuery query(
            ContextRequest request, String text, List<VikingUri> targets, Optional<Category> bucket, int rows) {
        return new FindQuery(
                text,
                targets,
                bucket.map(category -> Set.of(category.type())).orElse(Set.of()),
                Set.of(),
                request.filter(),
                rows,
                request.threshold());
    }

    /** Empty for a caller who sees all: the type alone decides. */
    private static List<VikingUri> targets(Caller caller, Category bucket) {
        Optional<VikingUri> peer =
                caller.peer().map(id -> caller.home().child("peers").child(id));
        List<VikingUri> targets = new ArrayList<>();
        if (bucket.isMemory()) {
            targets.add(caller.home().child("memories").child(bucket.label()));
            peer.ifPresent(home -> targets.add(home.child("memories").child(bucket.label())));
        } else if (!caller.isRoot() || peer.isPresent()) {
            if (bucket == Category.SKILLS) {
                targets.add(caller.home().child("skills"));
                targets.add(SkillAddress.ACCOUNT_ROOT);
            } else {
                targets.add(VikingUri.of("resources"));
                targets.add(peer.isPresent() ? caller.home().child("resources") : caller.home());
                peer.ifPresent(home -> targets.add(home.child("resources")));
            }
        }
        return targets;
    }

    private static Gathered gathered(
            Caller caller,
            ContextRequest request,
            Set<VikingUri> excluded,
            List<Search> searches,
            List<Future<Findings>> ended) {
        Map<Optional<Category>, Map<VikingUri, Candidate>> found = new HashMap<>();
        Map<Optional<Category>, Integer> searched = new HashMap<>();
        Set<VikingUri> left = new HashSet<>();
        Set<String> errors = new LinkedHashSet<>();
        Set<String> degraded = new LinkedHashSet<>();
        for (int i = 0; i < searches.size(); i++) {
            Search search = searches.get(i);
            if (ended.get(i).failed()) {
                errors.add(search.bucket().map(Category::label).orElse("all") + ": "
                        + Fault.of(ended.get(i).cause()).getMessage());
                continue;
            }
            Findings findings = ended.get(i).result();
            degraded.addAll(findings.degraded());
            Map<VikingUri, Candidate> bucket = found.computeIfAbsent(search.bucket(), _ -> new HashMap<>());
            for (Findings.Hit hit : findings.hits()) {
                VikingUri uri = hit.entry().uri();
                if (isWanted(caller, request, search, hit)) {
                    searched.merge(search.bucket(), 1, Integer::sum);
                    if (excluded.contains(uri)) {
                        left.add(uri);
                    } else {
                        bucket.merge(uri, candidate(caller, request, search, hit), Gathering::better);
                    }
                }
            }
        }
        return new Gathered(
                ranked(request, found),
                searched,
                left.size(),
                errors.stream().limit(MOST_ERRORS).toList(),
                List.copyOf(degraded));
    }

    private static boolean isWanted(Caller caller, ContextRequest request, Search search, Findings.Hit hit) {
        VikingUri uri = hit.entry().uri();
        if (uri.name().equals(PROFILE)) {
            return false;
        }
        if (Origin.of(caller, uri) != Origin.OTHER_PEER) {
            return !search.others();
        }
        boolean memory = ContextType.of(uri) == ContextType.MEMORY && request.peers() == ContextRequest.Peers.ALL;
        return memory
                && search.bucket().map(bucket -> Category.of(uri) == bucket).orElse(true);
    }

    private static Candidate candidate(Caller caller, ContextRequest request, Search search, Findings.Hit hit) {
        VikingUri uri = hit.entry().uri();
        Level level = hit.entry().level();
        Category category = search.bucket().orElseGet(() -> Category.of(uri));
        Origin origin = Origin.of(caller, uri);
        return new Candidate(
                uri,
                level == Level.CONTENT ? Node.Kind.FILE : Node.Kind.DIRECTORY,
                category,
                origin,
                hit.score(),
                hit.score() - request.penalty(category, origin),
                level == Level.OVERVIEW ? "" : hit.entry().summary());
    }

    private static Candidate better(Candidate one, Candidate other) {
        return ORDER.compare(one, other) <= 0 ? one : other;
    }

    private static List<Candidate> ranked(
            ContextRequest request, Map<Optional<Category>, Map<VikingUri, Candidate>> found) {
        Map<Category, Integer> quotas = request.quotas().orElseGet(() -> new EnumMap<>(Category.class));
        List<Candidate> all = new ArrayList<>();
        found.forEach((bucket, candidates) -> candidates.values().stream()
                .sorted(ORDER)
                .limit(bucket.map(category -> quotas.getOrDefault(category, 0)).orElse(request.limit()))
                .forEach(all::add));
        all.sort(ORDER);
        return all;
    }
}
