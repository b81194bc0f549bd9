package io.knarr.storage.embedded;

import static io.knarr.storage.embedded.LuceneHarness.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.index.EntryDraft;
import io.knarr.index.IndexState;
import io.knarr.index.ModelMark;
import io.knarr.index.Vectors;
import io.knarr.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found when an index is opened, and what becomes of it. */
class LuceneOpeningTest {
    private static final List<String> ALL = List.of("resources/a", "resources/b", "resources/c");

    private final LuceneHarness harness = new LuceneHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void isStaleUntilSomebodySaysThatAllIsThere(@TempDir Path place) {
        LuceneIndex fresh = open(place);
        assertThat(stale(fresh)).contains("none");
        LuceneHarness.put(fresh, EntryDraft.at("resources/a"));
        Await.of(fresh.flush());
        Await.of(fresh.close());

        LuceneIndex interrupted = open(place);
        assertThat(stale(interrupted)).contains("interrupted");
        assertThat(LuceneHarness.scan(interrupted)).containsExactly("resources/a");
        Await.of(interrupted.markReady());
        assertThat(interrupted.state()).isEqualTo(new IndexState.Ready());
        Await.of(interrupted.close());

        LuceneIndex complete = open(place);
        assertThat(complete.state()).isEqualTo(new IndexState.Ready());
        assertThat(LuceneHarness.scan(complete)).containsExactly("resources/a");
        Await.of(complete.close());
    }

    @Test
    void keepsWhatWasWrittenWhenItCloses(@TempDir Path place) {
        LuceneIndex index = open(place);
        LuceneHarness.put(index, EntryDraft.at("resources/a"));
        Await.of(index.close());
        Await.of(index.close());

        LuceneIndex again = open(place);

        assertThat(LuceneHarness.scan(again)).containsExactly("resources/a");
        Await.of(again.close());
    }

    @Test
    void startsAnewForAnotherModel(@TempDir Path place) {
        build(place);

        LuceneIndex other = harness.open(new IndexDiskBlocking(place), new ModelMark("other", 1_536));

        assertThat(stale(other)).contains("test (8 dimensions)", "other (1536)");
        assertThat(LuceneHarness.scan(other)).isEmpty();
        Await.of(other.close());
    }

    @Test
    void startsAnewForTheSameModelWithOtherDimensions(@TempDir Path place) {
        build(place);

        LuceneIndex other = harness.open(new IndexDiskBlocking(place), new ModelMark("test", 4));

        assertThat(LuceneHarness.scan(other)).isEmpty();
        Await.of(other.close());
    }

    @Test
    void startsAnewInTheIndexOfSomebodyElse(@TempDir Path place) throws IOException {
        try (FSDirectory directory = FSDirectory.open(place);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
            writer.addDocument(new Document());
        }

        LuceneIndex index = open(place);

        assertThat(stale(index)).contains("another version");
        Await.of(index.close());
    }

    @Test
    void startsAnewAmongLeftovers(@TempDir Path place) throws IOException {
        for (String name : List.of("_0.fdt", "_0_1.liv", "pending_segments_2", "junk.tmp")) {
            Files.writeString(place.resolve(name), "left over");
        }
        Files.createFile(place.resolve("write.lock"));

        LuceneIndex index = open(place);

        LuceneHarness.put(index, EntryDraft.at("resources/a"));
        assertThat(LuceneHarness.scan(index)).containsExactly("resources/a");
        Await.of(index.close());
        assertThat(place.resolve("junk.tmp")).doesNotExist();
    }

    @Test
    void opensHoweverAFileIsCut(@TempDir Path place) throws IOException {
        build(place.resolve("whole"));
        int number = 0;
        for (Path file : filesOf(place.resolve("whole"))) {
            long size = Files.size(file);
            for (long length : List.of(0L, size / 2, size - 1)) {
                if (length >= 0 && length < size) {
                    Path copy = copyOf(place.resolve("whole"), place.resolve("cut" + number++));
                    byte[] bytes = Files.readAllBytes(file);
                    Files.write(copy.resolve(file.getFileName()), java.util.Arrays.copyOf(bytes, (int) length));
                    opensEmptyOrWhole(copy, file.getFileName() + " cut to " + length + " of " + size);
                }
            }
        }
        assertThat(number).isGreaterThan(50);
    }

    @Test
    void opensHoweverAFileIsGarbledOrGone(@TempDir Path place) throws IOException {
        Random random = new Random(20261121);
        build(place.resolve("whole"));
        for (Path file : filesOf(place.resolve("whole"))) {
            String name = file.getFileName().toString();
            Path gone = copyOf(place.resolve("whole"), place.resolve("without" + name));
            Files.delete(gone.resolve(name));
            opensEmptyOrWhole(gone, "without " + name);

            Path garbled = copyOf(place.resolve("whole"), place.resolve("garbled" + name));
            byte[] noise = new byte[(int) Files.size(file)];
            random.nextBytes(noise);
            Files.write(garbled.resolve(name), noise);
            opensEmptyOrWhole(garbled, "garbled " + name);
        }
    }

    @Test
    void leavesAFileAloneThatIsInTheWay(@TempDir Path place) throws IOException {
        Path file = Files.writeString(place.resolve("file"), "important");
        LuceneIndex index = new LuceneIndex(new IndexDiskBlocking(file), MODEL, harness.searches(), harness.changes());

        assertThat(Await.faultOf(index.open()).code()).isEqualTo(io.knarr.fault.Code.UNAVAILABLE);

        assertThat(file).hasContent("important");
    }

    private void opensEmptyOrWhole(Path place, String what) {
        LuceneIndex index = open(place);
        List<String> found = LuceneHarness.scan(index);
        assertThat(index.state())
                .as(what)
                .isInstanceOf(found.isEmpty() ? IndexState.Stale.class : IndexState.Ready.class);
        if (!found.isEmpty()) {
            assertThat(found).as(what).isEqualTo(ALL);
            assertThat(LuceneHarness.matching(index, "everywhere")).as(what).isEqualTo(ALL);
            assertThat(LuceneHarness.nearest(index, Vectors.axis(0), 10))
                    .as(what)
                    .containsExactlyInAnyOrderElementsOf(ALL);
        }
        LuceneHarness.put(index, EntryDraft.at("user/new").words("brand new"));
        Await.of(index.flush());
        assertThat(LuceneHarness.matching(index, "brand")).as(what).containsExactly("user/new");
        Await.of(index.close());
    }

    /** An index of two segments, one of them with a deletion. */
    private void build(Path place) {
        LuceneIndex index = open(place);
        LuceneHarness.put(index, EntryDraft.at("resources/a"), EntryDraft.at("resources/b"));
        Await.of(index.flush());
        LuceneHarness.put(
                index,
                EntryDraft.at("resources/a").vectors(Vectors.axis(1), Vectors.axis(2)),
                EntryDraft.at("resources/c"));
        Await.of(index.markReady());
        Await.of(index.close());
    }

    private LuceneIndex open(Path place) {
        return harness.open(new FaultyDisk(place));
    }

    private static String stale(LuceneIndex index) {
        assertThat(index.state()).isInstanceOf(IndexState.Stale.class);
        return ((IndexState.Stale) index.state()).reason();
    }

    private static List<Path> filesOf(Path place) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.list(place)) {
            all.filter(file -> !file.endsWith("write.lock")).sorted().forEach(files::add);
        }
        return files;
    }

    private static Path copyOf(Path place, Path copy) throws IOException {
        Files.createDirectory(copy);
        for (Path file : filesOf(place)) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        return copy;
    }
}
