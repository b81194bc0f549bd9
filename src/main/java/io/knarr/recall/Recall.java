package io.knarr.recall;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.fault.Rounds;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.model.Embedder;
import io.knarr.offload.Pool;
import io.knarr.recall.Assembly.Block;
import io.knarr.recall.Assembly.Piece;
import io.knarr.retrieve.Finder;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Makes a block of text for a prompt out of what was found (core 6.4, behaviour 4.6). Never blocks. */
public final class Recall {
    private static final int MOST_QUERIES = 3;
    private static final int READS_AT_ONCE = 8;

    private final Embedder embedder;
    private final Function<Embedder, Finder> finders;
    private final TreeStore tree;
    private final Pool compute;
    private final Texts texts;
    private final ServedLog log;
    private final Digest digest;
    private final Planning planning;

    /**
     * Who may add queries.
     *
     * @param timeout longest wait for it
     */
    public record Planning(QueryExpansion expansion, Duration timeout) {}

    /**
     * @param finders a finder that asks this embedder
     * @param compute decodes, outlines and assembles
     */
    public Recall(
            Embedder embedder,
            Function<Embedder, Finder> finders,
            TreeStore tree,
            Pool compute,
            Digest digest,
            Planning planning) {
        this.embedder = embedder;
        this.finders = finders;
        this.tree = tree;
        this.compute = compute;
        this.texts = new Texts(tree, compute);
        this.log = new ServedLog(tree, compute);
        this.digest = digest;
        this.planning = planning;
    }

    /** {@code INVALID_ARGUMENT} for a blank query, {@code PERMISSION_DENIED} for a session of somebody else; searches that fail are told in the answer. */
    public Future<Recalled> recall(Caller caller, ContextRequest request) {
        return Guard.pass(() -> check(caller, request)).compose(_ -> {
            Future<Queries> queries = queries(caller, request);
            Future<ServedLog.Log> served = log.load(caller, request.session(), request.dedupTurns());
            Future<Boolean> others = hasOtherPeers(caller, request);
            return Future.all(queries, served, others)
                    .compose(_ ->
                            search(caller, new Ready(request, queries.result(), served.result(), others.result())));
        });
    }

    private static void check(Caller caller, ContextRequest request) {
        if (request.query().isBlank()) {
            throw Fault.invalid("A query is needed: say in words what to look for");
        }
        request.session().ifPresent(session -> Access.requireRead(caller, session));
    }

    /** What is asked; the caller’s own words first. */
    private record Queries(Expanded status, List<String> all) {}

    /** Whether queries were added. */
    public enum Expanded {
        OFF,
        USED,
        FAILED
    }

    private record Ready(ContextRequest request, Queries queries, ServedLog.Log log, boolean otherPeers) {}

    private Future<Queries> queries(Caller caller, ContextRequest request) {
        List<String> own = List.of(request.query());
        boolean wanted = request.expansion() == ContextRequest.Expanding.AUTO
                && request.session().isPresent();
        if (!wanted) {
            return Future.succeededFuture(new Queries(Expanded.OFF, own));
        }
        Caller hurried = caller.with(Deadline.after(planning.timeout()));
        return planning.expansion()
                .expand(hurried, request.query(), request.session().get())
                .map(planned -> {
                    List<String> all = new ArrayList<>(own);
                    planned.stream()
                            .map(String::strip)
                            .filter(query -> !query.isEmpty() && !all.contains(query))
                            .limit(MOST_QUERIES - 1)
                            .forEach(all::add);
                    return new Queries(planned.isEmpty() ? Expanded.OFF : Expanded.USED, List.copyOf(all));
                })
                .otherwise(new Queries(Expanded.FAILED, own));
    }

    private Future<Boolean> hasOtherPeers(Caller caller, ContextRequest request) {
        if (request.peers() == ContextRequest.Peers.ACTOR) {
            return Future.succeededFuture(false);
        }
        return tree.list(caller.account(), caller.home().child("peers"))
                .map(children -> children.stream()
                        .filter(Node::isDirectory)
                        .anyMatch(peer -> !Optional.of(peer.name()).equals(caller.peer())))
                // Whatever else is wrong, the searches will say it.
                .otherwise(cause -> Fault.of(cause).code() != Code.NOT_FOUND);
    }

    private Future<Recalled> search(Caller caller, Ready ready) {
        Set<VikingUri> excluded = new HashSet<>(ready.request().excluded());
        excluded.addAll(ready.log().cooled());
        Gathering gathering = new Gathering(finders.apply(new SharedQuestions(embedder)));
        return gathering
                .gather(caller, ready.request(), ready.queries().all(), excluded, ready.otherPeers())
                .compose(gathered -> {
                    int budget = ready.request().maxTokens();
                    int hits = gathered.ranked().size();
                    List<String> errors = new CopyOnWriteArrayList<>(gathered.errors());
                    return compute.run(caller.deadline(), () -> courses(ready.request(), gathered, budget))
                            .compose(courses -> pieces(caller, gathered.ranked(), courses, errors))
                            .compose(pieces ->
                                    compute.run(caller.deadline(), () -> new Assembly(budget, hits).assemble(pieces)))
                            .compose(block -> finish(caller, ready, gathered, errors, block));
                });
    }

    private static List<Course> courses(ContextRequest request, Gathering.Gathered gathered, int budget) {
        int cap = Assembly.cap(budget, gathered.ranked().size());
        return gathered.ranked().stream()
                .map(candidate ->
                        Course.of(candidate, Optional.ofNullable(request.pins().get(candidate.category())), cap))
                .toList();
    }

    private Future<List<Piece>> pieces(
            Caller caller, List<Candidate> ranked, List<Course> courses, List<String> errors) {
        List<Piece> pieces = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        for (int from = 0; from < ranked.size(); from += READS_AT_ONCE) {
            starts.add(from);
        }
        return Rounds.each(starts, from -> {
                    List<Future<Piece>> reading = new ArrayList<>();
                    for (int i = from; i < Math.min(from + READS_AT_ONCE, ranked.size()); i++) {
                        reading.add(piece(caller, ranked.get(i), courses.get(i), errors));
                    }
                    return Future.all(reading).onSuccess(_ -> reading.forEach(read -> pieces.add(read.result())));
                })
                .map(pieces);
    }

    private Future<Piece> piece(Caller caller, Candidate candidate, Course course, List<String> errors) {
        return texts.of(caller.account(), candidate, course.reachable())
                .map(found -> new Piece(candidate, course, found))
                .otherwise(cause -> {
                    errors.add(candidate.uri() + ": " + Fault.of(cause).getMessage());
                    return new Piece(candidate, course, Map.of(Tier.ABSTRACT, candidate.abstractText()));
                });
    }

    private Future<Recalled> finish(
            Caller caller, Ready ready, Gathering.Gathered gathered, List<String> errors, Block block) {
        return digest.of(ready.request(), block, caller.deadline()).compose(summed -> {
            boolean relevant = summed.status() != Digest.Status.NO_RELEVANT;
            return log.save(caller, ready.log(), relevant ? block.entries() : List.of())
                    .map(status -> new Recalled(
                            block,
                            relevant ? block.rendered() : "",
                            summed,
                            ready.queries().status(),
                            ready.queries().all(),
                            Recalled.Found.of(gathered, errors),
                            new Recalled.Dedup(
                                    ready.log().dedupTurns(),
                                    status.label(),
                                    ready.log().cooled().size(),
                                    ready.log().turn())));
        });
    }
}
