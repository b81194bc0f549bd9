package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueueStatusJsonTest {
    @Test
    void showsEveryQueueEvenThoseThatNeverHadWork() {
        JsonObject json = QueueStatusJson.of(Map.of(Queue.EMBEDDING, new QueueCounts(1, 2, 3, 40, 5, 6)));

        assertThat(json.fieldNames()).hasSize(Queue.values().length);
        assertThat(json.getJsonObject(Queue.EMBEDDING.label()).encode())
                .isEqualTo("{\"processed\":40,\"requeue_count\":5,\"error_count\":6,\"errors\":[]}");
        assertThat(json.getJsonObject(Queue.SEMANTIC.label()).getLong("processed"))
                .isZero();
    }
}
