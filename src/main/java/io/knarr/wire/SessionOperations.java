package io.knarr.wire;

import io.knarr.context.Tags;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.memory.CommitHandler;
import io.knarr.session.AutoCommit;
import io.knarr.session.AutoCommitPolicy;
import io.knarr.session.MemoryPolicy;
import io.knarr.session.MessageJson;
import io.knarr.session.NewMessage;
import io.knarr.session.SessionMeta;
import io.knarr.session.Sessions;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/sessions}: making, showing and filling them (sessions 3, 4). */
public final class SessionOperations {
    private final Namespace namespace;
    private final SessionMessages messages;
    private final Sessions sessions;
    private final AutoCommit autoCommit;

    /** @param autoCommit told of each write */
    public SessionOperations(Namespace namespace, Sessions sessions, AutoCommit autoCommit) {
        this.namespace = namespace;
        this.messages = new SessionMessages(namespace);
        this.sessions = sessions;
        this.autoCommit = autoCommit;
    }

    public Operations operations() {
        return Operations.none()
                .on("sessions.create", this::create)
                .on("sessions.list", this::list)
                .on("sessions.get", this::get)
                .on("sessions.configure", this::configure)
                .on("sessions.delete", this::delete)
                .on("sessions.add_message", this::addMessage)
                .on("sessions.add_messages", this::addMessages)
                .on("sessions.used", this::used);
    }

    private Future<Answer> create(Caller caller, Input input) {
        Optional<Optional<AutoCommitPolicy>> auto = input.has("auto_commit_policy")
                ? Optional.of(input.object("auto_commit_policy").map(AutoCommitPolicy.DEFAULT::with))
                : Optional.empty();
        Sessions.Wanted wanted = new Sessions.Wanted(
                input.optionalText("session_id").filter(id -> !id.isEmpty()),
                input.object("memory_policy").map(policy -> MemoryPolicy.parse(policy, CommitHandler::isType)),
                auto,
                tags(input).map(Tags::keepValid).orElse(List.of()));
        return sessions.create(caller, wanted)
                .map(shown -> Answer.of(new JsonObject()
                        .put("session_id", shown.meta().id())
                        .put("uri", shown.uri().toString())
                        .put("user", user(caller))
                        .put("auto_commit_policy", auto(shown.meta()))
                        .put("memory_extraction_config", extraction(shown.meta()))));
    }

    private static JsonObject user(Caller caller) {
        return new JsonObject().put("account_id", caller.account().id()).put("user_id", caller.user());
    }

    private static @Nullable Object auto(SessionMeta meta) {
        return meta.autoCommit().map(AutoCommitPolicy::json).orElse(null);
    }

    private static JsonObject extraction(SessionMeta meta) {
        return new JsonObject().put("events", new JsonObject().put("tags", new JsonArray(meta.eventTags())));
    }

    /** Tags for events, where they were sent. */
    private static Optional<List<String>> tags(Input input) {
        return input.object("memory_extraction_config")
                .map(config -> config.getJsonObject("events"))
                .map(events -> events.getJsonArray("tags"))
                .map(tags -> tags.stream().map(String::valueOf).toList());
    }

    private Future<Answer> list(Caller caller, Input input) {
        return sessions.list(caller).map(nodes -> {
            JsonArray json = new JsonArray();
            nodes.forEach(node -> json.add(new JsonObject()
                    .put("session_id", node.name())
                    .put("uri", node.uri().toString())
                    .put("is_dir", true)
                    .put("mod_time", Times.seconds(node.modifiedAt()))));
            return Answer.of(json);
        });
    }

    private Future<Answer> get(Caller caller, Input input) {
        String id = input.text("session_id");
        if (input.flag("auto_create")) {
            return sessions.findOrCreate(caller, id).map(shown -> Answer.of(json(caller, shown)));
        }
        return sessions.find(caller, id)
                .map(found -> found.map(shown -> Answer.of(json(caller, shown))).orElseGet(() -> missing(id)));
    }

    private static Answer missing(String id) {
        return new Answer.Rejected(
                new Fault(io.knarr.fault.Code.NOT_FOUND, "Session " + id + " not found"), Optional.empty());
    }

    private static JsonObject json(Caller caller, Sessions.Shown shown) {
        JsonObject json = shown.meta().json();
        json.remove("event_search_tags");
        json.remove("counted_archive");
        json.put("message_count", shown.messages()).put("pending_tokens", shown.pendingTokens());
        if (!shown.hasMeta()) {
            json.remove("total_message_count");
        }
        return json.put("auto_commit_policy", auto(shown.meta()))
                .put("uri", shown.uri().toString())
                .put("user", user(caller))
                .put("memory_extraction_config", extraction(shown.meta()));
    }

    private Future<Answer> configure(Caller caller, Input input) {
        String id = input.text("session_id");
        Optional<Optional<JsonObject>> auto =
                input.has("auto_commit_policy") ? Optional.of(input.object("auto_commit_policy")) : Optional.empty();
        Sessions.Changes changes = new Sessions.Changes(tags(input).map(Tags::keepValid), auto);
        return sessions.configure(caller, id, changes)
                .map(found -> found.map(meta -> Answer.of(new JsonObject()
                                .put("session_id", id)
                                .put("auto_commit_policy", auto(meta))
                                .put("memory_extraction_config", extraction(meta))))
                        .orElseGet(() -> missing(id)));
    }

    private Future<Answer> delete(Caller caller, Input input) {
        String id = input.text("session_id");
        return sessions.delete(caller, id).map(_ -> Answer.of(new JsonObject().put("session_id", id)));
    }

    private Future<Answer> addMessage(Caller caller, Input input) {
        return append(caller, input.text("session_id"), List.of(messages.read(caller, input.body())), false);
    }

    private Future<Answer> addMessages(Caller caller, Input input) {
        List<NewMessage> added = new ArrayList<>();
        JsonArray sent = input.array("messages").orElseGet(JsonArray::new);
        for (int i = 0; i < sent.size(); i++) {
            added.add(messages.read(caller, sent.getJsonObject(i)));
        }
        return append(caller, input.text("session_id"), added, true);
    }

    private Future<Answer> append(Caller caller, String id, List<NewMessage> added, boolean batch) {
        return sessions.append(caller, id, added)
                .onSuccess(appended -> autoCommit.written(caller, id, appended))
                .map(appended -> {
                    JsonObject json = new JsonObject().put("session_id", id).put("message_count", appended.messages());
                    if (batch) {
                        json.put("added", appended.stored());
                    }
                    return Answer.of(json.put("pending_tokens", appended.pendingTokens()));
                });
    }

    private Future<Answer> used(Caller caller, Input input) {
        String id = input.text("session_id");
        List<VikingUri> contexts = input.texts("contexts").stream()
                .map(uri -> namespace.resolve(caller, uri))
                .toList();
        Optional<JsonObject> skill = input.object("skill");
        skill.map(given -> given.getString("uri")).ifPresent(uri -> {
            VikingUri _ = namespace.resolve(caller, uri);
        });
        return sessions.used(caller, id, contexts, skill)
                .map(used -> Answer.of(new JsonObject()
                        .put("session_id", id)
                        .put("contexts_used", used.contexts())
                        .put("skills_used", used.skills())));
    }

    /** A conversation as clients read it. */
    static JsonArray json(List<io.knarr.session.Message> messages) {
        JsonArray json = new JsonArray();
        messages.forEach(message -> json.add(MessageJson.write(message)));
        return json;
    }
}
