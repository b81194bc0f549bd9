package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.layers.DirectoryLayers;
import io.knarr.layers.LayerSettings;
import io.knarr.layers.Sidecar;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Refresh;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.testing.Await;
import io.knarr.testing.DirectPool;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Job;
import io.knarr.work.NewJob;
import io.knarr.work.Queue;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerHandlerTest {
    private static final VikingUri GUIDE = VikingUri.parse("viking://resources/library/guide");
    private static final VikingUri LIBRARY = GUIDE.parent();

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final LayerHandler handler = new LayerHandler(
            storage, new DirectoryLayers(storage.tree(), new DirectPool(), LayerSettings.DEFAULTS), 0.1);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void writesTheLayersAndHasThemIndexed() {
        storage.put(GUIDE + "/a.md", "# Refunds\n\nThey are paid within a fortnight.");

        List<NewJob> next = handle(GUIDE, new Refresh("resource_ingest", false));

        Sidecar overview = Sidecar.parse(GUIDE, storage.text(GUIDE + "/.overview.md"));
        assertThat(overview.body()).contains("Refunds");
        assertThat(overview.generatedBy()).contains(new Sidecar.GeneratedBy("extractive", "resource_ingest"));
        assertThat(storage.text(GUIDE + "/.abstract.md")).contains("fortnight");
        assertThat(next).extracting(LayerHandlerTest::named).containsExactly("Embedding " + GUIDE);
        assertThat(next.getFirst().groups()).containsExactly("group");
    }

    @Test
    void leavesTheLayersOfASkillAsTheyWereMade() {
        String skill = "viking://user/alice/skills/deploy";
        storage.put(skill + "/.abstract.md", "name: deploy");
        storage.put(skill + "/scripts/run.md", "# Run");

        List<NewJob> next = handle(VikingUri.parse(skill + "/scripts"), new Refresh("content_write", false));

        assertThat(next).extracting(LayerHandlerTest::named).containsExactly("Embedding " + skill);
        assertThat(storage.text(skill + "/.abstract.md")).isEqualTo("name: deploy");
        assertThat(storage.isThere(skill + "/scripts/.overview.md")).isFalse();
    }

    @Test
    void refreshesTheParentForItsOwnSake() {
        storage.put(GUIDE + "/a.md", "text");

        List<NewJob> next = handle(GUIDE, new Refresh("resource_ingest", false));

        assertThat(next).extracting(LayerHandlerTest::named).doesNotContain("Semantic " + LIBRARY);
        assertThat(waiting()).containsExactly("Semantic " + LIBRARY + " []");
    }

    @Test
    void refreshesTheParentForThoseWhoWaitWhenForced() {
        storage.put(GUIDE + "/a.md", "text");
        fullOverview(1000, 0);

        List<NewJob> next = handle(GUIDE, new Refresh("content_write", true));

        assertThat(next)
                .extracting(LayerHandlerTest::named)
                .containsExactly("Embedding " + GUIDE, "Semantic " + LIBRARY);
        assertThat(FollowUps.refreshOf(next.getLast().payload()).forced()).isTrue();
        assertThat(waiting()).isEmpty();
    }

    @Test
    void leavesTheParentAloneWhenTheAbstractStays() {
        storage.put(GUIDE + "/a.md", "text");
        var _ = handle(GUIDE, new Refresh("resource_ingest", false));
        var _ = waiting();

        List<NewJob> next = handle(GUIDE, new Refresh("content_write", true));

        assertThat(next).extracting(LayerHandlerTest::named).containsExactly("Embedding " + GUIDE);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void countsASmallChangeInALargeParent() {
        storage.put(GUIDE + "/a.md", "text");
        fullOverview(100, 2);

        var _ = handle(GUIDE, new Refresh("content_write", false));

        assertThat(Sidecar.parse(LIBRARY, storage.text(LIBRARY + "/.overview.md"))
                        .freshness())
                .contains(new Sidecar.Freshness(100, 32, 3));
        assertThat(waiting()).isEmpty();
    }

    @Test
    void stopsWhereToldTo() {
        storage.put(GUIDE + "/a.md", "text");

        var _ = handle(GUIDE, new Refresh("manual_refresh", true, false, Tagging.NONE));

        assertThat(waiting()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "viking://resources, ''",
        "viking://resources/a, viking://resources",
        "viking://user/alice/resources, ''",
        "viking://user/alice/resources/a, viking://user/alice/resources",
        "viking://agent/skills/s, ''",
        "viking://user/alice/memories, ''",
        "viking://user/alice/memories/events, ''"
    })
    void knowsWhichDirectoriesTellOfTheirChildren(String uri, String parent) {
        storage.put(uri + "/a.md", "text");

        var _ = handle(VikingUri.parse(uri), new Refresh("content_write", false));

        assertThat(waiting()).isEqualTo(parent.isEmpty() ? List.of() : List.of("Semantic " + parent + " []"));
    }

    @Test
    void passesTagsOn() {
        storage.put(GUIDE + "/a.md", "text");
        Tagging tagging = new Tagging(List.of("team=core"), Tagging.REPLACE);

        List<NewJob> next = handle(GUIDE, new Refresh("resource_ingest", false, true, tagging));

        assertThat(FollowUps.taggingOf(next.getFirst().payload())).isEqualTo(tagging);
    }

    @Test
    void forgetsADirectoryThatIsGoneOrAFileNow() {
        assertThat(handle(GUIDE, new Refresh("content_write", false)))
                .extracting(LayerHandlerTest::named)
                .containsExactly("Embedding " + GUIDE);

        storage.put(GUIDE.toString(), "a file now");
        assertThat(handle(GUIDE, new Refresh("content_write", false)))
                .extracting(LayerHandlerTest::named)
                .containsExactly("Embedding " + GUIDE);
    }

    @Test
    void failsWhenTheLayersCannotBeWritten() {
        storage.put(GUIDE + "/.overview.md/x", "something is in the way");
        storage.put(GUIDE + "/a.md", "text");

        Fault fault = Await.faultOf(handler.handle(job(GUIDE, new Refresh("content_write", false))));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    private void fullOverview(int total, int pending) {
        Sidecar sidecar = new Sidecar(
                LIBRARY,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Sidecar.Freshness(total, 32, pending)),
                "# Library");
        storage.put(LIBRARY + "/.overview.md", sidecar.text());
    }

    private List<NewJob> handle(VikingUri directory, Refresh refresh) {
        return Await.of(handler.handle(job(directory, refresh)));
    }

    private static Job job(VikingUri directory, Refresh refresh) {
        return IndexHandlerTest.job(FollowUps.refresh(directory, refresh, List.of("group")));
    }

    /** What was enqueued beside the job, with its groups; taken. */
    private List<String> waiting() {
        return Await.of(storage.work().claim(Queue.SEMANTIC, "test", 10, Duration.ofHours(1))).stream()
                .map(job -> job.queue().label() + " " + job.key() + " " + job.groups())
                .toList();
    }

    private static String named(NewJob job) {
        return job.queue().label() + " " + job.key();
    }
}
