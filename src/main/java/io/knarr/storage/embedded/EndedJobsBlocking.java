package io.knarr.storage.embedded;

import io.knarr.work.GroupProgress;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.knarr.work.QueueCounts;
import io.knarr.work.WorkQueue;
import io.vertx.core.json.JsonArray;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of jobs, counted per queue for ever and per group for a while. */
final class EndedJobsBlocking {
    private static final long KEPT_MS = Duration.ofHours(24).toMillis();

    private final SqlBlocking sql;

    EndedJobsBlocking(SqlBlocking sql) {
        this.sql = sql;
    }

    void processed(Job job, long now) throws SQLException {
        count(job, new Tally(1, 0, 0, new JsonArray()), now);
    }

    void requeued(Job job, long now) throws SQLException {
        count(job, new Tally(0, 1, 0, new JsonArray()), now);
    }

    void failed(Job job, String error, long now) throws SQLException {
        count(job, new Tally(0, 0, 1, JsonArray.of(error)), now);
    }

    private void count(Job job, Tally tally, long now) throws SQLException {
        int _ = sql.change("""
                INSERT INTO queue_ended (queue, processed, requeued, errors) VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET
                    processed = processed + excluded.processed,
                    requeued = requeued + excluded.requeued,
                    errors = errors + excluded.errors""", job.queue().name(), tally.processed, tally.requeued, tally.errors);
        int _ = sql.change(
                """
                INSERT INTO group_ended (group_name, queue, processed, requeued, errors, messages, changed)
                SELECT group_name, ?, ?, ?, ?, ?, ? FROM job_group WHERE job = ? AND group_name <> ''
                ON CONFLICT DO UPDATE SET
                    processed = processed + excluded.processed,
                    requeued = requeued + excluded.requeued,
                    errors = errors + excluded.errors,
                    changed = excluded.changed,
                    messages = CASE
                        WHEN excluded.errors = 0 OR json_array_length(messages) >= ? THEN messages
                        ELSE json_insert(messages, '$[#]', json_extract(excluded.messages, '$[0]')) END""",
                job.queue().name(),
                tally.processed,
                tally.requeued,
                tally.errors,
                tally.messages.encode(),
                now,
                job.id(),
                WorkQueue.MAX_GROUP_ERRORS);
    }

    /** Forgets groups that have ended long ago. */
    void sweep(long now) throws SQLException {
        int _ = sql.change("""
                DELETE FROM group_ended WHERE changed < ? AND NOT EXISTS (
                    SELECT 1 FROM job_group WHERE job_group.group_name = group_ended.group_name)""", now - KEPT_MS);
    }

    GroupProgress progress(String group) throws SQLException {
        long outstanding = sql.first(
                        "SELECT count(*) FROM job_group WHERE group_name = ?", row -> row.getLong(1), group)
                .orElseThrow();
        Map<Queue, GroupProgress.Ended> ended = new EnumMap<>(Queue.class);
        List<Queue> _ = sql.rows(
                "SELECT queue, processed, requeued, errors, messages FROM group_ended WHERE group_name = ?",
                row -> {
                    Queue queue = Queue.valueOf(row.getString(1));
                    List<String> messages = new JsonArray(row.getString(5))
                            .stream().map(String::valueOf).toList();
                    ended.put(queue, new GroupProgress.Ended(row.getLong(2), row.getLong(3), row.getLong(4), messages));
                    return queue;
                },
                group);
        return new GroupProgress(outstanding, ended);
    }

    Map<Queue, QueueCounts> counts() throws SQLException {
        Map<String, Long> now = new HashMap<>();
        List<Long> _ = sql.rows(
                "SELECT queue, state, count(*) FROM job GROUP BY queue, state",
                row -> now.put(row.getString(1) + " " + row.getString(2), row.getLong(3)));
        Map<Queue, QueueCounts> counts = new EnumMap<>(Queue.class);
        for (Queue queue : Queue.values()) {
            Tally ended = sql.first(
                            "SELECT processed, requeued, errors FROM queue_ended WHERE queue = ?",
                            row -> new Tally(row.getLong(1), row.getLong(2), row.getLong(3), new JsonArray()),
                            queue.name())
                    .orElse(Tally.NOTHING);
            counts.put(
                    queue,
                    new QueueCounts(
                            now.getOrDefault(queue + " waiting", 0L) + now.getOrDefault(queue + " held", 0L),
                            now.getOrDefault(queue + " running", 0L),
                            now.getOrDefault(queue + " dead", 0L),
                            ended.processed,
                            ended.requeued,
                            ended.errors));
        }
        return counts;
    }

    private record Tally(long processed, long requeued, long errors, JsonArray messages) {
        static final Tally NOTHING = new Tally(0, 0, 0, new JsonArray());
    }
}
