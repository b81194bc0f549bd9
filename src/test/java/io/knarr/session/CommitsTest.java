package io.knarr.session;

import static io.knarr.session.Conversation.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.work.Task;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommitsTest {
    private static final String SESSION = "viking://user/alice/sessions/s";

    private final Vertx vertx = Vertx.vertx();
    private final Conversation talk = new Conversation(vertx);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void movesMessagesIntoAnArchiveAndLeavesAJobAndATaskBehind() {
        Sessions.Appended _ = talk.say("s", "Hello", "Hi", "Bye");

        Commits.Outcome.Accepted accepted = talk.accepted("s");

        assertThat(accepted.archive()).hasToString(SESSION + "/history/archive_001");
        assertThat(talk.live("s")).isEmpty();
        assertThat(Await.of(talk.archives.messages(Callers.ACME, accepted.archive())))
                .hasSize(3);
        assertThat(talk.storage.asked()).contains("SessionCommit " + SESSION);
        Task task = Await.of(talk.storage.tasks().find(Callers.ACME, accepted.taskId()))
                .orElseThrow();
        assertThat(task.type()).isEqualTo("session_commit");
        assertThat(task.resourceId()).contains("s");
        SessionMeta meta = Await.of(talk.sessions.require(ALICE, "s")).meta();
        assertThat(meta.commitCount()).isEqualTo(1);
        assertThat(meta.totalMessages()).isEqualTo(3);
    }

    @Test
    void skipsWhatHasNothingToArchive() {
        Sessions.Shown _ = Await.of(talk.sessions.findOrCreate(ALICE, "s"));
        assertThat(talk.commit("s")).isEqualTo(new Commits.Outcome.Skipped("no_messages", Optional.empty()));

        Sessions.Appended _ = talk.say("s", "Hello");
        Commits.Outcome outcome = Await.of(
                talk.commits.commit(ALICE, "s", new Commits.Request(new Retention.Recent(5), Optional.empty(), false)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Commits.Outcome.Skipped.class,
                        skipped -> assertThat(skipped.reason()).isEqualTo("all_within_keep_window"));
        assertThat(talk.live("s")).containsExactly("Hello");
        assertThat(Await.of(talk.sessions.require(ALICE, "s")).meta().json().getInteger("keep_recent_count"))
                .isEqualTo(5);
    }

    @Test
    void isMissingWhereNoSessionIs() {
        Fault fault = Await.faultOf(
                talk.commits.commit(ALICE, "none", new Commits.Request(Retention.none(), Optional.empty(), false)));

        assertThat(fault.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(fault).hasMessage("Session not found: none");
    }

    @Test
    void numbersArchivesOneAfterTheOther() {
        for (int i = 1; i <= 3; i++) {
            Sessions.Appended _ = talk.say("s", "message " + i);
            assertThat(talk.accepted("s").archive().name()).isEqualTo("archive_00" + i);
        }
    }

    @Test
    void keepsEveryMessageHoweverCommitsAndWritesRace() {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(talk.sessions.append(ALICE, "s", List.of(Talk.said("user", "m" + i))));
            if (i % 5 == 4) {
                all.add(talk.commits.commit(
                        ALICE, "s", new Commits.Request(Retention.none(), Optional.empty(), false)));
            }
        }
        all.forEach(Await::of);

        List<String> texts = new ArrayList<>(talk.live("s"));
        for (Archives.Archive archive : Await.of(talk.archives.all(Callers.ACME, SessionAddress.of(ALICE, "s")))) {
            Await.of(talk.archives.messages(Callers.ACME, archive.uri())).forEach(message -> texts.add(message.text()));
        }
        assertThat(texts).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void takesFromTheLiveMessagesWhatACrashLeftInBothPlaces() {
        Sessions.Appended _ = talk.say("s", "one", "two");
        String before = talk.storage.text(SESSION + "/messages.jsonl");
        Commits.Outcome.Accepted accepted = talk.accepted("s");
        // The second of the two steps did not happen.
        talk.storage.put(SESSION + "/messages.jsonl", before);
        Sessions.Appended _ = talk.say("s", "three");

        JsonObject meta =
                Await.of(talk.archives.meta(Callers.ACME, accepted.archive())).orElseThrow();
        Await.of(talk.commits.settle(ALICE, accepted.archive().parent().parent(), accepted.archive(), meta));

        assertThat(talk.live("s")).containsExactly("three");
    }

    @Test
    void remembersTheTagsOfItsEventsAndWhatWasOfUse() {
        Sessions.Appended _ = talk.say("s", "Hello");
        Sessions.Used _ = Await.of(talk.sessions.used(
                ALICE, "s", List.of(io.knarr.uri.VikingUri.of("resources", "a.md")), Optional.empty()));

        Commits.Outcome.Accepted accepted = (Commits.Outcome.Accepted) Await.of(talk.commits.commit(
                ALICE, "s", new Commits.Request(Retention.none(), Optional.of(List.of("a=b")), false)));

        JsonObject meta =
                Await.of(talk.archives.meta(Callers.ACME, accepted.archive())).orElseThrow();
        assertThat(meta.getJsonArray("event_search_tags")).isEqualTo(new JsonArray().add("a=b"));
        assertThat(meta.getJsonObject("usage").getJsonArray("contexts").getString(0))
                .isEqualTo("viking://resources/a.md");
        assertThat(Await.of(talk.sessions.used(ALICE, "s", List.of(), Optional.empty()))
                        .contexts())
                .isZero();
    }

    @Test
    void changesNothingWhenTheDiskRefuses() {
        Sessions.Appended _ = talk.say("s", "Hello");
        talk.storage.failChangesWith(new Fault(Code.WRITE_FAILED, "full"));

        Fault fault = Await.faultOf(
                talk.commits.commit(ALICE, "s", new Commits.Request(Retention.none(), Optional.empty(), false)));

        assertThat(fault.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(talk.live("s")).containsExactly("Hello");
    }
}
