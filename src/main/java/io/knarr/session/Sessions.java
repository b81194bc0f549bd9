package io.knarr.session;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.tree.Node;
import io.knarr.tree.PathLeases;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Makes, shows, extends and deletes sessions (sessions 3, 4). A message is durable before it is acknowledged. */
public final class Sessions {
    private static final int MOST_LISTED = 1000;

    private final Storage storage;
    private final SessionFiles files;
    private final ToolOutputs toolOutputs;
    private final Clock clock;
    private final RandomGenerator random;
    private final Optional<AutoCommitPolicy> usualAutoCommit;

    /** @param usualAutoCommit of a session whose creator says nothing */
    public Sessions(
            Storage storage,
            SessionFiles files,
            ToolOutputs toolOutputs,
            Clock clock,
            RandomGenerator random,
            Optional<AutoCommitPolicy> usualAutoCommit) {
        this.storage = storage;
        this.files = files;
        this.toolOutputs = toolOutputs;
        this.clock = clock;
        this.random = random;
        this.usualAutoCommit = usualAutoCommit;
    }

    /** A session as callers see it. */
    public record Shown(VikingUri uri, SessionMeta meta, boolean hasMeta, int messages, int pendingTokens) {}

    /**
     * A session to be made.
     *
     * @param id empty: one is made up
     * @param autoCommit absent: as the server does usually; present and empty: off
     */
    public record Wanted(
            Optional<String> id,
            Optional<MemoryPolicy> memory,
            Optional<Optional<AutoCommitPolicy>> autoCommit,
            List<String> eventTags) {}

    /** {@code ALREADY_EXISTS} when there is one of this name. */
    public Future<Shown> create(Caller caller, Wanted wanted) {
        Instant now = clock.instant();
        String id = wanted.id().orElseGet(() -> SessionAddress.newId(now, random));
        return address(caller, id).compose(session -> {
            return files.exclusively(
                    caller.account(),
                    session,
                    () -> storage.tree()
                            .stat(caller.account(), session)
                            .compose(found -> found.isPresent()
                                    ? Future.failedFuture(exists(id))
                                    : make(caller, session, id, wanted, now)));
        });
    }

    private static Fault exists(String id) {
        String resource = "Session '" + id + "' already exists";
        return new Fault(
                Code.ALREADY_EXISTS,
                "Resource already exists: " + resource,
                Map.of("resource", resource, "type", "resource"));
    }

    private Future<Shown> make(Caller caller, VikingUri session, String id, Wanted wanted, Instant now) {
        SessionMeta meta = SessionMeta.create(
                id,
                caller.account().id(),
                caller.user(),
                now,
                wanted.memory(),
                wanted.autoCommit().orElse(usualAutoCommit),
                wanted.eventTags());
        return files.change(session, meta, List.of(), Map.of())
                .compose(change -> storage.atomically(caller.account(), List.of(change), List.of()))
                .map(_ -> shown(new SessionFiles.Stored(session, Optional.of(meta), List.of())));
    }

    private static Shown shown(SessionFiles.Stored stored) {
        SessionMeta meta = stored.meta()
                .orElseGet(() -> SessionMeta.read(new JsonObject()
                        .put("session_id", stored.uri().name())
                        .put("memories_extracted", new JsonObject().put("total", 0))));
        return new Shown(
                stored.uri(),
                meta,
                stored.meta().isPresent(),
                stored.messages().size(),
                meta.pendingTokens(stored.messages()));
    }

    /** Newest change first. */
    public Future<List<Node>> list(Caller caller) {
        return storage.tree()
                .list(caller.account(), SessionAddress.all(caller))
                .map(nodes -> nodes.stream()
                        .filter(node -> node.isDirectory() && !node.isHidden())
                        .sorted(Comparator.comparing(Node::modifiedAt)
                                .reversed()
                                .thenComparing(Node::uri))
                        .limit(MOST_LISTED)
                        .toList())
                .recover(failure -> Fault.of(failure).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(List.of())
                        : Future.failedFuture(failure));
    }

    public Future<Optional<Shown>> find(Caller caller, String id) {
        return address(caller, id)
                .compose(session -> files.load(caller.account(), session))
                .map(stored -> stored.map(Sessions::shown));
    }

    /** As it is, or a new one. */
    public Future<Shown> findOrCreate(Caller caller, String id) {
        return find(caller, id)
                .compose(found -> found.map(Future::succeededFuture)
                        .orElseGet(() -> create(
                                        caller,
                                        new Wanted(Optional.of(id), Optional.empty(), Optional.empty(), List.of()))
                                // Somebody else was first.
                                .recover(failure -> Fault.of(failure).code() == Code.ALREADY_EXISTS
                                        ? require(caller, id)
                                        : Future.failedFuture(failure))));
    }

