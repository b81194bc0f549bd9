package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.files.Reading.Facts;
import io.knarr.files.Reading.Trailer;
import io.knarr.identity.Caller;
import io.knarr.index.Entry;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.Entries;
import io.knarr.testing.RiggedStorage;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.PathLeases.Lease;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadingTest {
    private static final Caller ALICE = Callers.alice();
    private static final Instant NOW = Instant.parse("2026-08-01T09:30:12Z");
    private static final String TRAILER = "\n\n<!-- MEMORY_FIELDS\n{\"version\": 2}\n-->";

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Reading reading = new Reading(storage, new DirectPool(), Clock.fixed(NOW, ZoneOffset.UTC));

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void givesTheTextOrSomeOfItsLines() {
        storage.put("viking://resources/a.md", "one\r\ntwo\nthree");

        assertThat(text("viking://resources/a.md", 0, -1)).isEqualTo("one\r\ntwo\nthree");
        assertThat(text("viking://resources/a.md", 1, 1)).isEqualTo("two\n");
        assertThat(text("viking://resources/a.md", 7, 1)).isEmpty();
    }

    @Test
    void readsLargeFilesToo() {
        storage.put("viking://resources/a.md", "line\n".repeat(50_000));

        assertThat(text("viking://resources/a.md", 49_999, -1)).isEqualTo("line\n");
    }

    @Test
    void hidesTheTrailerOfAMemoryUnlessAsked() {
        String uri = "viking://user/alice/memories/tea.md";
        storage.put(uri, "Likes\ntea." + TRAILER);

        assertThat(text(uri, 0, -1)).isEqualTo("Likes\ntea.");
        assertThat(text(uri, -1, -1)).isEqualTo("tea.");
        assertThat(Await.of(reading.text(ALICE, VikingUri.parse(uri), 0, -1, Trailer.SHOWN)))
                .isEqualTo("Likes\ntea." + TRAILER);
    }

    @Test
    void readsWhatIsNotUtf8() {
        storage.put("viking://resources/a.txt", Buffer.buffer(new byte[] {'c', 'a', 'f', (byte) 0xE9, ' ', '!'}));

        assertThat(text("viking://resources/a.txt", 0, -1)).startsWith("caf");
    }

    @Test
    void givesSidecarsAsTheyAreStored() {
        String stored = "---\ndirectory: viking://resources/\n---\n\nAll of it.\n";
        storage.put("viking://resources/.abstract.md", stored);

        assertThat(text("viking://resources/.abstract.md", 0, -1)).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({
        "viking://resources/none.md, NOT_FOUND",
        "viking://resources/d, INVALID_ARGUMENT",
        "viking://user/bob/memories/b.md, PERMISSION_DENIED"
    })
    void refusesWhatIsNoFileOfTheCaller(String uri, Code code) {
        storage.put("viking://resources/d/x.md", "x");
        storage.put("viking://user/bob/memories/b.md", "b");

        Fault fault = Await.faultOf(reading.text(ALICE, VikingUri.parse(uri), 0, -1, Trailer.HIDDEN));

        assertThat(fault.code()).isEqualTo(code);
        if (code == Code.NOT_FOUND) {
            assertThat(fault.details()).containsEntry("type", "file").containsEntry("resource", uri);
        }
        if (code == Code.INVALID_ARGUMENT) {
            assertThat(fault.details()).containsEntry("expected", "file").containsEntry("actual", "directory");
        }
    }

    @Test
    void givesTheLayersOfADirectoryAndForAFileThoseOfItsDirectory() {
        storage.put("viking://resources/d/.abstract.md", "---\ndirectory: viking://resources/d/\n---\n\nShort.\n");
        storage.put("viking://resources/d/.overview.md", "# D\n\nLonger.\n");
        storage.put("viking://resources/d/x.md", "x");

        assertThat(layer("viking://resources/d", Level.ABSTRACT)).isEqualTo("Short.");
        assertThat(layer("viking://resources/d", Level.OVERVIEW)).isEqualTo("# D\n\nLonger.");
        assertThat(layer("viking://resources/d/x.md", Level.ABSTRACT)).isEqualTo("Short.");
    }

    @Test
    void saysThatALayerIsNotReady() {
        storage.put("viking://resources/d/x.md", "x");

        assertThat(layer("viking://resources/d", Level.ABSTRACT))
                .isEqualTo("# viking://resources/d [Directory abstract is not ready]");
        assertThat(layer("viking://resources/d/x.md", Level.OVERVIEW))
                .isEqualTo("# viking://resources/d\n\n[Directory overview is not ready]");
        assertThat(layer("viking://", Level.ABSTRACT)).isEqualTo("# viking:// [Directory abstract is not ready]");
        assertThat(Await.faultOf(reading.layer(ALICE, VikingUri.parse("viking://resources/none"), Level.ABSTRACT))
                        .code())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void tellsTheFactsOfANode() {
        storage.put("viking://resources/d/x.md", "12345");

        Facts file = facts(ALICE, "viking://resources/d/x.md");
        Facts directory = facts(ALICE, "viking://resources/d");

        assertThat(file.name()).isEqualTo("x.md");
        assertThat(file.node().size()).isEqualTo(5);
        assertThat(file.count()).isEmpty();
        assertThat(directory.name()).isEqualTo("d");
        assertThat(directory.count()).hasValue(0);
        assertThat(facts(ALICE, "viking://").name()).isEqualTo("acme");
        assertThat(Await.faultOf(reading.facts(ALICE, VikingUri.parse("viking://resources/no")))
                        .details())
                .containsEntry("type", "file");
    }

    @Test
    void knowsASessionsDirectoryThatIsNotThereYet() {
        Facts none = facts(ALICE, "viking://user/alice/sessions");

        assertThat(none.name()).isEqualTo("session");
        assertThat(none.node().isDirectory()).isTrue();
        assertThat(none.node().modifiedAt()).isEqualTo(NOW);
        assertThat(none.count()).isEmpty();
        assertThat(none.locked()).isFalse();

        storage.makeDirectory("viking://user/alice/sessions");
        assertThat(facts(ALICE, "viking://user/alice/sessions").name()).isEqualTo("sessions");
    }

    @Test
    void countsRecordsOfTheCallerAlone() {
        storage.put("viking://user/alice/memories/a.md", "a");
        storage.put("viking://user/bob/memories/b.md", "b");
        storage.put("viking://resources/r.md", "r");
        index("viking://user/alice/memories/a.md", "viking://user/bob/memories/b.md", "viking://resources/r.md");

        assertThat(facts(ALICE, "viking://").count()).hasValue(2);
        assertThat(facts(ALICE, "viking://user").count()).hasValue(1);
        assertThat(facts(ALICE, "viking://user/alice").count()).hasValue(1);
        assertThat(facts(Callers.root(), "viking://user").count()).hasValue(2);
        Caller aliceAsP1 = Callers.withPeer(ALICE, "p1");
        assertThat(facts(aliceAsP1, "viking://user/alice").count()).isEmpty();
        assertThat(facts(aliceAsP1, "viking://resources").count()).hasValue(1);
    }

    @Test
    void tellsThatAPathIsBeingWorkedOn() {
        storage.put("viking://resources/d/x.md", "x");
        Lease lease = Await.of(storage.leases()
                .acquire(Callers.ACME, List.of(Claim.subtree(VikingUri.of("resources", "d"))), Duration.ZERO));

        assertThat(facts(ALICE, "viking://resources/d/x.md").locked()).isTrue();
        assertThat(facts(ALICE, "viking://resources").locked()).isFalse();
        lease.release();
        assertThat(facts(ALICE, "viking://resources/d/x.md").locked()).isFalse();
    }

    private void index(String... uris) {
        for (String uri : uris) {
            Entry entry = Entries.bare(uri, Level.CONTENT);
            Await.of(storage.index().upsert(Callers.ACME, List.of(entry)));
        }
    }

    private Facts facts(Caller caller, String uri) {
        return Await.of(reading.facts(caller, VikingUri.parse(uri)));
    }

    private String layer(String uri, Level level) {
        return Await.of(reading.layer(ALICE, VikingUri.parse(uri), level));
    }

    private String text(String uri, int offset, int limit) {
        return Await.of(reading.text(ALICE, VikingUri.parse(uri), offset, limit, Trailer.HIDDEN));
    }
}
