package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.storage.FollowUps;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlantingTest {
    private static final VikingUri STAGED = VikingUri.parse("viking://temp/alice/import_1");
    private static final VikingUri ROOT = VikingUri.parse("viking://resources/guide");

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Planting planting = new Planting(storage, new DirectPool());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void movesAFreshTreeIntoPlace() {
        stageAll("a.md", "sub/b.md", "sub/deep/c.md");

        plant(Tagging.NONE);

        assertThat(storage.below(ROOT.toString()))
                .containsExactly("a.md", "sub/", "sub/b.md", "sub/deep/", "sub/deep/c.md");
        assertThat(storage.isThere(STAGED.toString())).isFalse();
        assertThat(storage.asked())
                .containsExactlyInAnyOrder(
                        "Embedding " + ROOT + "/a.md",
                        "Embedding " + ROOT + "/sub/b.md",
                        "Embedding " + ROOT + "/sub/deep/c.md",
                        "Semantic " + ROOT,
                        "Semantic " + ROOT + "/sub",
                        "Semantic " + ROOT + "/sub/deep");
        assertThat(storage.askedJobs())
                .allSatisfy(job -> assertThat(job.groups()).containsExactly("task"));
    }

    @Test
    void takesAReservedDirectoryForNone() {
        storage.makeDirectory(ROOT.toString());
        storage.put(ROOT + "/.abstract.md", "Nothing yet.");
        stageAll("a.md");

        plant(Tagging.NONE);

        assertThat(storage.below(ROOT.toString())).containsExactly("a.md");
    }

    @Test
    void writesNoLayersForVectorsOnly() {
        stageAll("a.md");

        plant(true, Tagging.NONE);

        assertThat(storage.asked()).containsExactly("Embedding " + ROOT + "/a.md");
    }

    @Test
    void passesTagsToFilesAndDirectories() {
        Tagging tagging = new Tagging(List.of("team=core"), Tagging.APPEND);
        stageAll("a.md");

        plant(tagging);

        assertThat(storage.askedJobs())
                .hasSize(2)
                .allSatisfy(
                        job -> assertThat(FollowUps.taggingOf(job.payload())).isEqualTo(tagging));
    }

    @Test
    void changesNothingWhenNothingChanged() {
        put("a.md", "same");
        put("sub/b.md", "same");
        put(".abstract.md", "All of it.");
        stage("a.md", "same");
        stage("sub/b.md", "same");

        plant(Tagging.NONE);

        assertThat(storage.asked()).isEmpty();
        assertThat(storage.below(ROOT.toString())).containsExactly(".abstract.md", "a.md", "sub/", "sub/b.md");
    }

    @Test
    void changesOnlyWhatDiffers() {
        put("same.md", "same");
        put("size.md", "1");
        put("text.md", "old");
        put("gone.md", "gone");
        put("gone/x/y.md", "gone");
        put(".overview.md", "# Guide");
        put(".hidden/kept.md", "kept");
        stage("same.md", "same");
        stage("size.md", "22");
        stage("text.md", "new");
        stage("sub/new.md", "new");

        plant(Tagging.NONE);

        assertThat(storage.below(ROOT.toString()))
                .containsExactly(
                        ".hidden/",
                        ".hidden/kept.md",
                        ".overview.md",
                        "same.md",
                        "size.md",
                        "sub/",
                        "sub/new.md",
                        "text.md");
        assertThat(storage.text(ROOT + "/text.md")).isEqualTo("new");
        assertThat(storage.asked())
                .containsExactlyInAnyOrder(
                        "Embedding " + ROOT + "/size.md",
                        "Embedding " + ROOT + "/text.md",
                        "Embedding " + ROOT + "/sub/new.md",
                        "Embedding " + ROOT + "/gone",
                        "Embedding " + ROOT + "/gone.md",
                        "Semantic " + ROOT,
                        "Semantic " + ROOT + "/sub");
    }

    @Test
    void putsAFileWhereADirectoryWasAndTheOtherWayRound() {
        put("x/deep/a.md", "a");
        put("y", "a file");
        stage("x", "a file now");
        stage("y/b.md", "b");

        plant(Tagging.NONE);

        assertThat(storage.below(ROOT.toString())).containsExactly("x", "y/", "y/b.md");
        assertThat(storage.text(ROOT + "/x")).isEqualTo("a file now");
        assertThat(storage.asked()).doesNotContain("Embedding " + ROOT + "/x/deep");
    }

    @Test
    void tagsWhatStaysToo() {
        Tagging tagging = new Tagging(List.of("team=core"), Tagging.REPLACE);
        put("sub/a.md", "same");
        stage("sub/a.md", "same");

        plant(tagging);

        assertThat(storage.askedJobs())
                .allSatisfy(
                        job -> assertThat(FollowUps.taggingOf(job.payload())).isEqualTo(tagging))
                .extracting(job -> job.key().toString())
                .containsExactlyInAnyOrder(ROOT.toString(), ROOT + "/sub", ROOT + "/sub/a.md");
    }

    @Test
    void findsWhatAnEarlierTryPlanted() {
        stageAll("a.md", "sub/b.md");
        plant(Tagging.NONE);
        storage.forgetAsked();
        stageAll("a.md", "sub/b.md");

        plant(Tagging.NONE);

        assertThat(storage.asked()).isEmpty();
    }

    @Test
    void failsWithoutAStagedTree() {
        Planting.Order order = new Planting.Order(Callers.ACME, STAGED, ROOT, false, Tagging.NONE, List.of());

        assertThat(Await.faultOf(planting.plant(order)).code()).isEqualTo(Code.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void makesTheTargetWhatTheSourceIs(long seed) {
        Random random = new Random(seed);
        for (String path : randomPaths(random)) {
            put(path, "content " + random.nextInt(3));
        }
        List<String> staged = randomPaths(random);
        for (String path : staged) {
            stage(path, "content " + random.nextInt(3));
        }
        List<String> wanted = storage.below(STAGED.toString());
        List<String> texts =
                staged.stream().map(path -> storage.text(STAGED + "/" + path)).toList();

        plant(Tagging.NONE);

        assertThat(storage.below(ROOT.toString())).as("seed %s", seed).isEqualTo(wanted);
        assertThat(staged.stream().map(path -> storage.text(ROOT + "/" + path)).toList())
                .as("seed %s", seed)
                .isEqualTo(texts);
    }

    @Test
    void comparesVeryManyFiles() {
        for (int i = 0; i < 10_000; i++) {
            put("f" + i + ".md", "x");
            stage("f" + i + ".md", "x");
        }

        plant(Tagging.NONE);

        assertThat(storage.asked()).isEmpty();
    }

    /** Files of which none is below another. */
    private static List<String> randomPaths(Random random) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            StringBuilder path = new StringBuilder("n" + random.nextInt(4));
            while (random.nextBoolean()) {
                path.append("/n").append(random.nextInt(4));
            }
            String made = path.toString();
            if (paths.stream()
                    .noneMatch(other -> (other + "/").startsWith(made + "/") || (made + "/").startsWith(other + "/"))) {
                paths.add(made);
            }
        }
        return paths;
    }

    private void put(String path, String content) {
        storage.put(ROOT + "/" + path, content);
    }

    private void stage(String path, String content) {
        storage.put(STAGED + "/" + path, content);
    }

    private void stageAll(String... paths) {
        for (String path : paths) {
            storage.put(STAGED + "/" + path, "staged");
        }
    }

    private void plant(Tagging tagging) {
        plant(false, tagging);
    }

    private void plant(boolean vectorsOnly, Tagging tagging) {
        Await.of(planting.plant(new Planting.Order(Callers.ACME, STAGED, ROOT, vectorsOnly, tagging, List.of("task"))));
    }
}
