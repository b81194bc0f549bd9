package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.files.Reading;
import io.knarr.retrieve.Findings.Hit;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.Entries;
import io.knarr.testing.RiggedStorage;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HitContentsTest {
    private static final String DIRECTORY = "viking://resources/notes";

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final HitContents contents = new HitContents(new Reading(storage, new DirectPool(), storage.clock()));

    @AfterEach
    void close() {
        Void _ = Await.of(vertx.close());
    }

    @Test
    void readsFilesAndLayers() {
        storage.put(DIRECTORY + "/tea.md", "Green tea.");
        storage.put(DIRECTORY + "/.overview.md", "---\ndirectory: x\n---\n\nAll about tea.\n");
        Hit file = hit(DIRECTORY + "/tea.md", Level.CONTENT);
        Hit overview = hit(DIRECTORY, Level.OVERVIEW);

        HitContents.Read read = read(List.of(file, overview));

        assertThat(read.of(file)).contains("Green tea.");
        assertThat(read.of(overview)).contains("All about tea.");
        assertThat(read.degraded()).isEmpty();
    }

    @Test
    void hasTheEmptyTextForWhatIsGone() {
        Hit gone = hit(DIRECTORY + "/gone.md", Level.CONTENT);

        assertThat(read(List.of(gone)).of(gone)).contains("");
    }

    @Test
    void cutsLongTextsAndStopsWhenThereIsEnough() {
        List<Hit> hits = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            storage.put(DIRECTORY + "/f" + i + ".md", "x".repeat(150_000));
            hits.add(hit(DIRECTORY + "/f" + i + ".md", Level.CONTENT));
        }

        HitContents.Read read = read(hits);

        assertThat(read.of(hits.getFirst()).orElseThrow()).hasSize(HitContents.LONGEST);
        assertThat(hits.stream()
                        .mapToInt(hit -> read.of(hit).orElse("").length())
                        .sum())
                .isEqualTo(HitContents.MOST);
        assertThat(read.of(hits.getLast())).isEmpty();
        assertThat(read.degraded()).get().asString().contains("content/read");
    }

    @Test
    void doesNotReadWhatIsVeryLarge() {
        storage.put(DIRECTORY + "/log.txt", "x".repeat(4_000_001));
        Hit large = hit(DIRECTORY + "/log.txt", Level.CONTENT);

        HitContents.Read read = read(List.of(large));

        assertThat(read.of(large)).isEmpty();
        assertThat(read.degraded()).isPresent();
    }

    @Test
    void neverCutsACharacterInTwo() {
        storage.put(DIRECTORY + "/a.md", "x".repeat(HitContents.LONGEST - 1) + "\uD83C\uDF75 tea");
        Hit hit = hit(DIRECTORY + "/a.md", Level.CONTENT);

        assertThat(read(List.of(hit)).of(hit).orElseThrow()).isEqualTo("x".repeat(HitContents.LONGEST - 1));
    }

    private HitContents.Read read(List<Hit> hits) {
        return Await.of(contents.read(Callers.alice(), hits));
    }

    private static Hit hit(String uri, Level level) {
        return new Hit(Entries.bare(uri, level), 0.5);
    }
}
