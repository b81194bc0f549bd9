package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.index.IndexState;
import io.knarr.storage.FollowUps;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.RiggedStorage;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebuildTest {
    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Following following = new Following(vertx, storage.work());
    private final Rebuild rebuild = new Rebuild(storage, following);
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void leavesAWholeIndexAlone() {
        storage.put("viking://resources/a.md", "a");

        Await.of(rebuild.begin(done::incrementAndGet));

        assertThat(claimed()).isEmpty();
        assertThat(done).hasValue(0);
    }

    @Test
    void goesThroughTheTreesOfAllAccounts() {
        AccountId other = new AccountId("other");
        storage.put("viking://resources/a.md", "a");
        storage.put("viking://user/alice/memories/a.md", "a");
        storage.put("viking://temp/alice/x", "x");
        var _ = Await.of(storage.tree()
                .write(
                        other,
                        VikingUri.parse("viking://agent/skills/s/SKILL.md"),
                        Buffer.buffer("s"),
                        WriteMode.CREATE));
        storage.index().pretend(new IndexState.Stale("empty"));

        Await.of(rebuild.begin(done::incrementAndGet));

        List<Job> jobs = claimed();
        assertThat(jobs)
                .extracting(job -> job.account() + " " + job.key())
                .containsExactlyInAnyOrder("acme viking://resources", "acme viking://user", "other viking://agent");
        assertThat(jobs).allMatch(job -> FollowUps.isWholeTree(job.payload()));
        assertThat(done).hasValue(0);

        jobs.forEach(job -> Await.of(storage.work().complete(List.of(job), List.of())));
        following.ended(jobs);
        awaitDone();
    }

    @Test
    void doesNotBeginTwiceButAgainAfterTheNextLoss() {
        storage.put("viking://resources/a.md", "a");
        storage.index().pretend(new IndexState.Stale("lost"));

        Await.of(rebuild.begin(done::incrementAndGet));
        List<Job> jobs = claimed();
        Await.of(rebuild.begin(done::incrementAndGet));
        assertThat(claimed()).isEmpty();

        jobs.forEach(job -> Await.of(storage.work().complete(List.of(job), List.of())));
        following.ended(jobs);
        awaitDone();
        Await.of(rebuild.begin(done::incrementAndGet));
        assertThat(claimed()).hasSameSizeAs(jobs);
    }

    @Test
    void waitsForWhatFollows() {
        storage.put("viking://resources/a.md", "a");
        storage.index().pretend(new IndexState.Stale("empty"));
        Await.of(rebuild.begin(done::incrementAndGet));
        Job job = claimed().getFirst();
        Await.of(storage.work()
                .complete(
                        List.of(job), List.of(FollowUps.index(VikingUri.parse("viking://resources/a.md"), List.of()))));
        following.ended(List.of(job));

        List<Job> rest = claimed();
        assertThat(done).hasValue(0);
        Await.of(storage.work().complete(rest, List.of()));
        following.ended(rest);

        awaitDone();
    }

    @Test
    void isDoneAtOnceWithoutAnyAccount() {
        storage.index().pretend(new IndexState.Stale("new"));

        Await.of(rebuild.begin(done::incrementAndGet));

        awaitDone();
        assertThat(Await.of(storage.tree().accounts())).doesNotContain(Callers.ACME);
    }

    private List<Job> claimed() {
        return Await.of(storage.work().claim(Queue.EMBEDDING, "test", 100, Duration.ofHours(1)));
    }

    private void awaitDone() {
        var _ = Await.of(Rounds.until(() ->
                vertx.timer(1).map(_ -> Optional.of(done.get()).filter(times -> times == 1))));
    }
}
