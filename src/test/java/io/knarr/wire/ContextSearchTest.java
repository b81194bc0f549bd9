package io.knarr.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.model.Embedder;
import io.knarr.model.Writer;
import io.knarr.observe.Meters;
import io.knarr.recall.Digest;
import io.knarr.recall.QueryExpansion;
import io.knarr.recall.Recall;
import io.knarr.retrieve.Finder;
import io.knarr.retrieve.Fusion;
import io.knarr.retrieve.RetrievalSettings;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.Entries;
import io.knarr.testing.HashEmbedder;
import io.knarr.testing.RiggedStorage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContextSearchTest {
    private static final ApiDocument DOCUMENT = ApiDocument.load();
    private static final String MEMORIES = "viking://user/alice/memories/";
    private static final String TEA = MEMORIES + "preferences/tea.md";
    private static final String TRIP = MEMORIES + "events/trip.md";
    private static final String BREW = "viking://resources/brew.md";
    private static final String LOG = "viking://user/alice/sessions/s-1/.recall_log.json";

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final HashEmbedder embedder = new HashEmbedder();

    @BeforeEach
    void fill() {
        put(TEA, "Alice drinks green tea in the morning.");
        put(TRIP, "# Trip\n\n## Summary\n\nBought green tea in Kyoto.\n\n## Details\n\nA long walk before that.");
        put(BREW, "# Brewing green tea\n\nUse water of eighty degrees.");
    }

    @AfterEach
    void close() {
        Void _ = Await.of(vertx.close());
    }

    private void put(String uri, String text) {
        storage.put(uri, text);
        index(uri, Level.CONTENT, text.replaceAll("[#\\s]+", " ").strip());
    }

    private void index(String uri, Level level, String text) {
        Void _ = Await.of(storage.index().upsert(Callers.ACME, List.of(Entries.of(uri, level, text, embedder))));
    }

    private Recall recall(Optional<Writer> writer, boolean automatic, Optional<QueryExpansion> expansion) {
        return new Recall(
                embedder,
                this::finder,
                storage.tree(),
                new DirectPool(),
                new Digest(writer, automatic, Duration.ofSeconds(30)),
                new Recall.Planning(
                        expansion.orElse((_, _, _) -> Future.succeededFuture(List.of())), Duration.ofSeconds(5)));
    }

    private Finder finder(Embedder asked) {
        return new Finder(
                storage.index(),
                asked,
                Optional.empty(),
                RetrievalSettings.DEFAULTS,
                new Fusion(0.3),
                storage.clock(),
                Meters.NONE);
    }

    private Future<Answer> call(Recall recall, Caller caller, String id, JsonObject body) {
        Endpoint endpoint = DOCUMENT.endpoints().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        RawRequest raw = new RawRequest(
                Map.of(), Map.of(), Map.of(), Optional.of(body), Optional.empty(), Future.future(_ -> {}));
        ContextSearch search = new ContextSearch(new Namespace(storage.clock()), recall, storage.clock());
        return Future.succeededFuture()
                .compose(_ -> {
                    Input input = Validator.read(endpoint, raw);
                    return id.equals("search.recall") ? search.recall(caller, input) : search.search(caller, input);
                })
                .recover(cause ->
                        Future.failedFuture(cause instanceof InvalidRequest invalid ? invalid.fault() : cause));
    }

    private static JsonObject result(Future<Answer> answer) {
        return Await.of(answer) instanceof Answer.Json json && json.result() instanceof JsonObject object
                ? object
                : new JsonObject();
    }

    private static JsonObject body(@Nullable Object... fields) {
        JsonObject body = new JsonObject().put("query", "green tea");
        for (int i = 0; i < fields.length; i += 2) {
            body.put(String.valueOf(fields[i]), fields[i + 1]);
        }
        return body;
    }

    private JsonObject context(Object... fields) {
        return contextOf(Callers.alice(), fields);
    }

    private JsonObject contextOf(Caller caller, Object... fields) {
        return result(call(
                recall(Optional.empty(), false, Optional.empty()),
                caller,
                "search.search",
                body(fields).put("mode", "context")));
    }

    private JsonObject recalled(@Nullable Object... fields) {
        return result(call(
                recall(Optional.empty(), false, Optional.empty()), Callers.alice(), "search.recall", body(fields)));
    }

    private Fault refused(String id, JsonObject body) {
        return Await.faultOf(call(recall(Optional.empty(), false, Optional.empty()), Callers.alice(), id, body));
    }

    private static List<String> uris(JsonObject answer) {
        return answer.getJsonArray("entries").stream()
                .map(entry -> ((JsonObject) entry).getString("uri"))
                .toList();
    }

    private static JsonObject entry(JsonObject answer, String uri) {
        return answer.getJsonArray("entries").stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("uri").equals(uri))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject stats(JsonObject answer) {
        return answer.getJsonObject("stats");
    }

    @Test
    void makesABlockOfEachBucket() {
        JsonObject answer = context("purpose", "chat", "max_tokens", 800);

        assertThat(uris(answer)).containsExactlyInAnyOrder(TEA, TRIP, BREW);
        assertThat(entry(answer, TEA).getMap())
                .containsEntry("category", "preferences")
                .containsEntry("detail", "abstract")
                .containsEntry("text", "Alice drinks green tea in the morning.")
                .containsEntry("origin", "self")
                .containsOnlyKeys("uri", "category", "score", "detail", "text", "origin");
        assertThat(entry(answer, TRIP).getMap())
                .containsEntry("category", "events")
                .containsEntry("detail", "full");
        assertThat(answer.getString("rendered"))
                .contains("<memory uri=\"" + BREW + "\" type=\"resources\"", "\n</memory>\n<memory ");
        assertThat(answer.getString("digest")).isEmpty();
    }

    @Test
    void tellsHowItCameAbout() {
        JsonObject stats = stats(context("purpose", "chat", "max_tokens", 800));

        assertThat(stats.fieldNames())
                .containsExactly(
                        "searched",
                        "candidates",
                        "excluded",
                        "origins",
                        "peer_scope",
                        "quotas",
                        "max_tokens",
                        "used_tokens",
                        "per_entry_cap",
                        "returned",
                        "dropped",
                        "deduped",
                        "detail",
                        "tier_counts",
                        "fill",
                        "purpose",
                        "query_expansion",
                        "planned_queries",
                        "score_threshold",
                        "other_peer_penalties",
                        "rewrite",
                        "rewrite_usage",
                        "dedup");
        stats.remove("used_tokens");
        int floor = stats.getJsonObject("fill").getInteger("floor_tokens");
        assertThat(stats.encode())
                .isEqualTo("{\"searched\":{\"events\":1,\"entities\":0,\"preferences\":1,\"experiences\":0,"
                        + "\"resources\":1,\"skills\":0},\"candidates\":3,\"excluded\":0,"
                        + "\"origins\":{\"actor_peer\":0,\"self\":3,\"other_peer\":0},\"peer_scope\":\"all\","
                        + "\"quotas\":{\"events\":3,\"entities\":3,\"preferences\":1,\"experiences\":1,"
                        + "\"resources\":1,\"skills\":1},\"max_tokens\":800,\"per_entry_cap\":532,"
                        + "\"returned\":3,\"dropped\":0,\"deduped\":0,\"detail\":null,"
                        + "\"tier_counts\":{\"abstract\":2,\"full\":1},\"fill\":{\"floor_tokens\":" + floor
                        + ",\"overview_upgrades\":0,\"full_upgrades\":1,\"spare_upgrades\":0},"
                        + "\"purpose\":\"chat\",\"query_expansion\":\"off\",\"planned_queries\":[\"green tea\"],"
                        + "\"score_threshold\":null,\"other_peer_penalties\":{\"events\":0.1,\"entities\":0.1,"
                        + "\"preferences\":0.02,\"experiences\":0.02,\"resources\":0.02,\"skills\":0.02,"
                        + "\"memories\":0.1},\"rewrite\":\"off\",\"rewrite_usage\":null,"
                        + "\"dedup\":{\"turns\":0,\"status\":\"off\",\"cooled\":0,\"turn\":0}}");
    }

    @Test
    void searchesOnceWithoutBuckets() {
        put(MEMORIES + "notes/odd.md", "green tea is odd");
        index("viking://resources/teas", Level.ABSTRACT, "All about green tea.");
        storage.put("viking://resources/teas/.overview.md", "# Teas\n\nGreen tea and black tea.");

        JsonObject answer = context();

        assertThat(stats(answer).getJsonObject("searched")).isEqualTo(new JsonObject().put("all", 5));
        assertThat(stats(answer).getValue("quotas")).isNull();
        assertThat(entry(answer, MEMORIES + "notes/odd.md").getString("category"))
                .isEqualTo("memories");
        JsonObject directory = entry(answer, "viking://resources/teas");
        assertThat(directory.getString("detail")).isEqualTo("overview");
        assertThat(directory.getString("text")).isEqualTo("# Teas\n\nGreen tea and black tea.");
        assertThat(uris(context("limit", 2))).hasSize(2);
        assertThat(uris(context("node_limit", 1, "limit", 5))).hasSize(1);
    }

    @Test
    void onlyNamedBucketsAreSearched() {
        JsonObject answer =
                context("quotas", new JsonObject().put("resources", 1).put("events", -1), "limit", 3, "level", 2);

        assertThat(uris(answer)).containsExactly(BREW);
        assertThat(stats(answer).getJsonObject("searched").encode()).isEqualTo("{\"events\":0,\"resources\":1}");
        assertThat(stats(answer).getJsonObject("quotas").encode()).isEqualTo("{\"events\":0,\"resources\":1}");
        assertThat(stats(answer).getJsonArray("ignored")).containsExactly("level", "limit");
    }

    @Test
    void leavesOutProfilesAndWhatIsExcluded() {
        put(MEMORIES + "profile.md", "green tea profile");

        JsonObject answer = context(
                "exclude_uris",
                new JsonArray()
                        .add(BREW)
                        .add("viking://~/memories/preferences/tea.md")
                        .add("viking://resources/x/.abstract.md"));

        assertThat(uris(answer)).containsExactly(TRIP);
        assertThat(stats(answer).getInteger("excluded")).isEqualTo(2);
        assertThat(stats(answer).getInteger("candidates")).isEqualTo(1);
    }

    @Test
    void filtersAsASearchDoes() {
        assertThat(uris(context("context_type", "resource"))).containsExactly(BREW);
        assertThat(uris(context("score_threshold", 0.9999))).isEmpty();
        assertThat(uris(context(
                        "filter",
                        new JsonObject()
                                .put("op", "must")
                                .put("field", "name")
                                .put("conds", new JsonArray().add("tea.md")))))
                .containsExactly(TEA);
        assertThat(uris(context("since", "2030-01-01"))).isEmpty();
    }

    @Test
    void nothingFoundIsAnEmptyBlock() {
        JsonObject answer = context("context_type", "skill");

        assertThat(answer.getJsonArray("entries")).isEmpty();
        assertThat(answer.getString("rendered")).isEmpty();
        assertThat(stats(answer).getInteger("used_tokens")).isZero();
        assertThat(stats(answer).getJsonObject("tier_counts")).isEmpty();
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThat(refused("search.search", body("mode", "context").put("query", " "))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(refused("search.search", body("mode", "context", "target_uri", BREW))
                        .details()
                        .toString())
                .contains("value_error");
        for (JsonObject body : List.of(
                body("quotas", new JsonObject().put("memories", 1)),
                body("quotas", new JsonObject().put("x", 1)),
                body("detail", new JsonObject().put("x", "full")),
                body("detail", "uri"),
                body("max_tokens", 63),
                body("max_tokens", 32_001),
                body("dedup_turns", 101),
                body("rewrite_max_bullets", 0),
                body("rewrite", "maybe"),
                body("purpose", "play"),
                body("peer_scope", "none"),
                body("exclude_uris", new JsonArray().add("no uri")),
                body("other_peer_penalty", new JsonObject().put("x", 1)),
                body("image_url", "data:image/png;base64,AA"))) {
            Fault fault = refused("search.search", body.put("mode", "context"));
            assertThat(fault.code().name()).as(body.encode()).startsWith("INVALID_");
        }
        assertThat(refused("search.recall", body("mode", "context")).details().toString())
                .contains("extra_forbidden");
        assertThat(refused("search.recall", new JsonObject()).details().toString())
                .contains("missing");
    }

    @Test
    void pinsTiers() {
        assertThat(entry(context("detail", "full"), BREW).getString("text"))
                .isEqualTo("# Brewing green tea\n\nUse water of eighty degrees.");
        JsonObject answer =
                context("detail", new JsonObject().put("events", "abstract").put("resources", "auto"));
        assertThat(entry(answer, TRIP).getString("detail")).isEqualTo("abstract");
        assertThat(entry(answer, BREW).getString("detail")).isEqualTo("abstract");
        assertThat(stats(answer).getJsonObject("detail").encode())
                .isEqualTo("{\"events\":\"abstract\",\"resources\":\"auto\"}");
        assertThat(stats(context("detail", "auto")).getValue("detail")).isNull();
        assertThat(stats(context("detail", "overview")).getValue("detail")).isEqualTo("overview");
    }

    @Test
    void hidesTheTrailerOfMemories() {
        put(MEMORIES + "events/tea.md", "# Tea\n\nGreen tea was served.\n\n<!-- MEMORY_FIELDS\n{\"version\": 2}\n-->");

        assertThat(entry(context("purpose", "chat"), MEMORIES + "events/tea.md").getString("text"))
                .isEqualTo("# Tea\n\nGreen tea was served.");
    }

    @Test
    void servesByItsAddressWhatIsGoneOrTooLarge() {
        index("viking://resources/gone.md", Level.CONTENT, "green tea gone");
        Boolean _ = Await.of(storage.tree().delete(Callers.ACME, io.knarr.uri.VikingUri.parse(TRIP)));

        JsonObject answer = context("detail", "full");

        assertThat(entry(answer, "viking://resources/gone.md").getString("detail"))
                .isEqualTo("abstract");
        assertThat(entry(answer, TRIP).getString("detail")).isEqualTo("abstract");
        assertThat(stats(answer).containsKey("retrieval_errors")).isFalse();
    }

    @Test
    void otherPeersRankLower() {
        String mine = MEMORIES + "entities/cup.md";
        String ours = "viking://user/alice/peers/bo/memories/entities/cup.md";
        String theirs = "viking://user/alice/peers/cy/memories/entities/cup.md";
        put(mine, "green tea cup of mine");
        put(ours, "green tea cup of bo");
        put(theirs, "green tea cup of cy");
        put("viking://user/alice/peers/cy/resources/cup.md", "green tea cup in a document");
        Caller withBo = Callers.withPeer(Callers.alice(), "bo");

        JsonObject all = contextOf(withBo, "quotas", new JsonObject().put("entities", 5));
        JsonObject actor = contextOf(withBo, "quotas", new JsonObject().put("entities", 5), "peer_scope", "actor");
        JsonObject flat = contextOf(withBo);
        JsonObject heavy = contextOf(withBo, "quotas", new JsonObject().put("entities", 2), "other_peer_penalty", 7);

        assertThat(uris(all))
                .containsExactlyInAnyOrder(mine, ours, theirs)
                .last()
                .isEqualTo(theirs);
        assertThat(entry(all, ours).getString("origin")).isEqualTo("actor_peer");
        assertThat(entry(all, theirs).getString("origin")).isEqualTo("other_peer");
        assertThat(stats(all).getJsonObject("origins").encode())
                .isEqualTo("{\"actor_peer\":1,\"self\":1,\"other_peer\":1}");
        assertThat(uris(actor)).containsExactlyInAnyOrder(mine, ours);
        assertThat(uris(flat)).contains(theirs).doesNotContain("viking://user/alice/peers/cy/resources/cup.md");
        assertThat(uris(heavy)).containsExactlyInAnyOrder(mine, ours);
        assertThat(stats(heavy).getJsonObject("other_peer_penalties").getDouble("skills"))
                .isEqualTo(1.0);
        assertThat(uris(contextOf(Callers.alice(), "peer_scope", "actor")))
                .contains(mine)
                .doesNotContain(theirs);
    }

    @Test
    void servesNothingTwiceWithinSomeTurns() {
        storage.put("viking://user/alice/sessions/s-1/.meta.json", "{\"total_message_count\":4,\"message_count\":2}");

        JsonObject first = context("session_id", "s-1", "dedup_turns", 3);
        JsonObject second = context("session_id", "s-1", "dedup_turns", 3);
        storage.put("viking://user/alice/sessions/s-1/.meta.json", "{\"total_message_count\":7}");
        JsonObject third = context("session_id", "s-1", "dedup_turns", 3);

        assertThat(stats(first).getJsonObject("dedup").encode())
                .isEqualTo("{\"turns\":3,\"status\":\"new\",\"cooled\":0,\"turn\":4}");
        assertThat(uris(first)).hasSize(3);
        assertThat(uris(second)).isEmpty();
        assertThat(stats(second).getJsonObject("dedup").encode())
                .isEqualTo("{\"turns\":3,\"status\":\"ok\",\"cooled\":3,\"turn\":4}");
        assertThat(stats(second).getInteger("excluded")).isEqualTo(3);
        assertThat(uris(third)).hasSize(3);
        assertThat(new JsonObject(storage.text(LOG)).getInteger("updated_turn")).isEqualTo(7);
    }

    @Test
    void countsTheMessagesOfASessionThatDoesNot() {
        storage.put("viking://user/alice/sessions/s-1/messages.jsonl", "{}\n{}\n\n{}\n");

        assertThat(stats(context("session_id", "s-1", "dedup_turns", 3))
                        .getJsonObject("dedup")
                        .getInteger("turn"))
                .isEqualTo(3);
    }

    @Test
    void aSessionThatDoesNotExistIsEmpty() {
        JsonObject answer = context("session_id", "s-1", "dedup_turns", 3);

        assertThat(stats(answer).getJsonObject("dedup").encode())
                .isEqualTo("{\"turns\":3,\"status\":\"new\",\"cooled\":0,\"turn\":0}");
        assertThat(storage.isThere("viking://user/alice/sessions/s-1")).isFalse();
    }

    @Test
    void aBrokenLogIsNewAndOneThatCannotBeWrittenSaysSo() {
        storage.put(LOG, "no json");
        assertThat(stats(context("session_id", "s-1", "dedup_turns", 3))
                        .getJsonObject("dedup")
                        .getString("status"))
                .isEqualTo("new");

        storage.put("viking://user/alice/sessions/s-2", "a file where a directory should be");
        JsonObject answer = context("session_id", "s-2", "dedup_turns", 3);
        assertThat(stats(answer).getJsonObject("dedup").getString("status")).isEqualTo("write_failed");
        assertThat(uris(answer)).hasSize(3);
    }

    @Test
    void searchesThatFailAreTold() {
        embedder.failWith(new Fault(Code.INTERNAL, "broken model"));

        JsonObject answer = context("purpose", "chat");

        assertThat(answer.getJsonArray("entries")).isEmpty();
        assertThat(stats(answer).getJsonArray("retrieval_errors"))
                .hasSize(5)
                .allSatisfy(error -> assertThat((String) error).endsWith(": broken model"));
    }

    @Test
    void answersByWordsWhenTheModelIsAway() {
        embedder.failWith(new Fault(Code.UNAVAILABLE, "away"));

        JsonObject answer = context();

        assertThat(uris(answer)).isNotEmpty();
        assertThat(stats(answer).getJsonArray("degraded")).hasSize(1);
    }

    @Test
    void aQuestionIsEmbeddedOnceHoweverManySearchesAskIt() {
        put("viking://user/alice/peers/cy/memories/entities/cup.md", "green tea cup of cy");

        JsonObject _ = context("purpose", "coding");

        assertThat(embedder.queries()).isEqualTo(1);
    }

    private JsonObject digested(Writer writer, Object... fields) {
        return result(call(
                recall(Optional.of(writer), true, Optional.empty()),
                Callers.alice(),
                "search.search",
                body(fields).put("mode", "context")));
    }

    @Test
    void aModelSumsUp() {
        Writer writer = new SkillFixture.OneAnswer("- Likes green tea (" + TEA + ")", Optional.empty());

        for (Object rewrite : List.of(true, "auto")) {
            JsonObject answer = digested(writer, "rewrite", rewrite);

            assertThat(stats(answer).getString("rewrite")).isEqualTo("ok");
            assertThat(answer.getString("digest"))
                    .isEqualTo("OpenViking memory digest:\n- Likes green tea (" + TEA + ")");
            assertThat(stats(answer).getJsonObject("rewrite_usage").encode())
                    .isEqualTo("{\"prompt_tokens\":0,\"completion_tokens\":0}");
            assertThat(answer.getString("rendered")).isNotEmpty();
        }
        assertThat(stats(digested(writer)).getString("rewrite")).isEqualTo("off");
    }

    @Test
    void whatIsOfNoUseIsNotServed() {
        storage.makeDirectory("viking://user/alice/sessions/s-1");
        Writer writer = new SkillFixture.OneAnswer("NO_RELEVANT_MEMORY", Optional.empty());

        JsonObject answer = digested(writer, "rewrite", true, "session_id", "s-1", "dedup_turns", 3);

        assertThat(stats(answer).getString("rewrite")).isEqualTo("no_relevant");
        assertThat(answer.getString("rendered")).isEmpty();
        assertThat(answer.getString("digest")).isEmpty();
        assertThat(storage.isThere(LOG)).isFalse();
    }

    @Test
    void aDigestThatFailsLeavesTheBlock() {
        Map<String, Fault> failures = Map.of(
                "failed", new Fault(Code.MODEL_UNAVAILABLE, "away"),
                "timeout", new Fault(Code.DEADLINE_EXCEEDED, "slow"));
        failures.forEach((status, fault) -> {
            JsonObject answer = digested(new SkillFixture.OneAnswer("", Optional.of(fault)), "rewrite", true);

            assertThat(stats(answer).getString("rewrite")).isEqualTo(status);
            assertThat(stats(answer).getValue("rewrite_usage")).isNull();
            assertThat(answer.getString("rendered")).isNotEmpty();
        });
    }

    @Test
    void withoutAModelThereIsNoDigest() {
        assertThat(stats(context("rewrite", "auto")).getString("rewrite")).isEqualTo("off");
        assertThat(stats(context("rewrite", true)).getString("rewrite")).isEqualTo("failed");
        assertThat(stats(context("rewrite", true, "context_type", "skill")).getString("rewrite"))
                .isEqualTo("empty");
    }

    private JsonObject expanded(QueryExpansion expansion, Object... fields) {
        return result(call(
                recall(Optional.empty(), false, Optional.of(expansion)),
                Callers.alice(),
                "search.search",
                body(fields).put("mode", "context")));
    }

    @Test
    void plannedQueriesAreAskedToo() {
        put("viking://resources/zebra.md", "A striped zebra.");
        QueryExpansion planner = (_, query, session) ->
                Future.succeededFuture(List.of(query, " striped zebra ", session.name(), "a fourth"));

        JsonObject answer = expanded(planner, "session_id", "s-1", "limit", 1);

        assertThat(stats(answer).getString("query_expansion")).isEqualTo("used");
        assertThat(stats(answer).getJsonArray("planned_queries")).containsExactly("green tea", "striped zebra", "s-1");
        assertThat(uris(answer)).containsExactly("viking://resources/zebra.md");
    }

    @Test
    void withoutAPlanTheOriginalIsAsked() {
        QueryExpansion broken = (_, _, _) -> Future.failedFuture("no plan");
        QueryExpansion nothing = (_, _, _) -> Future.succeededFuture(List.of());

        assertThat(stats(expanded(broken, "session_id", "s")).getString("query_expansion"))
                .isEqualTo("failed");
        assertThat(uris(expanded(broken, "session_id", "s"))).hasSize(3);
        assertThat(stats(expanded(nothing, "session_id", "s")).getString("query_expansion"))
                .isEqualTo("off");
        assertThat(stats(expanded(broken)).getString("query_expansion")).isEqualTo("off");
        assertThat(stats(expanded(broken, "session_id", "s", "query_expansion", "off"))
                        .getString("query_expansion"))
                .isEqualTo("off");
    }

    @Test
    void plannersAreGivenLittleTime() {
        QueryExpansion slow = (caller, _, _) -> {
            assertThat(caller.deadline().remainingMs()).isLessThanOrEqualTo(5000);
            return Future.succeededFuture(List.of());
        };

        assertThat(uris(expanded(slow, "session_id", "s"))).hasSize(3);
    }

    @Test
    void readsNoSessionsOfOthers() {
        for (String id : List.of("viking://user/bob/sessions/s-1", "../../bob/sessions/s-1")) {
            assertThat(refused("search.search", body("mode", "context", "session_id", id))
                            .code())
                    .isEqualTo(Code.PERMISSION_DENIED);
        }
        assertThat(refused("search.recall", body("session_id", "viking://resources/s-1"))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void recallIsAnOlderForm() {
        Answer answer = Await.of(call(
                recall(Optional.empty(), false, Optional.empty()),
                Callers.alice(),
                "search.recall",
                body("max_chars", 2000, "render", true)));

        assertThat(answer).isInstanceOfSatisfying(Answer.Json.class, json -> {
            assertThat(json.headers())
                    .containsOnly(
                            Map.entry("Deprecation", "true"),
                            Map.entry("Link", "</api/v1/search/search>; rel=\"successor-version\""));
            JsonObject stats = stats((JsonObject) java.util.Objects.requireNonNull(json.result()));
            assertThat(stats.getJsonObject("deprecated").encode())
                    .isEqualTo("{\"endpoint\":\"/api/v1/search/recall\",\"successor\":\"/api/v1/search/search\","
                            + "\"successor_body\":{\"mode\":\"context\"},\"aliases_used\":[\"max_chars\",\"render\"]}");
            assertThat(stats.getInteger("max_tokens")).isEqualTo(500);
            assertThat(stats.getDouble("score_threshold")).isEqualTo(0.1);
            assertThat(stats.getString("purpose")).isEqualTo("coding");
        });
    }

    @Test
    void recallHasPresetsOfItsOwn() {
        assertThat(stats(recalled()).getJsonObject("quotas").encode())
                .isEqualTo("{\"events\":10,\"entities\":10,\"preferences\":3,\"experiences\":0}");
        assertThat(stats(recalled("quotas", new JsonObject().put("events", 1).put("skills", 2)))
                        .getJsonObject("quotas")
                        .encode())
                .isEqualTo("{\"events\":1,\"entities\":10,\"preferences\":3,\"experiences\":0,\"skills\":2}");
        assertThat(stats(recalled("quotas", null)).getJsonObject("quotas").encode())
                .isEqualTo("{\"events\":1,\"entities\":2,\"preferences\":1,\"experiences\":1,\"resources\":3,"
                        + "\"skills\":2}");
        assertThat(stats(recalled("quotas", null, "purpose", "chat"))
                        .getJsonObject("quotas")
                        .getInteger("entities"))
                .isEqualTo(3);
        assertThat(uris(recalled())).containsExactlyInAnyOrder(TEA, TRIP);
    }

    @Test
    void recallHasBudgetsOfItsOwn() {
        assertThat(stats(recalled()).getInteger("max_tokens")).isEqualTo(1600);
        assertThat(stats(recalled("max_chars", 10)).getInteger("max_tokens")).isEqualTo(64);
        assertThat(stats(recalled("max_chars", 10, "max_tokens", 99)).getInteger("max_tokens"))
                .isEqualTo(99);
        assertThat(stats(recalled("score_threshold", 0.3, "min_score", 0.2)).getDouble("score_threshold"))
                .isEqualTo(0.3);
        assertThat(stats(recalled("min_score", 0.2)).getDouble("score_threshold"))
                .isEqualTo(0.2);
        assertThat(stats(recalled("session_id", "s")).getJsonObject("dedup").getInteger("turns"))
                .isEqualTo(5);
        assertThat(stats(recalled("session_id", "s", "dedup_turns", 2))
                        .getJsonObject("dedup")
                        .getInteger("turns"))
                .isEqualTo(2);
    }

    @Test
    void recallRendersAsItIsTold() {
        JsonObject silent = recalled("render", false);
        JsonObject compact = recalled("render", "compact");
        JsonObject detailed = recalled("render", "compact", "detail", "full");

        assertThat(silent.getString("rendered")).isEmpty();
        assertThat(uris(silent)).isNotEmpty();
        assertThat(stats(compact).getString("detail")).isEqualTo("abstract");
        assertThat(entry(compact, TRIP).getString("detail")).isEqualTo("abstract");
        assertThat(entry(detailed, TRIP).getString("detail")).isEqualTo("full");
        assertThat(recalled("render", "full").getString("rendered")).isNotEmpty();
    }
}
