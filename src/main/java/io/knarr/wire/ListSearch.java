package io.knarr.wire;

import io.knarr.files.Reading;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.observe.Labels;
import io.knarr.observe.Meters;
import io.knarr.retrieve.FindQuery;
import io.knarr.retrieve.Finder;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.retrieve.Searcher;
import io.knarr.retrieve.Trace;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code search/find}, and {@code search/search} in the mode {@code list} (core 6.1, 6.2). */
public final class ListSearch {
    private final Namespace namespace;
    private final Finder finder;
    private final Searcher searcher;
    private final HitContents contents;
    private final Clock clock;
    private final Meters meters;

    /** @param contents of hits, for callers that want them */
    public ListSearch(
            Namespace namespace, Finder finder, Searcher searcher, Reading contents, Clock clock, Meters meters) {
        this.namespace = namespace;
        this.finder = finder;
        this.searcher = searcher;
        this.contents = new HitContents(contents);
        this.clock = clock;
        this.meters = meters;
    }

    Future<Answer> find(Caller caller, Input input) {
        long started = System.nanoTime();
        FindQuery query = SearchRequests.query(caller, input, namespace, clock);
        return finder.find(caller, query)
                .compose(findings -> json(caller, input, findings.hits(), findings.degraded())
                        .map(json -> answer(
                                input, "search.find", json, List.of(findings.trace()), findings.hits(), started)));
    }

    Future<Answer> search(Caller caller, Input input) {
        long started = System.nanoTime();
        FindQuery query = SearchRequests.query(caller, input, namespace, clock);
        return searcher.search(caller, query, SearchRequests.session(caller, input, namespace))
                .compose(found -> json(caller, input, found.hits(), found.degraded())
                        .map(json -> {
                            found.plan().ifPresent(plan -> json.put("query_plan", SearchJson.plan(plan)));
                            if (input.flag("include_provenance")) {
                                json.put("provenance", SearchJson.provenance(found.executed()));
                            }
                            List<Trace> traces = found.executed().stream()
                                    .map(executed -> executed.findings().trace())
                                    .toList();
                            return answer(input, "search.search", json, traces, found.hits(), started);
                        }));
    }

    private Future<JsonObject> json(Caller caller, Input input, List<Hit> hits, List<String> degraded) {
        Future<HitContents.Read> read = input.flag("read_content")
                ? contents.read(caller, hits)
                : Future.succeededFuture(HitContents.Read.NOTHING);
        return read.map(texts -> SearchJson.lists(hits, degraded, texts));
    }

    private Answer answer(
            Input input, String operation, JsonObject json, List<Trace> traces, List<Hit> hits, long started) {
        count(operation, traces, hits.size());
        Optional<JsonObject> telemetry = input.wantsTelemetry()
                ? Optional.of(SearchJson.telemetry(operation, traces, hits.size(), System.nanoTime() - started))
                : Optional.empty();
        return Answer.of(json, telemetry);
    }

    private void count(String operation, List<Trace> traces, int returned) {
        Labels labels = Labels.of("operation", operation);
        for (Trace trace : traces) {
            Trace.Statistics statistics = trace.statistics();
            meters.count("vector.searches", labels, statistics.searches());
            meters.count("vector.scored", labels, statistics.scored());
            meters.count("vector.passed", labels, statistics.passed());
            meters.count("vector.scanned", labels, statistics.scored());
        }
        meters.count("vector.returned", labels, returned);
    }
}
