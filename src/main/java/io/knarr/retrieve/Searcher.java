package io.knarr.retrieve;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.layers.Sidecar;
import io.knarr.model.Writer;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Searches with a conversation in mind (behaviour 4.2): a model plans what to look for, the queries run at once, their hits
 * become one list. Without history, or when the planner does not answer in its share of the caller’s time, the caller’s own
 * words are searched for. Never blocks.
 */
public final class Searcher {
    private static final String NOT_PLANNED = "searched for the words as they are, no plan could be made: ";

    /** Of the caller’s time, for the plan. */
    private static final double PLANNING_SHARE = 0.5;

    /** Also what is said of something below a file. */
    private static final Set<Code> NO_SUCH_FILE = Set.of(Code.NOT_FOUND, Code.INVALID_ARGUMENT);

    private final Finder finder;
    private final Conversations conversations;
    private final TreeStore tree;
    private final Optional<Planner> planner;

    /** @param writer plans; empty: nobody does, or nobody shall ({@code retrieval.enable_intent}) */
    public Searcher(Finder finder, Conversations conversations, TreeStore tree, Optional<Writer> writer) {
        this.finder = finder;
        this.conversations = conversations;
        this.tree = tree;
        this.planner = writer.map(Planner::new);
    }

    /**
     * What was found.
     *
     * @param hits of all queries, each address once with its best score, best first; of each query up to the limit
     * @param degraded what the answer had to do without, for people
     * @param plan empty: none was asked for
     * @param executed each query that ran, with what it found
     */
    public record Found(List<Hit> hits, List<String> degraded, Optional<QueryPlan> plan, List<Executed> executed) {
        public Found {
            hits = List.copyOf(hits);
            degraded = List.copyOf(degraded);
            executed = List.copyOf(executed);
        }
    }

    /** A query that ran. */
    public record Executed(FindQuery query, Findings findings) {}

    /** @param session whose messages say what is meant; {@code PERMISSION_DENIED} for one of somebody else */
    public Future<Found> search(Caller caller, FindQuery query, Optional<VikingUri> session) {
        if (session.isEmpty()) {
            return alone(caller, query);
        }
        return conversations
                .recent(caller, session.get())
                .compose(recent ->
                        planner.isEmpty() || recent.isEmpty() || query.text().isBlank()
                                ? alone(caller, query)
                                : planned(caller, query, recent, planner.get()));
    }

    /**
     * What the planner would search for, in its order; nothing without messages and where nobody plans. Fails when the planner
     * does, and with {@code PERMISSION_DENIED} for a session of somebody else.
     */
    public Future<List<String>> queries(Caller caller, String text, VikingUri session) {
        return conversations
                .recent(caller, session)
                .compose(recent -> planner.isEmpty() || recent.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : planner.get()
                                .plan(text, recent, Optional.empty(), caller.deadline())
                                .map(plan -> plan.queries().stream()
                                        .map(QueryPlan.Planned::text)
                                        .toList()));
    }

    private Future<Found> alone(Caller caller, FindQuery query) {
        return finder.find(caller, query)
                .map(findings -> new Found(
                        findings.hits(),
                        findings.degraded(),
                        Optional.empty(),
                        List.of(new Executed(query, findings))));
    }

    private Future<Found> planned(Caller caller, FindQuery query, Conversations.Recent recent, Planner asked) {
        return place(caller, query)
                .compose(place -> asked.plan(
                        query.text(), recent, place, caller.deadline().share(PLANNING_SHARE)))
                .compose(
                        plan -> run(caller, query, plan, List.of()),
                        cause -> caller.deadline().expired()
                                ? Future.failedFuture(cause)
                                : withoutPlan(caller, query, Fault.of(cause).getMessage()));
    }

    private Future<Found> withoutPlan(Caller caller, FindQuery query, String reason) {
        String note = NOT_PLANNED + reason;
        return run(caller, query, QueryPlan.raw(query.text(), note), List.of(note));
    }

    /** The abstract of the first directory that was named; none where there is none, or none yet. */
    private Future<Optional<String>> place(Caller caller, FindQuery query) {
        if (query.targets().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        // Before anything of it is shown to a model.
        Scope _ = Scope.of(caller, query.targets());
        VikingUri directory = query.targets().getFirst();
        return tree.read(caller.account(), directory.child(".abstract.md"))
                .map(stored ->
                        Optional.of(Sidecar.parse(directory, stored.toString()).body()))
                .recover(cause -> NO_SUCH_FILE.contains(Fault.of(cause).code())
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }

    private Future<Found> run(Caller caller, FindQuery query, QueryPlan plan, List<String> degraded) {
        List<FindQuery> queries = plan.queries().stream()
                .map(planned -> narrowed(query, planned))
                .distinct()
                .toList();
        List<Future<Findings>> finds =
                queries.stream().map(each -> finder.find(caller, each)).toList();
        return Future.all(finds).map(_ -> {
            List<Executed> executed = new ArrayList<>();
            for (int i = 0; i < queries.size(); i++) {
                executed.add(new Executed(queries.get(i), finds.get(i).result()));
            }
            return merged(executed, plan, degraded);
        });
    }

    /** A plan may narrow what the request allows, never widen it. */
    private static FindQuery narrowed(FindQuery query, QueryPlan.Planned planned) {
        FindQuery asking = query.asking(planned.text());
        return planned.type()
                .filter(type -> query.types().isEmpty() || query.types().contains(type))
                .map(type -> asking.ofTypes(Set.of(type)))
                .orElse(asking);
    }

    private static Found merged(List<Executed> executed, QueryPlan plan, List<String> degraded) {
        Map<VikingUri, Hit> best = new HashMap<>();
        List<String> notes = new ArrayList<>(degraded);
        for (Executed query : executed) {
            notes.addAll(query.findings().degraded());
            query.findings()
                    .hits()
                    .forEach(hit -> best.merge(
                            hit.entry().uri(),
                            hit,
                            (one, other) -> Hit.BEST_FIRST.compare(one, other) <= 0 ? one : other));
        }
        List<Hit> hits = best.values().stream().sorted(Hit.BEST_FIRST).toList();
        return new Found(hits, notes.stream().distinct().toList(), Optional.of(plan), executed);
    }
}
