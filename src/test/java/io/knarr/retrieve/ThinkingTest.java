package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.index.Match;
import io.knarr.index.VectorIndex;
import io.knarr.observe.Labels;
import io.knarr.observe.LocalMeters;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.ForwardingIndex;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.MemoryIndex;
import io.knarr.testing.ScriptedReranker;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Searches with a reranker. Texts end with the score the reranker gives them, vectors have the cosine they are made with. */
class ThinkingTest {
    private static final Caller ALICE = Callers.alice();
    private static final Instant NOW = Instant.parse("2026-08-01T00:00:00Z");
    private static final FindQuery TEA = FindQuery.of("tea", 10).in(List.of(VikingUri.of("resources")));

    private final HashEmbedder embedder = new HashEmbedder();
    private final MemoryIndex index = new MemoryIndex(2);
    private final ScriptedReranker reranker = ScriptedReranker.byText();
    private final LocalMeters meters = new LocalMeters();

    ThinkingTest() {
        embedder.answerQueriesWith(_ -> Future.succeededFuture(new float[] {1, 0}));
    }

    @Test
    void ordersByWhatTheRerankerSays() {
        put("resources/d", Level.ABSTRACT, 0.9, "drinks, 0.5");
        put("resources/d/cold.md", Level.CONTENT, 0.8, "iced tea, 0.3");
        put("resources/d/hot.md", Level.CONTENT, 0.2, "hot tea, 0.9");

        Findings findings = Await.of(finder(Hybrid.OFF).find(ALICE, TEA));

        assertThat(uris(findings)).containsExactly("resources/d/hot.md", "resources/d", "resources/d/cold.md");
        assertThat(findings.hits().getFirst().score()).isEqualTo(0.9);
        assertThat(findings.degraded()).isEmpty();
        assertThat(findings.trace().statistics().mode()).isEqualTo(Trace.Mode.THINKING);
        assertThat(meters.count("retrieval.rerank.used")).isEqualTo(1);
    }

    /** By hand: the first round looks into d and the root, the second into d/deep, the third finds no more directories. */
    @Test
    void tellsEachStep() {
        put("resources/d", Level.ABSTRACT, 0.9, "drinks, 0.5");
        put("resources/d/deep", Level.OVERVIEW, 0.1, "more drinks, 0.4");
        put("resources/d/deep/hot.md", Level.CONTENT, 0.2, "hot tea, 0.9");
        put("resources/d/car.md", Level.CONTENT, 0.1, "cars, 0.05");

        Findings findings = Await.of(finder(Hybrid.OFF).find(ALICE, TEA));

        assertThat(TraceText.of(findings.trace().events())).isEqualTo("""
                compared 2
                reranked 2
                  > resources/d 0.5000
                  > resources/d/deep 0.4000
                  > resources 0.0000
                look resources/d 0.5000
                look resources/d/deep 0.4000
                look resources 0.0000
                compared 3
                reranked 3
                  in resources/d: 3
                  + resources/d L0 0.5000
                  - resources/d/car.md L2 0.0500
                  + resources/d/deep L1 0.4000
                compared 2
                reranked 2
                  in resources/d/deep: 2
                  + resources/d/deep/hot.md L2 0.9000
                compared 1
                reranked 1
                  in resources: 1
                round 1: 3 candidates, unchanged 0, stagnant 0
                EXHAUSTED after 1
                found 3 of 3 in 3""");
        Trace.Statistics statistics = findings.trace().statistics();
        assertThat(statistics.searches()).isEqualTo(4);
        assertThat(statistics.rerankCalls()).isEqualTo(4);
        assertThat(statistics.threshold()).isEqualTo(0.1);
        assertThat(findings.trace().roots()).containsExactly(VikingUri.of("resources"));
    }

    @Test
    void looksIntoFourDirectoriesAtOnceAndJudgesThemAtOnce() {
        for (int i = 0; i < 6; i++) {
            put("resources/d" + i, Level.ABSTRACT, 0.9, "drinks, 0." + (9 - i));
            put("resources/d" + i + "/f.md", Level.CONTENT, 0.9, "tea, 0.5");
        }
        List<Promise<double[]>> held = new ArrayList<>();
        reranker.answerWith(asked -> {
            Promise<double[]> promise = Promise.promise();
            held.add(promise);
            return promise.future();
        });

        Future<Findings> findings = finder(Hybrid.OFF).find(ALICE, TEA);

        assertThat(held).hasSize(1);
        held.removeFirst().complete(new double[] {0.9, 0.8, 0.7, 0.6, 0.5, 0.4});
        assertThat(held).hasSize(4);
        List.copyOf(held).forEach(promise -> promise.complete(new double[] {0.5, 0.5}));
        assertThat(held).hasSize(7);
        List.copyOf(held.subList(4, 6)).forEach(promise -> promise.complete(new double[] {0.5, 0.5}));
        held.getLast().complete(new double[] {0.9, 0.8, 0.7, 0.6, 0.5, 0.4});
        assertThat(Await.of(findings).hits()).hasSize(10);
    }

