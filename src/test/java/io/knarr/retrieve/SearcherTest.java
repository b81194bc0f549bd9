package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.model.Writer;
import io.knarr.observe.LocalMeters;
import io.knarr.retrieve.Conversations.Recent;
import io.knarr.retrieve.Conversations.Turn;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.MemoryIndex;
import io.knarr.testing.MemoryTree;
import io.knarr.testing.ScriptedWriter;
import io.knarr.tree.Node;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SearcherTest {
    private static final Caller ALICE = Callers.alice();
    private static final Optional<VikingUri> SESSION = Optional.of(ALICE.home().resolve("sessions/s-1"));
    private static final String TEA = "viking://user/alice/memories/tea.md";
    private static final String MANUAL = "viking://resources/kettle.md";

    private final HashEmbedder embedder = new HashEmbedder();
    private final MemoryIndex index = new MemoryIndex(256);
    private final MemoryTree tree = new MemoryTree();
    private final ScriptedWriter writer = ScriptedWriter.saying("{\"queries\":[]}");
    private Recent recent = new Recent(Optional.empty(), List.of(new Turn("user", "I want tea.")));
    private final Searcher searcher = searcher(Optional.of(writer));

    SearcherTest() {
        put(TEA, "Alice likes green tea");
        put(MANUAL, "How to descale the kettle");
    }

    @Test
    void searchesForTheWordsAsTheyAreWithoutASession() {
        Searcher.Found found = Await.of(searcher.search(ALICE, FindQuery.of("green tea", 10), Optional.empty()));

        assertThat(uris(found)).startsWith(TEA);
        assertThat(found.plan()).isEmpty();
        assertThat(found.executed()).hasSize(1);
        assertThat(writer.asked()).isEmpty();
    }

    @Test
    void searchesForTheWordsAsTheyAreWithoutHistoryOrPlanner() {
        Searcher unplanned = searcher(Optional.empty());

        assertThat(Await.of(unplanned.search(ALICE, FindQuery.of("tea", 10), SESSION))
                        .plan())
                .isEmpty();
        recent = new Recent(Optional.empty(), List.of());
        assertThat(Await.of(searcher.search(ALICE, FindQuery.of("tea", 10), SESSION))
                        .plan())
                .isEmpty();
        assertThat(writer.asked()).isEmpty();
    }

    @Test
    void runsEachPlannedQueryAndShowsEachAddressOnce() {
        plan("""
                {"reasoning":"both","queries":[
                  {"query":"green tea","context_type":"memory","intent":"taste","priority":1},
                  {"query":"Alice likes green tea","context_type":"memory"},
                  {"query":"descale kettle","context_type":"resource"},
                  {"query":"descale kettle","context_type":"resource"}]}""");

        Searcher.Found found = Await.of(searcher.search(ALICE, FindQuery.of("how do I make it?", 10), SESSION));

        assertThat(uris(found)).containsExactlyInAnyOrder(TEA, MANUAL);
        assertThat(found.hits()).isSortedAccordingTo(Findings.Hit.BEST_FIRST);
        assertThat(found.executed())
                .extracting(executed -> executed.query().text())
                .containsExactly("green tea", "Alice likes green tea", "descale kettle");
        double best = found.executed().get(1).findings().hits().getFirst().score();
        assertThat(found.hits().getFirst().score()).isEqualTo(best);
        assertThat(found.plan()).get().extracting(QueryPlan::reasoning).isEqualTo("both");
        assertThat(found.degraded()).isEmpty();
    }

    @Test
    void tellsWhatItWouldSearchFor() {
        VikingUri session = SESSION.orElseThrow();
        plan("{\"queries\":[{\"query\":\"green tea\"},{\"query\":\"kettle\"}]}");

        assertThat(Await.of(searcher.queries(ALICE, "how?", session))).containsExactly("green tea", "kettle");
        assertThat(Await.of(searcher(Optional.empty()).queries(ALICE, "how?", session)))
                .isEmpty();
        plan("no plan");
        assertThat(Await.faultOf(searcher.queries(ALICE, "how?", session)).code())
                .isEqualTo(Code.VLM_FAILED);
        recent = new Recent(Optional.empty(), List.of());
        assertThat(Await.of(searcher.queries(ALICE, "how?", session))).isEmpty();
    }

    @Test
    void narrowsButNeverWidensWhatTheRequestAllows() {
        plan("{\"queries\":[{\"query\":\"green tea\",\"context_type\":\"memory\"}]}");
        FindQuery resources = FindQuery.of("tea", 10).ofTypes(Set.of(ContextType.RESOURCE));

        Searcher.Found found = Await.of(searcher.search(ALICE, resources, SESSION));

        assertThat(uris(found)).doesNotContain(TEA);
        assertThat(found.executed().getFirst().query().types()).containsExactly(ContextType.RESOURCE);
    }

    @Test
    void findsNothingWhenThePlanSaysSo() {
        Searcher.Found found = Await.of(searcher.search(ALICE, FindQuery.of("thank you", 10), SESSION));

        assertThat(found.hits()).isEmpty();
        assertThat(found.executed()).isEmpty();
        assertThat(found.plan()).get().extracting(QueryPlan::queries).isEqualTo(List.of());
        assertThat(embedder.queries()).isZero();
    }

    @Test
    void searchesForTheWordsAsTheyAreWhenThePlanCannotBeRead() {
        plan("I would look for tea.");

        Searcher.Found found = Await.of(searcher.search(ALICE, FindQuery.of("green tea", 10), SESSION));

        assertThat(uris(found)).startsWith(TEA);
        assertThat(found.degraded()).singleElement().asString().contains("no plan could be made", "no JSON object");
        QueryPlan plan = found.plan().orElseThrow();
        assertThat(plan.reasoning()).contains("no plan could be made");
        assertThat(plan.queries()).extracting(QueryPlan.Planned::text).containsExactly("green tea");
    }

    @Test
    void keepsTimeForTheSearchWhenThePlannerHangs() {
        writer.answerWith(asked -> Future.failedFuture(asked.deadline().fault("planning")));

        Searcher.Found found = Await.of(searcher.search(
                ALICE.with(Deadline.after(Duration.ofSeconds(40))), FindQuery.of("green tea", 10), SESSION));

        assertThat(uris(found)).startsWith(TEA);
        assertThat(found.degraded()).hasSize(1);
        assertThat(writer.asked().getFirst().deadline().remainingMs()).isBetween(1L, 20_000L);
    }

    @Test
    void failsWhenTimeIsUp() {
        writer.answerWith(asked -> Future.failedFuture(asked.deadline().fault("planning")));
        Caller hasty = ALICE.with(Deadline.after(Duration.ZERO));

        assertThat(Await.faultOf(searcher.search(hasty, FindQuery.of("tea", 10), SESSION))
                        .code())
                .isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void oneQueryThatFailsIsAFailure() {
        plan("{\"queries\":[{\"query\":\"green tea\"}]}");
        index.failWith(Fault.unavailable("index", "unreadable"));

        assertThat(Await.faultOf(searcher.search(ALICE, FindQuery.of("tea", 10), SESSION))
                        .code())
                .isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void tellsThePlannerWhatIsSearchedAndNobodyElsesDirectory() {
        VikingUri place = VikingUri.of("resources", "kettles");
        Node _ = Await.of(tree.write(
                Callers.ACME, place.child(".abstract.md"), Buffer.buffer("All about kettles."), WriteMode.CREATE));

        Searcher.Found _ =
                Await.of(searcher.search(ALICE, FindQuery.of("it", 10).in(List.of(place)), SESSION));
        Fault fault = Await.faultOf(
                searcher.search(ALICE, FindQuery.of("it", 10).in(List.of(VikingUri.of("user", "bob"))), SESSION));

        assertThat(writer.asked()).hasSize(1);
        assertThat(writer.asked().getFirst().text()).contains("All about kettles.");
        assertThat(fault.code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void refusesABlankQuestionBeforeItPlans() {
        assertThat(Await.faultOf(searcher.search(ALICE, FindQuery.of(" ", 10), SESSION))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(writer.asked()).isEmpty();
    }

    private void plan(String answer) {
        writer.answerWith(_ -> Future.succeededFuture(ScriptedWriter.written(answer)));
    }

    private Searcher searcher(Optional<Writer> planner) {
        Finder finder = new Finder(
                index,
                embedder,
                Optional.empty(),
                RetrievalSettings.DEFAULTS,
                new Fusion(Fusion.DEFAULT_WORD_WEIGHT),
                Clock.systemUTC(),
                new LocalMeters());
        return new Searcher(finder, (_, _) -> Future.succeededFuture(recent), tree, planner);
    }

    private void put(String uri, String text) {
        List<Entry> entries = List.of(Entries.of(uri, Level.CONTENT, text, embedder));
        Void _ = Await.of(index.upsert(Callers.ACME, entries));
    }

    private static List<String> uris(Searcher.Found found) {
        return found.hits().stream().map(hit -> hit.entry().uri().toString()).toList();
    }
}