    /** {@code NOT_FOUND} of type {@code session}. */
    public Future<Shown> require(Caller caller, String id) {
        return find(caller, id)
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(missing(id))));
    }

    static Fault missing(String id) {
        return Fault.notFound("session", id);
    }

    /**
     * What is to be changed of a session’s configuration; absent parts stay.
     *
     * @param autoCommit present and empty: off; else fields that replace those stored
     */
    public record Changes(Optional<List<String>> eventTags, Optional<Optional<JsonObject>> autoCommit) {}

    /** Empty when there is no such session. */
    public Future<Optional<SessionMeta>> configure(Caller caller, String id, Changes changes) {
        return address(caller, id).compose(session -> {
            return files.exclusively(
                    caller.account(),
                    session,
                    () -> files.load(caller.account(), session)
                            .compose(found -> found.isEmpty()
                                    ? Future.succeededFuture(Optional.<SessionMeta>empty())
                                    : configured(caller, found.get(), changes)));
        });
    }

    private Future<Optional<SessionMeta>> configured(Caller caller, SessionFiles.Stored stored, Changes changes) {
        Instant now = clock.instant();
        SessionMeta old = metaOf(caller, stored, now);
        SessionMeta tagged =
                changes.eventTags().map(tags -> old.withEventTags(tags, now)).orElse(old);
        SessionMeta changed = changes.autoCommit()
                .map(auto -> tagged.withAutoCommit(
                        auto.map(tagged.autoCommit().orElse(AutoCommitPolicy.DEFAULT)::with), now))
                .orElse(tagged);
        if (changed == old) {
            return Future.succeededFuture(Optional.of(old));
        }
        return save(caller, stored.uri(), changed, stored.messages(), Map.of()).map(Optional.of(changed));
    }

    /** Sessions of other programs may have no metadata. */
    static SessionMeta metaOf(Caller caller, SessionFiles.Stored stored, Instant now) {
        return stored.meta()
                .orElseGet(() -> SessionMeta.create(
                        stored.uri().name(),
                        caller.account().id(),
                        caller.user(),
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    private Future<Void> save(
            Caller caller, VikingUri session, SessionMeta meta, List<Message> messages, Map<String, Buffer> others) {
        return files.change(session, meta, messages, others)
                .compose(change -> storage.atomically(caller.account(), List.of(change), List.of()));
    }

    /** Takes the whole session away. {@code NOT_FOUND}; {@code CONFLICT} while it is being changed. */
    public Future<Void> delete(Caller caller, String id) {
        return require(caller, id)
                .compose(shown -> storage.leases()
                        .acquire(
                                caller.account(), List.of(PathLeases.Claim.subtree(shown.uri())), Duration.ofSeconds(5))
                        .compose(lease -> storage.atomically(
                                        caller.account(), List.of(new TreeChange.Delete(shown.uri())), List.of())
                                .onComplete(_ -> lease.release())));
    }

    /**
     * What became of messages.
     *
     * @param stored how many were stored, which may be more than were sent
     */
    public record Appended(int messages, int stored, int pendingTokens, SessionMeta meta) {}

    /** Adds all or none of them; makes the session when there is none. */
    public Future<Appended> append(Caller caller, String id, List<NewMessage> added) {
        return findOrCreate(caller, id)
                .compose(shown -> files.exclusively(
                        caller.account(),
                        shown.uri(),
                        () -> files.load(caller.account(), shown.uri())
                                .compose(found -> found.isEmpty()
                                        ? Future.failedFuture(missing(id))
                                        : appended(caller, found.get(), added))));
    }

    private Future<Appended> appended(Caller caller, SessionFiles.Stored stored, List<NewMessage> added) {
        Instant now = clock.instant();
        ToolOutputs.Moved moved = toolOutputs.move(
                caller,
                stored.uri(),
                added.stream().map(message -> message.messages(now, random)).toList(),
                now);
        List<Message> live = new ArrayList<>(stored.messages());
        live.addAll(moved.messages());
        SessionMeta meta =
                metaOf(caller, stored, now).withMessages(live, moved.messages().size(), now);
        return save(caller, stored.uri(), meta, live, moved.files())
                .map(_ -> new Appended(live.size(), moved.messages().size(), meta.pendingTokens(live), meta));
    }

    /** How often something was of use since the last commit. */
    public record Used(int contexts, int skills) {}

    /** Remembers what was of use until the next commit counts it. */
    public Future<Used> used(Caller caller, String id, List<VikingUri> contexts, Optional<JsonObject> skill) {
        return require(caller, id)
                .compose(shown -> files.exclusively(caller.account(), shown.uri(), () -> {
                    VikingUri file = shown.uri().child(SessionAddress.USED);
                    return files.json(caller.account(), file).compose(found -> {
                        JsonObject stored = found.orElseGet(JsonObject::new);
                        Set<String> uris = new LinkedHashSet<>();
                        stored.getJsonArray("contexts", new JsonArray()).forEach(uri -> uris.add(String.valueOf(uri)));
                        contexts.forEach(uri -> uris.add(uri.toString()));
                        JsonArray skills =
                                stored.getJsonArray("skills", new JsonArray()).copy();
                        skill.ifPresent(skills::add);
                        JsonObject all = new JsonObject()
                                .put("contexts", new JsonArray(List.copyOf(uris)))
                                .put("skills", skills);
                        return storage.tree()
                                .writeAll(
                                        caller.account(),
                                        shown.uri(),
                                        Map.of(SessionAddress.USED, Buffer.buffer(all.encode())))
                                .map(_ -> new Used(uris.size(), skills.size()));
                    });
                }));
    }

    /** {@code PERMISSION_DENIED} for an id that leads elsewhere. */
    private static Future<VikingUri> address(Caller caller, String id) {
        return Future.succeededFuture().map(_ -> SessionAddress.of(caller, id));
    }
}