    @Test
    void keepsVectorOrderWhenRerankFails() {
        put("resources/d", Level.ABSTRACT, 0.5, "drinks, 0.9");
        put("resources/d/cold.md", Level.CONTENT, 0.8, "iced tea, 0.3");
        put("resources/d/hot.md", Level.CONTENT, 0.2, "hot tea, 0.9");
        reranker.answerWith(_ -> Future.failedFuture(Fault.unavailable("rerank", "away")));

        Findings findings = Await.of(finder(Hybrid.OFF).find(ALICE, TEA));

        assertThat(uris(findings)).containsExactly("resources/d/cold.md", "resources/d", "resources/d/hot.md");
        assertThat(findings.hits().getFirst().score()).isCloseTo(0.8, within(1e-6));
        assertThat(findings.degraded()).singleElement().asString().contains("without the reranker", "away");
        assertThat(reranker.asked()).as("not asked again for this request").hasSize(1);
        assertThat(meters.count("retrieval.rerank.fallback")).isEqualTo(1);
    }

    @Test
    void keepsVectorOrderWhenNotEveryTextIsJudged() {
        put("resources/a.md", Level.CONTENT, 0.8, "iced tea, 0.3");
        put("resources/b.md", Level.CONTENT, 0.2, "hot tea, 0.9");
        reranker.answerWith(_ -> Future.succeededFuture(new double[] {1}));

        Findings findings = Await.of(finder(Hybrid.OFF).find(ALICE, TEA));

        assertThat(uris(findings)).containsExactly("resources/a.md", "resources/b.md");
        assertThat(findings.degraded()).singleElement().asString().contains("judged 1 of 2");
    }

    @Test
    void takesScoresThatAreNoNumbersForNothingAndLeavesEmptyTextsAlone() {
        put("resources/a.md", Level.CONTENT, 0.8, "iced tea, 0.3");
        put("resources/b.md", Level.CONTENT, 0.7, "");
        reranker.answerWith(_ -> Future.succeededFuture(new double[] {Double.NaN}));

        Findings findings = Await.of(finder(Hybrid.OFF).find(ALICE, TEA.above(-0.1)));

        assertThat(uris(findings)).containsExactly("resources/b.md", "resources/a.md");
        assertThat(findings.hits().getLast().score()).isZero();
        assertThat(reranker.asked())
                .allSatisfy(asked -> assertThat(asked.documents()).doesNotContain(""));
    }

    @Test
    void keepsTimeForAnAnswerWhenTheRerankerHangs() {
        put("resources/a.md", Level.CONTENT, 0.8, "iced tea, 0.3");
        reranker.answerWith(asked -> Future.failedFuture(asked.deadline().fault("reranking")));

        Findings findings = Await.of(finder(Hybrid.OFF).find(ALICE.with(Deadline.after(Duration.ofSeconds(50))), TEA));

        assertThat(findings.hits()).hasSize(1);
        assertThat(reranker.asked().getFirst().deadline().remainingMs()).isBetween(1L, 40_000L);
    }

