package io.knarr.session;

import static io.knarr.session.Conversation.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsTest {
    private final Vertx vertx = Vertx.vertx();
    private final Conversation talk = new Conversation(vertx);

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void makesASessionOfTheNameAskedForOrOneOfItsOwn() {
        Sessions.Shown named = create(Optional.of("review-42"));
        Sessions.Shown own = create(Optional.empty());

        assertThat(named.uri()).hasToString("viking://user/alice/sessions/review-42");
        assertThat(own.meta().id()).matches("\\d{8}-\\d{6}-[0-9a-f]{16}");
        assertThat(talk.storage.below("viking://user/alice/sessions/review-42"))
                .contains("messages.jsonl", ".meta.json");
    }

    @Test
    void refusesANameThatIsTaken() {
        Sessions.Shown _ = create(Optional.of("s"));

        Fault fault = Await.faultOf(talk.sessions.create(ALICE, wanted(Optional.of("s"))));

        assertThat(fault.code()).isEqualTo(Code.ALREADY_EXISTS);
        assertThat(fault.details()).containsEntry("resource", "Session 's' already exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "a/../b", "a\\b", "C:x", "/a", "a//b"})
    void refusesANameThatLeadsElsewhere(String id) {
        assertThat(Await.faultOf(talk.sessions.create(ALICE, wanted(Optional.of(id))))
                        .code())
                .isEqualTo(Code.PERMISSION_DENIED);
    }

    @Test
    void listsTheNewestFirst() {
        Sessions.Shown _ = create(Optional.of("old"));
        talk.storage.clock().advance(java.time.Duration.ofMinutes(1));
        Sessions.Shown _ = create(Optional.of("new"));

        assertThat(Await.of(talk.sessions.list(ALICE))).extracting(Node::name).containsExactly("new", "old");
        assertThat(Await.of(talk.sessions.list(Callers.bob()))).isEmpty();
    }

    @Test
    void addsMessagesToASessionThatItMakes() {
        Sessions.Appended appended = talk.say("s", "Hello", "Hi there");

        assertThat(appended.messages()).isEqualTo(2);
        assertThat(appended.pendingTokens()).isEqualTo(4);
        assertThat(talk.live("s")).containsExactly("Hello", "Hi there");
        Sessions.Shown shown = Await.of(talk.sessions.require(ALICE, "s"));
        assertThat(shown.meta().totalMessages()).isEqualTo(2);
        assertThat(shown.pendingTokens()).isEqualTo(4);
    }

    @Test
    void storesToolResultsOfOneMessageOneByOne() {
        List<Part> parts = List.of(Talk.result("a", "1"), Talk.result("b", "2"));

        Sessions.Appended appended = Await.of(talk.sessions.append(ALICE, "s", List.of(Talk.said("user", parts))));

        assertThat(appended.stored()).isEqualTo(2);
        assertThat(Await.of(talk.files.messages(Callers.ACME, VikingUri.of("user", "alice", "sessions", "s"))))
                .extracting(Message::kind)
                .containsOnly(Optional.of(Message.Kind.TOOL_TRANSPORT));
    }

    @Test
    void losesNoMessageOfManyWritersAtOnce() {
        List<Future<Sessions.Appended>> writers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            writers.add(talk.sessions.append(ALICE, "s", List.of(Talk.said("user", "message " + i))));
        }
        writers.forEach(Await::of);

        assertThat(talk.live("s")).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void storesNothingWhenTheDiskRefuses() {
        Sessions.Appended _ = talk.say("s", "kept");
        talk.storage.failChangesWith(new Fault(Code.WRITE_FAILED, "full"));

        Fault fault = Await.faultOf(talk.sessions.append(ALICE, "s", List.of(Talk.said("user", "lost"))));

        assertThat(fault.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(talk.live("s")).containsExactly("kept");
    }

    @Test
    void changesTheConfigurationFieldByField() {
        Sessions.Shown _ = create(Optional.of("s"));

        SessionMeta on = configured(new JsonObject().put("message_count_threshold", 5000));
        assertThat(on.autoCommit().orElseThrow().messageCountThreshold()).isEqualTo(1000);
        assertThat(on.autoCommit().orElseThrow().pendingTokenThreshold()).isEqualTo(150_000);
        SessionMeta more = configured(new JsonObject().put("keep_recent_count", 7));
        assertThat(more.autoCommit().orElseThrow().messageCountThreshold()).isEqualTo(1000);
        assertThat(more.autoCommit().orElseThrow().keepRecentCount()).isEqualTo(7);
        Sessions.Changes off = new Sessions.Changes(Optional.of(List.of("a=b")), Optional.of(Optional.empty()));
        SessionMeta none = Await.of(talk.sessions.configure(ALICE, "s", off)).orElseThrow();
        assertThat(none.autoCommit()).isEmpty();
        assertThat(none.eventTags()).containsExactly("a=b");
    }

    private SessionMeta configured(JsonObject fields) {
        Sessions.Changes changes = new Sessions.Changes(Optional.empty(), Optional.of(Optional.of(fields)));
        return Await.of(talk.sessions.configure(ALICE, "s", changes)).orElseThrow();
    }

    @Test
    void takesASessionAwayWithAllItHolds() {
        Sessions.Appended _ = talk.say("s", "Hello");

        Await.of(talk.sessions.delete(ALICE, "s"));

        assertThat(Await.of(talk.sessions.find(ALICE, "s"))).isEmpty();
        assertThat(Await.faultOf(talk.sessions.delete(ALICE, "s")).code()).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void addsUpWhatWasOfUse() {
        Sessions.Appended _ = talk.say("s", "Hello");
        VikingUri uri = VikingUri.of("resources", "a.md");

        Sessions.Used _ = Await.of(talk.sessions.used(ALICE, "s", List.of(uri), Optional.empty()));
        Sessions.Used used =
                Await.of(talk.sessions.used(ALICE, "s", List.of(uri), Optional.of(new JsonObject().put("uri", "x"))));

        assertThat(used).isEqualTo(new Sessions.Used(1, 1));
    }

    @Test
    void readsAndSearchesALargeToolOutputByItsCodePoints() {
        String output = "😀 start " + "filler ".repeat(4000) + "needle end";
        Sessions.Appended _ = Await.of(talk.sessions.append(
                ALICE, "s", List.of(Talk.said("assistant", List.of(Talk.result("c", output))))));
        String id = Await.of(talk.toolResults.list(ALICE, "s", Optional.empty(), 10))
                .getFirst()
                .getString("tool_result_id");

        ToolResults.Read read = Await.of(talk.toolResults.read(ALICE, "s", id, 0, 7));
        List<ToolResults.Found> found = Await.of(talk.toolResults.search(ALICE, "s", id, "needle", 5, 4));

        assertThat(read.content()).isEqualTo("😀 start");
        assertThat(read.hasMore()).isTrue();
        assertThat(read.total()).isEqualTo(output.codePointCount(0, output.length()));
        assertThat(found).singleElement().satisfies(match -> {
            assertThat(match.snippet()).isEqualTo("ler needle end");
            assertThat(match.offset()).isEqualTo(read.total() - "needle end".length());
        });
        assertThat(Await.faultOf(talk.toolResults.read(ALICE, "s", "../x", 0, 7))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(Await.faultOf(talk.toolResults.read(ALICE, "s", "tr_none", 0, 7))
                        .code())
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void knowsMemoryPoliciesAndRefusesOthers() {
        MemoryPolicy policy = MemoryPolicy.parse(
                new JsonObject()
                        .put("self", new JsonObject().put("enabled", "no"))
                        .put(
                                "memory_types",
                                new io.vertx.core.json.JsonArray().add("events").add("cases")),
                "events cases"::contains);

        assertThat(policy.self()).isFalse();
        assertThat(policy.allows("events")).isTrue();
        assertThat(policy.allows("cases")).isFalse();
        assertThat(policy.json().encode())
                .isEqualTo("{\"self\":{\"enabled\":false},\"peer\":{\"enabled\":true},\"memory_types\":[\"events\"]}");
        assertThatThrownBy(() -> MemoryPolicy.parse(new JsonObject().put("other", 1), _ -> true))
                .hasMessage("memory_policy supports only: memory_types, peer, self, working_memory");
        assertThatThrownBy(() -> MemoryPolicy.parse(
                        new JsonObject().put("memory_types", new io.vertx.core.json.JsonArray().add("odd")),
                        _ -> false))
                .hasMessage("Unknown memory_policy.memory_types: odd");
    }

    private Sessions.Shown create(Optional<String> id) {
        return Await.of(talk.sessions.create(ALICE, wanted(id)));
    }

    private static Sessions.Wanted wanted(Optional<String> id) {
        return new Sessions.Wanted(id, Optional.empty(), Optional.empty(), List.of());
    }
}
