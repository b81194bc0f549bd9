package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PresetsTest {
    private static final List<String> PARTS =
            List.of("memories", "resources", "privacy", "peers", "skills", "sessions");

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Presets presets = new Presets(storage);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void areMadeWithTheirLayersForANewUser() {
        Await.of(presets.ensure(Callers.alice()));

        assertThat(storage.below("viking://resources")).containsExactly(".abstract.md", ".overview.md");
        assertThat(storage.below("viking://user/alice")).contains(".abstract.md", ".overview.md");
        for (String part : PARTS) {
            assertThat(storage.below("viking://user/alice/" + part))
                    .as(part)
                    .containsExactly(".abstract.md", ".overview.md");
        }
        assertThat(storage.text("viking://user/alice/.abstract.md"))
                .contains("directory: viking://user/alice/", "alice");
    }

    @Test
    void areIndexedButForSessions() {
        Await.of(presets.ensure(Callers.alice()));

        assertThat(storage.asked())
                .containsExactlyInAnyOrder(
                        "Embedding viking://resources",
                        "Embedding viking://user/alice",
                        "Embedding viking://user/alice/memories",
                        "Embedding viking://user/alice/resources",
                        "Embedding viking://user/alice/privacy",
                        "Embedding viking://user/alice/peers",
                        "Embedding viking://user/alice/skills");
    }

    @Test
    void areLeftAloneWhereTheyAre() {
        storage.put("viking://user/alice/memories/.abstract.md", "My own words.");
        storage.put("viking://user/alice/memories/a.md", "a");

        Await.of(presets.ensure(Callers.alice()));

        assertThat(storage.text("viking://user/alice/memories/.abstract.md")).isEqualTo("My own words.");
        assertThat(storage.below("viking://user/alice/memories")).containsExactly(".abstract.md", "a.md");
        assertThat(storage.asked()).doesNotContain("Embedding viking://user/alice/memories");
    }

    @Test
    void costNothingTheSecondTime() {
        Await.of(presets.ensure(Callers.alice()));
        storage.forgetAsked();
        var _ = Await.of(storage.tree().delete(Callers.ACME, VikingUri.of("user", "alice", "peers")));

        Await.of(presets.ensure(Callers.alice()));
        Await.of(presets.ensure(Callers.bob()));

        assertThat(storage.asked()).allMatch(asked -> asked.contains("/bob")).isNotEmpty();
    }

    @Test
    void areTriedAgainAfterAFailure() {
        storage.failChangesWith(new Fault(Code.WRITE_FAILED, "full"));
        assertThat(Await.faultOf(presets.ensure(Callers.alice())).code()).isEqualTo(Code.WRITE_FAILED);

        storage.failChangesNoMore();
        Await.of(presets.ensure(Callers.alice()));

        assertThat(storage.isThere("viking://user/alice/memories")).isTrue();
    }
}