    @Test
    void neverTakesABrokenIndexForAnEmptyOne() {
        AtomicInteger searches = new AtomicInteger();
        put("resources/d", Level.ABSTRACT, 0.9, "drinks, 0.5");
        VectorIndex breaking = new ForwardingIndex(index) {
            @Override
            public Future<List<Match>> nearest(
                    AccountId account, float[] vector, Filter filter, int limit, Deadline deadline) {
                return searches.incrementAndGet() == 3
                        ? Future.failedFuture(Fault.unavailable("index", "unreadable"))
                        : super.nearest(account, vector, filter, limit, deadline);
            }
        };

        Fault fault = Await.faultOf(
                finder(breaking, RetrievalSettings.DEFAULTS.with(Hybrid.OFF)).find(ALICE, TEA));

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void neverShowsTheRerankerWhatTheCallerMayNotRead() {
        put("user/alice/memories/tea.md", Level.CONTENT, 0.8, "alice likes tea, 0.8");
        put("user/bob/memories/tea.md", Level.CONTENT, 0.9, "bob likes tea, 0.9");
        put("resources/secret/.x", Level.CONTENT, 0.9, "tea, 0.7");

        Findings findings = Await.of(
                finder(Hybrid.ON).find(ALICE, TEA.in(List.of(VikingUri.of("user"), VikingUri.of("resources")))));

        assertThat(uris(findings)).contains("user/alice/memories/tea.md").noneMatch(uri -> uri.contains("bob"));
        assertThat(reranker.asked())
                .noneMatch(asked -> asked.documents().toString().contains("bob"));
    }

    @Test
    void looksIntoNoMoreDirectoriesThanAreAllowed() {
        String path = "resources";
        for (int i = 0; i < 20; i++) {
            path += "/d";
            put(path, Level.ABSTRACT, 0.1, "drinks, 0.5");
        }

        Findings findings = Await.of(
                finder(index, new RetrievalSettings(Hybrid.OFF, 1, 0, 0.1, 7)).find(ALICE, TEA));

        assertThat(findings.trace().statistics().directories()).isEqualTo(7);
        assertThat(findings.trace().statistics().end()).isEqualTo(Trace.End.BOUND);
    }

    @Test
    void wordsLeadToWhatNoDirectorySpeaksOf() {
        put("resources/d", Level.ABSTRACT, 0.9, "cars, 0");
        put("resources/d/e/f/deep.md", Level.CONTENT, 0.1, "tea, 0.9");

        assertThat(uris(Await.of(finder(Hybrid.OFF).find(ALICE, TEA)))).isEmpty();
        assertThat(uris(Await.of(finder(Hybrid.ON).find(ALICE, TEA)))).containsExactly("resources/d/e/f/deep.md");
    }

    @Test
    void answersByWordsWhenTheModelIsAway() {
        put("resources/d/tea.md", Level.CONTENT, 0.1, "tea, 0.9");
        embedder.answerQueriesWith(_ -> Future.failedFuture(Fault.unavailable("embedding", "away")));

        Findings findings = Await.of(finder(Hybrid.ON).find(ALICE, TEA));

        assertThat(uris(findings)).containsExactly("resources/d/tea.md");
        assertThat(findings.hits().getFirst().score()).isCloseTo(0.9 + Fusion.DEFAULT_WORD_WEIGHT * 0.1, within(1e-9));
        assertThat(findings.degraded()).singleElement().asString().contains("words alone");
    }

    @Test
    void wordsRaiseTheRerankersScoreByTheirShareOfTheBestInTheWholeScope() {
        put("resources/d", Level.ABSTRACT, 0.9, "drinks, 0.5");
        put("resources/d/much.md", Level.CONTENT, 0.5, "tea tea tea, 0.4");
        put("resources/e", Level.ABSTRACT, 0.8, "leaves, 0.5");
        put("resources/e/little.md", Level.CONTENT, 0.5, "tea among many other plants with leaves and roots, 0.4");

        Findings findings = Await.of(finder(Hybrid.ON).find(ALICE, TEA));

        assertThat(score(findings, "resources/d/much.md"))
                .isCloseTo(0.4 + Fusion.DEFAULT_WORD_WEIGHT * 0.6, within(1e-9));
        assertThat(score(findings, "resources/e/little.md"))
                .as("the best of its directory, not of all")
                .isBetween(0.4 + 1e-6, 0.4 + Fusion.DEFAULT_WORD_WEIGHT * 0.6 - 1e-6);
        assertThat(score(findings, "resources/d")).isEqualTo(0.5);
    }

    @Test
    void liftsWhatIsUsedWhenItIsToldTo() {
        put("resources/a.md", Level.CONTENT, 0.8, "tea, 0.6");
        put("resources/b.md", Level.CONTENT, 0.8, "tea, 0.5", 1000);

        Findings plain = Await.of(finder(Hybrid.OFF).find(ALICE, TEA));
        Findings warmed = Await.of(finder(index, new RetrievalSettings(Hybrid.OFF, 1, 0.5, 0.1, 64))
                .find(ALICE, TEA));

        assertThat(uris(plain)).containsExactly("resources/a.md", "resources/b.md");
        assertThat(uris(warmed)).containsExactly("resources/b.md", "resources/a.md");
        assertThat(warmed.hits().getLast().score()).isCloseTo(0.5 * 0.6 + 0.5 * 0.5, within(1e-9));
    }

    @Test
    void countsByTheTypeThatIsAskedFor() {
        put("resources/a.md", Level.CONTENT, 0.8, "tea, 0.6");

        Findings memories = Await.of(finder(Hybrid.OFF).find(ALICE, TEA.ofTypes(Set.of(ContextType.MEMORY))));

        assertThat(memories.hits()).isEmpty();
        assertThat(meters.count("retrieval.requests", Labels.of("context_type", "memory")))
                .isEqualTo(1);
    }

    private Finder finder(Hybrid hybrid) {
        return finder(index, RetrievalSettings.DEFAULTS.with(hybrid));
    }

    private Finder finder(VectorIndex of, RetrievalSettings settings) {
        return new Finder(
                of,
                embedder,
                Optional.of(reranker),
                settings,
                new Fusion(Fusion.DEFAULT_WORD_WEIGHT),
                Clock.fixed(NOW, ZoneOffset.UTC),
                meters);
    }

    private void put(String path, Level level, double cosine, String text) {
        put(path, level, cosine, text, 0);
    }

    private void put(String path, Level level, double cosine, String text, long uses) {
        VikingUri uri = VikingUri.of(path.split("/"));
        float[] vector = {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)};
        Entry entry = new Entry(
                uri,
                level,
                ContextType.of(uri),
                uri.name(),
                text,
                List.of(),
                NOW,
                NOW,
                uses,
                "digest",
                text,
                List.of(vector));
        Void _ = Await.of(index.upsert(Callers.ACME, List.of(entry)));
    }

    private static double score(Findings findings, String path) {
        return findings.hits().stream()
                .filter(hit -> hit.entry().uri().equals(VikingUri.of(path.split("/"))))
                .findFirst()
                .orElseThrow()
                .score();
    }

    private static List<String> uris(Findings findings) {
        return findings.hits().stream()
                .map(hit -> String.join("/", hit.entry().uri().segments()))
                .toList();
    }
}
