package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.index.Entry;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.Entries;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Figures on memories (core 9.3). */
class StatsOperationsTest {
    private static final String MEMORIES = "viking://user/alice/memories/";

    private final Surface surface = new Surface();

    @AfterEach
    void close() {
        surface.close();
    }

    private void memory(String uri, int daysAgo, long used) {
        Entry bare = Entries.bare(uri, Level.CONTENT);
        Instant then = surface.storage.clock().instant().minus(Duration.ofDays(daysAgo));
        Entry entry = new Entry(
                bare.uri(),
                bare.level(),
                bare.type(),
                bare.name(),
                "",
                List.of(),
                then,
                then,
                used,
                "digest",
                "",
                List.of());
        Await.of(surface.storage.index().upsert(Callers.ACME, List.of(entry)));
    }

    @Test
    void countsMemoriesByKindHeatAndAge() {
        memory(MEMORIES + "preferences/tea.md", 0, 20);
        memory(MEMORIES + "preferences/old.md", 8, 0);
        memory(MEMORIES + "entities/harbour.md", 2, 0);
        memory(MEMORIES + "events/2026/first.md", 41, 0);
        memory("viking://user/bob/memories/preferences/b.md", 0, 0);
        memory("viking://resources/preferences/r.md", 0, 0);

        JsonObject all = surface.get("stats.memories");

        assertThat(all)
                .isEqualTo(new JsonObject()
                        .put("total_memories", 4)
                        .put(
                                "by_category",
                                new JsonObject()
                                        .put("profile", 0)
                                        .put("preferences", 2)
                                        .put("entities", 1)
                                        .put("events", 1)
                                        .put("cases", 0)
                                        .put("patterns", 0)
                                        .put("tools", 0)
                                        .put("skills", 0))
                        .put(
                                "hotness_distribution",
                                new JsonObject().put("cold", 1L).put("warm", 2L).put("hot", 1L))
                        .put(
                                "staleness",
                                new JsonObject()
                                        .put("not_accessed_7d", 2L)
                                        .put("not_accessed_30d", 1L)
                                        .put("oldest_memory_age_days", 41.0)));
    }

    @Test
    void countsOneKindWhenAsked() {
        memory(MEMORIES + "preferences/tea.md", 0, 20);
        memory(MEMORIES + "entities/harbour.md", 2, 0);

        JsonObject one = surface.get("stats.memories", "category", "entities");

        assertThat(one.getInteger("total_memories")).isEqualTo(1);
        assertThat(one.getJsonObject("by_category")).isEqualTo(new JsonObject().put("entities", 1));
    }

    @Test
    void refusesAKindThereIsNotInTheStyleOfTheContract() {
        Answer answer = Await.of(surface.query(Callers.alice(), "stats.memories", "category", "colours"));

        assertThat(answer).isInstanceOf(Answer.Rejected.class);
        assertThat(((Answer.Rejected) answer).fault().code()).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(((Answer.Rejected) answer).fault().getMessage()).startsWith("no memory category named colours");
    }

    @Test
    void hasNoMirrorsToSynchronise() {
        for (String operation : List.of("system.sync_status", "system.sync_retry")) {
            assertThat(surface.refused(operation, "{'uri':'viking://resources'}")
                            .code())
                    .isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(surface.refused(operation, "{'uri':'nonsense'}").code()).isEqualTo(Code.INVALID_URI);
        }
        for (String operation : List.of("system.sync_status_of", "system.sync_retry_of")) {
            assertThat(surface.getRefused(operation, "uri", "viking://resources/a")
                            .code())
                    .isEqualTo(Code.INVALID_ARGUMENT);
        }
    }
}
