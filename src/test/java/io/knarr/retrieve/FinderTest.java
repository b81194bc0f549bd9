package io.knarr.retrieve;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.index.IndexState;
import io.knarr.index.Match;
import io.knarr.index.VectorIndex;
import io.knarr.observe.LocalMeters;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.knarr.testing.ForwardingIndex;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.MemoryIndex;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FinderTest {
    private static final Caller ALICE = Callers.alice();
    private static final String REFUNDS = "viking://resources/handbook/refunds.md";
    private static final String TEA = "viking://user/alice/memories/preferences/tea.md";

    private final HashEmbedder embedder = new HashEmbedder();
    private final MemoryIndex index = new MemoryIndex(256);
    private final LocalMeters meters = new LocalMeters();
    private final Finder finder = finder(index, Hybrid.ON);

    FinderTest() {
        put(Callers.ACME, REFUNDS, Level.CONTENT, "Refunds are paid within fourteen days.");
        put(Callers.ACME, TEA, Level.CONTENT, "Alice likes green tea in the morning.");
        put(Callers.ACME, "viking://user/bob/memories/tea.md", Level.CONTENT, "Bob likes green tea, in secret.");
        put(new AccountId("other"), REFUNDS, Level.CONTENT, "Refunds are paid by the other account.");
    }

    @Test
    void findsWhatSaysItInTheSameWords() {
        Findings findings = Await.of(finder.find(ALICE, query("when are refunds paid")));

        assertThat(uris(findings)).startsWith(REFUNDS);
        assertThat(findings.hits().getFirst().entry().summary()).contains("fourteen days");
        assertThat(findings.degraded()).isEmpty();
    }

    @Test
    void neverShowsWhatBelongsToOthers() {
        assertThat(uris(Await.of(finder.find(ALICE, query("green tea")))))
                .contains(TEA)
                .noneMatch(this::isBobs);
        assertThat(uris(Await.of(finder.find(ALICE, query("green tea", VikingUri.of("user"))))))
                .containsExactly(TEA);
        Filter bobs = Filter.under(VikingUri.of("user", "bob"));
        assertThat(uris(Await.of(finder.find(
                        ALICE, query("green tea", VikingUri.of("user")).where(bobs)))))
                .isEmpty();
        assertThat(uris(Await.of(finder.find(Callers.root(), query("green tea")))))
                .anyMatch(this::isBobs);
    }

    @Test
    void isNotCrowdedOutByWhatMayNotBeSeen() {
        for (int i = 0; i < 300; i++) {
            put(Callers.ACME, "viking://user/bob/memories/t" + i, Level.CONTENT, "green tea");
        }

        assertThat(uris(Await.of(finder.find(ALICE, query("green tea", VikingUri.of("user"))))))
                .containsExactly(TEA);
    }

    @Test
    void checksEveryHitAgain() {
        VectorIndex leaking = new ForwardingIndex(index) {
            @Override
            public Future<List<Match>> nearest(
                    AccountId account, float[] vector, Filter filter, int limit, Deadline deadline) {
                return super.nearest(account, vector, Filter.all(), limit, deadline);
            }
        };

        assertThat(uris(Await.of(finder(leaking, Hybrid.OFF).find(ALICE, query("green tea")))))
                .contains(TEA)
                .noneMatch(this::isBobs);
    }

    @Test
    void showsEachNodeOnceByItsBestLevel() {
        String directory = "viking://resources/handbook";
        put(Callers.ACME, directory, Level.ABSTRACT, "Everything about refunds.");
        put(Callers.ACME, directory, Level.OVERVIEW, "refunds paid when");

        Findings findings = Await.of(finder.find(ALICE, query("refunds paid when")));

        assertThat(uris(findings)).containsOnlyOnce(directory).doesNotHaveDuplicates();
        assertThat(findings.hits().getFirst().entry().level()).isEqualTo(Level.OVERVIEW);
    }

    @Test
    void keepsOnlyScoresAboveTheThreshold() {
        List<Findings.Hit> all =
                Await.of(finder.find(ALICE, query("green tea"))).hits();
        double lowest = all.getLast().score();

        Findings above = Await.of(finder.find(ALICE, query("green tea").above(lowest)));

        assertThat(above.hits()).hasSize(all.size() - 1);
        assertThat(above.hits()).allSatisfy(hit -> assertThat(hit.score()).isGreaterThan(lowest));
    }

    @Test
    void givesNoMoreThanTheLimit() {
        for (int i = 0; i < 30; i++) {
            put(Callers.ACME, "viking://resources/n" + i, Level.CONTENT, "green tea number " + i);
        }

        FindQuery seven = FindQuery.of("green tea", 7);
        FindQuery none = FindQuery.of("green tea", 0);

        assertThat(Await.of(finder.find(ALICE, seven)).hits()).hasSize(7);
        assertThat(Await.of(finder.find(ALICE, none)).hits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\n"})
    void refusesABlankQuestion(String text) {
        assertThat(Await.faultOf(finder.find(ALICE, query(text))).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void deniesTargetsOfOthers() {
        Fault fault = Await.faultOf(finder.find(ALICE, query("tea", VikingUri.of("user", "bob"))));

        assertThat(fault.code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"UNAVAILABLE", "MODEL_UNAVAILABLE", "EMBEDDING_FAILED", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED"})
    void answersByWordsWhenTheModelIsAway(Code code) {
        embedder.failWith(new Fault(code, "no model"));

        Findings findings = Await.of(finder.find(ALICE, query("refunds")));

        assertThat(uris(findings)).containsExactly(REFUNDS);
        assertThat(findings.degraded()).singleElement().asString().contains("words alone", "no model");
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            names = {"UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND"})
    void answersByWordsWhenAProviderRefusesOurKey(Code code) {
        embedder.failWith(new Fault(code, "refused").with(Outlook.PAUSE));

        assertThat(Await.of(finder.find(ALICE, query("refunds"))).degraded()).hasSize(1);
    }

    @Test
    void answersByWordsInTheTimeThatIsLeftWhenTheModelHangs() {
        AtomicReference<@Nullable Deadline> given = new AtomicReference<>();
        embedder.answerQueriesWith(deadline -> {
            given.set(deadline);
            return Future.failedFuture(deadline.fault("embedding"));
        });

        Findings findings = Await.of(finder.find(ALICE.with(Deadline.after(Duration.ofSeconds(50))), query("refunds")));

        assertThat(uris(findings)).containsExactly(REFUNDS);
        assertThat(Objects.requireNonNull(given.get()).remainingMs()).isBetween(1L, 40_000L);
    }

    @Test
    void aBrokenWordIndexIsNotHiddenByAModelThatIsAway() {
        embedder.failWith(Fault.unavailable("embedding", "away"));
        index.failWith(Fault.unavailable("index", "unreadable"));

        Fault fault = Await.faultOf(finder.find(ALICE, query("refunds")));

        assertThat(fault.getMessage()).contains("unreadable");
    }

    @Test
    void failsWhenAProviderRefusesTheQuestion() {
        embedder.failWith(new Fault(Code.INVALID_ARGUMENT, "not this").with(Outlook.GIVE_UP));

        assertThat(Await.faultOf(finder.find(ALICE, query("refunds"))).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void failsWhenTheModelIsAwayAndWordsAreOff() {
        embedder.failWith(Fault.unavailable("embedding", "away"));

        Fault fault = Await.faultOf(finder(index, Hybrid.OFF).find(ALICE, query("refunds")));

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void failsWhenTheModelRefusesTheQuestion() {
        embedder.failWith(Fault.invalid("too long"));

        assertThat(Await.faultOf(finder.find(ALICE, query("refunds"))).code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void failsWhenTimeIsUp() {
        Caller hasty = ALICE.with(Deadline.after(Duration.ZERO));

        assertThat(Await.faultOf(finder.find(hasty, query("refunds"))).code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void neverTakesABrokenIndexForAnEmptyOne() {
        index.failWith(Fault.unavailable("index", "unreadable"));

        assertThat(Await.faultOf(finder.find(ALICE, query("refunds"))).code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void failsWhenTheIndexAnswersOnlyOneHalf() {
        VectorIndex half = new ForwardingIndex(index) {
            @Override
            public Future<List<Match>> nearest(
                    AccountId account, float[] vector, Filter filter, int limit, Deadline deadline) {
                return Future.failedFuture(Fault.unavailable("index", "vectors unreadable"));
            }
        };

        Fault fault = Await.faultOf(finder(half, Hybrid.ON).find(ALICE, query("refunds")));

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fault.getMessage()).contains("vectors unreadable");
    }

    @Test
    void saysThatTheIndexIsBeingRebuilt() {
        index.pretend(new IndexState.Stale("made by another model"));

        Findings findings = Await.of(finder.find(ALICE, query("refunds paid")));
        Fault nothing = Await.faultOf(finder.find(ALICE, query("refunds", VikingUri.of("resources", "empty"))));

        assertThat(uris(findings)).contains(REFUNDS);
        assertThat(findings.degraded()).singleElement().asString().contains("made by another model");
        assertThat(nothing.code()).isEqualTo(Code.UNAVAILABLE);
    }

    @Test
    void answersNothingWhereNothingIs() {
        Findings findings = Await.of(finder.find(ALICE, query("refunds", VikingUri.of("resources", "empty"))));

        assertThat(findings.hits()).isEmpty();
        assertThat(findings.degraded()).isEmpty();
        assertThat(meters.count("retrieval.zero.result")).isEqualTo(1);
    }

    @Test
    void countsQuestionsAndHits() {
        int hits = Await.of(finder.find(ALICE, query("refunds"))).hits().size();

        assertThat(meters.count("retrieval.requests")).isEqualTo(1);
        assertThat(meters.count("retrieval.results")).isEqualTo(hits);
        assertThat(meters.figures("retrieval.latency").count()).isEqualTo(1);
    }

    private Finder finder(VectorIndex of, Hybrid hybrid) {
        return new Finder(
                of,
                embedder,
                Optional.empty(),
                RetrievalSettings.DEFAULTS.with(hybrid),
                new Fusion(Fusion.DEFAULT_WORD_WEIGHT),
                Clock.systemUTC(),
                meters);
    }

    private boolean isBobs(String uri) {
        return uri.startsWith("viking://user/bob");
    }

    private void put(AccountId account, String uri, Level level, String text) {
        List<Entry> entries = new ArrayList<>(List.of(Entries.of(uri, level, text, embedder)));
        Await.of(index.upsert(account, entries));
    }

    private static FindQuery query(String text, VikingUri... targets) {
        return FindQuery.of(text, 10).in(List.of(targets));
    }

    private static List<String> uris(Findings findings) {
        return findings.hits().stream().map(hit -> hit.entry().uri().toString()).toList();
    }
}
