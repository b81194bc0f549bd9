package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.index.Entry;
import io.knarr.index.Filter;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.Entries;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexHandlerTest {
    private static final String GUIDE = "viking://resources/guide/how_to.md";
    private static final String DIRECTORY = "viking://resources/guide";

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final HashEmbedder embedder = new HashEmbedder();
    private final IndexHandler handler = new IndexHandler(
            storage,
            new EntryMaker(
                    storage.tree(),
                    embedder,
                    text -> text.lines().toList(),
                    new DirectPool(),
                    new EntryMaker.Limits(3, 1000, 100),
                    storage.clock()));

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void indexesTheTextOfAFile() {
        storage.put(GUIDE, "# Refunds\n\nPaid within a fortnight.");

        index(GUIDE);

        Entry entry = only(GUIDE);
        assertThat(entry.level()).isEqualTo(Level.CONTENT);
        assertThat(entry.type()).isEqualTo(ContextType.RESOURCE);
        assertThat(entry.name()).isEqualTo("how_to.md");
        assertThat(entry.summary()).isEqualTo("Refunds: Paid within a fortnight.");
        assertThat(entry.createdAt().toEpochMilli()).isEqualTo(storage.clock().millis());
        assertThat(entry.updatedAt().toEpochMilli()).isEqualTo(storage.clock().millis());
        assertThat(found("fortnight")).containsExactly(GUIDE);
    }

    @Test
    void findsAFileByItsNameToo() {
        storage.put(GUIDE, "Nothing of the kind.");

        index(GUIDE);

        assertThat(found("how")).containsExactly(GUIDE);
        assertThat(found("guide")).containsExactly(GUIDE);
    }

    @Test
    void embedsNoMorePassagesThanTheLimit() {
        storage.put(GUIDE, "one\ntwo\nthree\nfour\nfive");

        index(GUIDE);

        assertThat(embedder.passages()).isEqualTo(3);
        assertThat(found("five")).containsExactly(GUIDE);
    }

    @Test
    void indexesTheLayersOfADirectory() {
        storage.put(DIRECTORY + "/.abstract.md", "---\ndirectory: " + DIRECTORY + "/\n---\n\nAll about refunds.\n");
        storage.put(DIRECTORY + "/.overview.md", "# Guide\n\nRefunds and more.\n");

        index(DIRECTORY);

        assertThat(entries(DIRECTORY))
                .extracting(Entry::level, Entry::summary)
                .containsExactly(
                        tuple(Level.ABSTRACT, "All about refunds."),
                        tuple(Level.OVERVIEW, "# Guide\n\nRefunds and more."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# viking://resources/guide [Directory abstract is not ready]",
                "# guide\n\n[Directory overview is not ready]",
                "[Directory overview is not generated]",
                "[.abstract.md is not ready]",
                "  \n",
                "---\ndirectory: viking://resources/guide/\n---\n\n\n"
            })
    void neverIndexesAPlaceholder(String stored) {
        storage.put(DIRECTORY + "/.abstract.md", stored);
        storage.put(DIRECTORY + "/.overview.md", stored);

        index(DIRECTORY);

        assertThat(entries(DIRECTORY)).isEmpty();
        assertThat(embedder.passages()).isZero();
    }

    @Test
    void embedsNothingAgainThatIsUnchanged() {
        storage.put(GUIDE, "text");
        storage.put(DIRECTORY + "/.abstract.md", "All about it.");
        index(GUIDE);
        index(DIRECTORY);
        int before = embedder.passages();
        storage.clock().advance(Duration.ofHours(1));
        storage.put(GUIDE, "text");
        storage.put(DIRECTORY + "/.abstract.md", "All about it.\n");
        storage.put(DIRECTORY + "/another.md", "x");

        index(GUIDE);
        index(DIRECTORY);

        assertThat(embedder.passages()).isEqualTo(before);
    }

    @Test
    void keepsWhenAndHowOftenWhatItReplaces() {
        storage.put(GUIDE, "old");
        index(GUIDE, new Tagging(List.of("team=core"), Tagging.REPLACE));
        Entry old = only(GUIDE);
        storage.clock().advance(Duration.ofHours(1));
        storage.put(GUIDE, "new");

        index(GUIDE);

        Entry entry = only(GUIDE);
        assertThat(entry.createdAt()).isEqualTo(old.createdAt());
        assertThat(entry.updatedAt()).isAfter(old.updatedAt());
        assertThat(entry.tags()).containsExactly("team=core");
        assertThat(found("old")).isEmpty();
    }

    @Test
    void changesTagsWithoutEmbedding() {
        storage.put(GUIDE, "text");
        index(GUIDE, new Tagging(List.of("team=core"), Tagging.REPLACE));
        int before = embedder.passages();

        index(GUIDE, new Tagging(List.of("state=new", "team=web"), Tagging.APPEND));
        assertThat(only(GUIDE).tags()).containsExactly("team=web", "state=new");

        index(GUIDE, new Tagging(List.of(), Tagging.REPLACE));
        assertThat(only(GUIDE).tags()).isEmpty();
        assertThat(embedder.passages()).isEqualTo(before);
        assertThat(found("text")).containsExactly(GUIDE);
    }

    @Test
    void forgetsWhatIsGoneWithAllItHeld() {
        storage.put(GUIDE, "text");
        index(GUIDE);
        var _ = Await.of(storage.tree().delete(Callers.ACME, VikingUri.parse(DIRECTORY)));

        index(DIRECTORY);

        assertThat(all()).isEmpty();
    }

    @Test
    void forgetsATextThatIsNoneAnyMore() {
        storage.put(GUIDE, "text");
        index(GUIDE);
        storage.put(GUIDE, "");

        index(GUIDE);
        assertThat(all()).isEmpty();

        String data = "viking://resources/data";
        storage.put(data, "text");
        index(data);
        assertThat(all()).containsExactly(data);
        storage.put(data, Buffer.buffer(new byte[] {0, 1, 2, 3, 0, 0, 0}));
        index(data);
        assertThat(all()).isEmpty();
    }

    @Test
    void forgetsALayerThatIsGone() {
        storage.put(DIRECTORY + "/.abstract.md", "All about it.");
        storage.put(DIRECTORY + "/.overview.md", "# Guide");
        index(DIRECTORY);
        var _ = Await.of(storage.tree().delete(Callers.ACME, VikingUri.parse(DIRECTORY + "/.overview.md")));

        index(DIRECTORY);

        assertThat(entries(DIRECTORY)).extracting(Entry::level).containsExactly(Level.ABSTRACT);
    }

    @Test
    void skipsWhatHoldsNoText() {
        storage.put("viking://resources/a.md", "");
        storage.put("viking://resources/b.bin", Buffer.buffer(new byte[] {0, 1, 2, 3, 0, 0, 0}));

        index("viking://resources/a.md");
        index("viking://resources/b.bin");

        assertThat(all()).isEmpty();
        assertThat(embedder.passages()).isZero();
    }

    @Test
    void findsAPictureByItsName() {
        storage.put("viking://resources/images/red_bicycle.png", Buffer.buffer(new byte[] {1, 2}));

        index("viking://resources/images/red_bicycle.png");

        assertThat(found("bicycle")).containsExactly("viking://resources/images/red_bicycle.png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://user/alice/sessions/s1/messages.md",
                "viking://user/alice/sessions/s1/memories/a.md",
                "viking://resources/.hidden/a.md",
                "viking://resources/a/.relations.json",
                "viking://temp/alice/import_1/a.md"
            })
    void neverIndexesTheseAndForgetsThemIfSomethingMovedThemThere(String uri) {
        storage.put(uri, "text");
        Await.of(storage.index().upsert(Callers.ACME, List.of(Entries.bare(uri, Level.CONTENT))));

        index(uri);

        assertThat(all()).isEmpty();
        assertThat(embedder.passages()).isZero();
    }

    @Test
    void indexesAResourceThatIsOnlyCalledSessions() {
        String uri = "viking://user/alice/resources/sessions/a.md";
        storage.put(uri, "text");

        index(uri);

        assertThat(all()).containsExactly(uri);
    }

    @Test
    void goesDownAWholeTreeStepByStep() {
        storage.put(DIRECTORY + "/.abstract.md", "All about it.");
        storage.put(DIRECTORY + "/a.md", "a");
        storage.put(DIRECTORY + "/sub/b.md", "b");
        storage.put(DIRECTORY + "/.hidden/c.md", "c");

        List<NewJob> next = handle(FollowUps.indexTree(VikingUri.parse(DIRECTORY), List.of("group")));

        assertThat(all()).containsExactly(DIRECTORY);
        assertThat(next)
                .extracting(job -> job.key().toString())
                .containsExactly(DIRECTORY + "/a.md", DIRECTORY + "/sub");
        assertThat(next).allSatisfy(job -> assertThat(job.groups()).containsExactly("group"));
        assertThat(next).extracting(job -> FollowUps.isWholeTree(job.payload())).containsExactly(false, true);
    }

    @Test
    void failsWhenTheModelDoes() {
        storage.put(GUIDE, "text");
        embedder.failWith(Fault.unavailable("embedding", "away"));

        Fault fault = Await.faultOf(handler.handle(job(FollowUps.index(VikingUri.parse(GUIDE), List.of()))));

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(all()).isEmpty();
    }

    @Test
    void aSkillIsOneEntryWhateverItHolds() {
        String skill = "viking://agent/skills/deploy";
        storage.put(skill + "/.abstract.md", "name: deploy\ndescription: Deploys");
        storage.put(skill + "/.overview.md", "# Deploy");
        storage.put(skill + "/SKILL.md", "---\nname: deploy\n---\n");

        index(skill);
        index(skill + "/SKILL.md");

        assertThat(only(skill).level()).isEqualTo(Level.ABSTRACT);
        assertThat(only(skill).summary()).isEqualTo("name: deploy\ndescription: Deploys");
        assertThat(all()).hasSize(1);
    }

    private void index(String uri) {
        index(uri, Tagging.NONE);
    }

    private void index(String uri, Tagging tagging) {
        assertThat(handle(FollowUps.index(VikingUri.parse(uri), tagging, List.of())))
                .isEmpty();
    }

    private List<NewJob> handle(NewJob job) {
        List<NewJob> next = Await.of(handler.handle(job(job)));
        Await.of(handler.settle());
        return next;
    }

    static Job job(NewJob job) {
        return new Job(1, Callers.ACME, job.queue(), job.key(), job.payload(), job.groups(), 1, 1);
    }

    private Entry only(String uri) {
        List<Entry> entries = entries(uri);
        assertThat(entries).hasSize(1);
        return entries.getFirst();
    }

    private List<Entry> entries(String uri) {
        return Await.of(storage.index().scan(Callers.ACME, Filter.exactly(VikingUri.parse(uri)), Optional.empty(), 10))
                .entries();
    }

    private List<String> all() {
        return Await.of(storage.index().scan(Callers.ACME, Filter.all(), Optional.empty(), 100)).entries().stream()
                .map(entry -> entry.uri().toString())
                .toList();
    }

    private List<String> found(String words) {
        return Await.of(storage.index().matching(Callers.ACME, words, Filter.all(), 10, Deadline.none())).stream()
                .map(match -> match.entry().uri().toString())
                .toList();
    }
}
