package io.knarr.memory;

import static io.knarr.session.Conversation.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.session.Archives;
import io.knarr.session.Commits;
import io.knarr.session.Conversation;
import io.knarr.session.NewMessage;
import io.knarr.session.Part;
import io.knarr.session.SessionContext;
import io.knarr.session.Sessions;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.uri.VikingUri;
import io.knarr.work.Job;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitHandlerTest {
    private static final String MEMORIES = "viking://user/alice/memories";
    private static final String ARCHIVE = "viking://user/alice/sessions/s/history/archive_001";

    private final Vertx vertx = Vertx.vertx();
    private final Conversation talk = new Conversation(vertx);
    private final CommitHandler handler = new CommitHandler(
            talk.storage, talk.archives, talk.commits, talk.counters, new DirectPool(), talk.storage.clock(), true);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void remembersWhatWasSaidAndByWhom() {
        Commits.Outcome.Accepted accepted =
                committed("My name is Alice. How do I brew oolong?", "With water at 90 degrees.");

        run(accepted.taskId());

        List<String> memories = talk.storage.below(MEMORIES);
        String event = memories.stream()
                .filter(path -> path.startsWith("events/") && path.endsWith(".md"))
                .findFirst()
                .orElseThrow();
        assertThat(event).matches("events/\\d{4}/\\d\\d/\\d\\d/name_alice_brew_oolong_[0-9a-f]{8}\\.md");
        String text = talk.storage.text(MEMORIES + "/" + event);
        assertThat(text)
                .startsWith("# Summary\nMy name is Alice. How do I brew oolong?")
                .contains(" ChatLog:\n**user**: My name is Alice.", "**assistant**: With water at 90 degrees.")
                .contains("\"generated_by\" : \"extractive\"", "\"version\" : 1", "\"memory_type\" : \"events\"");
        assertThat(talk.storage.text(MEMORIES + "/profile.md")).startsWith("- My name is Alice.");
        assertThat(talk.storage.asked()).contains("Embedding " + MEMORIES + "/profile.md");
    }

    @Test
    void saysInTheTaskWhatItDid() {
        Commits.Outcome.Accepted accepted = committed("I prefer tea.", "Noted.");

        run(accepted.taskId());

        Task task = task(accepted.taskId());
        assertThat(task.status()).isEqualTo(Task.Status.COMPLETED);
        JsonObject result = task.result().orElseThrow();
        assertThat(result.getJsonObject("memories_extracted")).isEqualTo(new JsonObject().put("memory_write", 2));
        assertThat(result.getString("archive_uri")).isEqualTo(ARCHIVE);
        assertThat(result.getString("memory_diff_uri")).isEqualTo(ARCHIVE + "/memory_diff.json");
        Sessions.Shown session = Await.of(talk.sessions.require(ALICE, "s"));
        assertThat(session.meta().json().getJsonObject("memories_extracted").getInteger("total"))
                .isEqualTo(2);
    }

    @Test
    void summarisesTheArchiveForTheNextContext() {
        Commits.Outcome.Accepted accepted = committed("Fix the build of docs/guide.md", "The build is green again.");
        assertThat(Await.of(talk.context.assemble(ALICE, "s", 1000)).messages()).hasSize(2);

        run(accepted.taskId());

        SessionContext.Assembled context = Await.of(talk.context.assemble(ALICE, "s", 1000));
        assertThat(context.messages()).isEmpty();
        assertThat(context.overview())
                .startsWith("# Working Memory")
                .contains(
                        "## Session Title\nFix the build of docs/guide.md",
                        "- docs/guide.md",
                        "The build is green again.");
        assertThat(Await.of(talk.context.archive(ALICE, "s", "archive_001"))
                        .orElseThrow()
                        .summary())
                .isEqualTo("Fix the build of docs/guide.md");
        assertThat(Await.of(talk.context.assemble(ALICE, "s", 10)).overview()).isEmpty();
    }

    @Test
    void doesNothingTwice() {
        Commits.Outcome.Accepted accepted = committed("I prefer tea.", "Noted.");
        run(accepted.taskId());
        List<String> before = talk.storage.below(MEMORIES);
        String profile = talk.storage.text(MEMORIES + "/preferences/alice/tea.md");
        // As if the process had died before it marked the archive.
        boolean _ = Await.of(talk.storage.tree().delete(Callers.ACME, VikingUri.parse(ARCHIVE + "/.done")));

        run(accepted.taskId());

        assertThat(talk.storage.below(MEMORIES)).isEqualTo(before);
        assertThat(talk.storage.text(MEMORIES + "/preferences/alice/tea.md")).isEqualTo(profile);
        assertThat(new JsonObject(talk.storage.text(ARCHIVE + "/memory_diff.json"))
                        .getJsonObject("summary")
                        .getInteger("total_adds"))
                .isEqualTo(2);
        assertThat(Await.of(talk.sessions.require(ALICE, "s")).meta().json().getJsonObject("memories_extracted"))
                .isEqualTo(new JsonObject().put("total", 2).put("memory_write", 2));
    }

    @Test
    void addsToWhatIsRememberedAndKeepsIt() {
        Commits.Outcome.Accepted first = committed("My name is Alice.");
        run(first.taskId());
        Commits.Outcome.Accepted second = committed("I live in Oslo. My name is Alice.");

        run(second.taskId());

        assertThat(talk.storage.text(MEMORIES + "/profile.md"))
                .startsWith("- My name is Alice.\n- I live in Oslo.\n")
                .contains("\"version\" : 2");
        assertThat(task(second.taskId()).result().orElseThrow().getJsonObject("memories_extracted"))
                .isEqualTo(new JsonObject().put("memory_write", 1).put("memory_edit", 1));
    }

    @Test
    void keepsWhatAPeerSaidWithThePeer() {
        NewMessage said = new NewMessage(
                "user",
                List.of(new Part.Text("I like chess.")),
                Optional.of("2023-05-08T10:00:00Z"),
                Optional.of("bob"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        Sessions.Appended _ = Await.of(talk.sessions.append(ALICE, "s", List.of(said)));
        Commits.Outcome.Accepted accepted = talk.accepted("s");

        run(accepted.taskId());

        assertThat(talk.storage.below("viking://user/alice/peers/bob/memories"))
                .contains("preferences/bob/chess.md")
                .anyMatch(path -> path.startsWith("events/2023/05/08/like_chess_"));
        assertThat(talk.storage.isThere(MEMORIES + "/events")).isFalse();
    }

    @Test
    void doesAllArchivesThatWaitInTheirOrder() {
        Commits.Outcome.Accepted first = committed("First thing");
        Commits.Outcome.Accepted second = committed("Second thing");

        run(first.taskId(), second.taskId());

        assertThat(task(first.taskId()).status()).isEqualTo(Task.Status.COMPLETED);
        assertThat(task(second.taskId()).status()).isEqualTo(Task.Status.COMPLETED);
        assertThat(states()).containsExactly(Archives.State.COMPLETED, Archives.State.COMPLETED);
    }

    @Test
    void marksAnArchiveThatItGivesUpAndGoesOnWithTheNext() {
        Commits.Outcome.Accepted first = committed("First thing");
        Commits.Outcome.Accepted second = committed("Second thing");
        talk.storage.forgetAsked();

        Await.of(handler.gaveUp(job(first.taskId()), new Fault(Code.PROCESSING_ERROR, "it went wrong")));

        assertThat(task(first.taskId()).status()).isEqualTo(Task.Status.FAILED);
        assertThat(states()).containsExactly(Archives.State.FAILED, Archives.State.PENDING);
        assertThat(new JsonObject(talk.storage.text(ARCHIVE + "/.failed.json")).getString("error"))
                .isEqualTo("it went wrong");
        assertThat(talk.storage.asked()).containsExactly("SessionCommit viking://user/alice/sessions/s");
        run(second.taskId());
        assertThat(states()).containsExactly(Archives.State.FAILED, Archives.State.COMPLETED);
    }

    @Test
    void failsWithTheDiskAndSucceedsWithIt() {
        Commits.Outcome.Accepted accepted = committed("I prefer tea.");
        talk.storage.failChangesWith(new Fault(Code.WRITE_FAILED, "full"));
        assertThat(Await.faultOf(handler.handle(job(accepted.taskId()))).code()).isEqualTo(Code.WRITE_FAILED);
        talk.storage.failChangesNoMore();

        run(accepted.taskId());

        assertThat(task(accepted.taskId()).status()).isEqualTo(Task.Status.COMPLETED);
    }

    @Test
    void onlySummarisesWhenNothingIsToBeRemembered() {
        CommitHandler silent = new CommitHandler(
                talk.storage,
                talk.archives,
                talk.commits,
                talk.counters,
                new DirectPool(),
                talk.storage.clock(),
                false);
        Commits.Outcome.Accepted accepted = committed("I prefer tea.");

        var _ = Await.of(silent.handle(job(accepted.taskId())));

        assertThat(talk.storage.isThere(MEMORIES)).isFalse();
        assertThat(talk.storage.isThere(ARCHIVE + "/.overview.md")).isTrue();
        assertThat(task(accepted.taskId()).result().orElseThrow().containsKey("memory_diff_uri"))
                .isFalse();
    }

    private List<Archives.State> states() {
        return Await.of(talk.archives.all(Callers.ACME, VikingUri.of("user", "alice", "sessions", "s"))).stream()
                .map(Archives.Archive::state)
                .toList();
    }

    private Commits.Outcome.Accepted committed(String... texts) {
        Sessions.Appended _ = talk.say("s", texts);
        return talk.accepted("s");
    }

    private Task task(String id) {
        return Await.of(talk.storage.tasks().find(Callers.ACME, id)).orElseThrow();
    }

    private void run(String... tasks) {
        var _ = Await.of(handler.handle(job(tasks)));
    }

    private static Job job(String... tasks) {
        return new Job(
                1,
                Callers.ACME,
                Queue.SESSION_COMMIT,
                VikingUri.of("user", "alice", "sessions", "s"),
                new JsonObject(),
                List.of(tasks),
                1,
                1);
    }
}
