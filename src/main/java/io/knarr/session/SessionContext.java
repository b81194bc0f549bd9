package io.knarr.session;

import io.knarr.context.Level;
import io.knarr.context.Tokens;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.knarr.session.Archives.Archive;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an agent is given of a conversation: the newest summary and what was said since (sessions 6). */
public final class SessionContext {
    private final SessionFiles files;
    private final Archives archives;
    private final Pool compute;

    public SessionContext(SessionFiles files, Archives archives, Pool compute) {
        this.files = files;
        this.archives = archives;
        this.compute = compute;
    }

    /**
     * The context.
     *
     * @param overview summary of what was archived, empty when there is none or it does not fit
     * @param archives how many there are
     * @param failedArchives how many of the newest could not be summarised
     * @param messageTokens of the messages
     */
    public record Assembled(
            String overview, List<Message> messages, int archives, int failedArchives, int messageTokens) {
        public int overviewTokens() {
            return Tokens.estimate(overview);
        }
    }

    /** An archive that is done. */
    public record Shown(String id, String summary, String overview, List<Message> messages) {}

    /** {@code NOT_FOUND} of type {@code session}. */
    public Future<Assembled> assemble(Caller caller, String id, int budget) {
        return stored(caller, id)
                .compose(stored -> archives.all(caller.account(), stored.uri()).compose(all -> {
                    List<Archive> newestFirst = all.reversed();
                    int terminal = 0;
                    while (terminal < newestFirst.size()
                            && newestFirst.get(terminal).state() == Archives.State.PENDING) {
                        terminal++;
                    }
                    Optional<Archive> last =
                            terminal < newestFirst.size() ? Optional.of(newestFirst.get(terminal)) : Optional.empty();
                    List<Archive> pending = newestFirst.subList(0, terminal).reversed();
                    return parts(caller.account(), stored, last, pending)
                            .compose(parts -> compute.run(
                                    caller.deadline(), () -> assembled(parts, all.size(), last.isPresent(), budget)));
                }));
    }

    private Future<SessionFiles.Stored> stored(Caller caller, String id) {
        return files.load(caller.account(), SessionAddress.of(caller, id))
                .compose(found ->
                        found.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(Sessions.missing(id))));
    }

    /** What an answer is made of. */
    private record Parts(Optional<String> overview, List<Message> messages) {}

    private Future<Parts> parts(
            AccountId account, SessionFiles.Stored stored, Optional<Archive> last, List<Archive> pending) {
        Optional<Archive> done = last.filter(archive -> archive.state() == Archives.State.COMPLETED);
        Future<Optional<String>> overview = done.map(archive -> archives.layer(account, archive.uri(), Level.OVERVIEW))
                .orElseGet(() -> Future.succeededFuture(Optional.empty()));
        Future<List<Checkpoint>> checkpoints = done.map(archive -> archives.meta(account, archive.uri())
                        .map(meta -> Checkpoint.in(archive.uri(), meta.orElseGet(JsonObject::new))))
                .orElseGet(() -> Future.succeededFuture(List.of()));
        List<Future<List<Message>>> raw = pending.stream()
                .map(archive -> archives.messages(account, archive.uri()))
                .toList();
        List<Future<?>> all = new ArrayList<>(raw);
        all.add(overview);
        all.add(checkpoints);
        return Future.all(all).map(_ -> {
            Map<String, Message> byId = new LinkedHashMap<>();
            raw.forEach(some -> some.result().forEach(message -> byId.putIfAbsent(message.id(), message)));
            stored.messages().forEach(message -> byId.putIfAbsent(message.id(), message));
            return new Parts(overview.result(), withCheckpoints(List.copyOf(byId.values()), checkpoints.result()));
        });
    }

    private static List<Message> withCheckpoints(List<Message> messages, List<Checkpoint> checkpoints) {
        List<Message> all = new ArrayList<>();
        for (Message message : messages) {
            all.add(message);
            checkpoints.stream()
                    .filter(checkpoint -> checkpoint.anchor().equals(message.id()))
                    .forEach(checkpoint -> all.add(checkpoint.after(message)));
        }
        return all;
    }

    private static Assembled assembled(Parts parts, int archives, boolean anyTerminal, int budget) {
        List<Message> messages = ContextAssembly.fit(parts.messages(), budget);
        int used = Message.tokens(messages);
        String overview = parts.overview()
                .filter(text -> Tokens.estimate(text) <= budget - used)
                .orElse("");
        int failed = anyTerminal && parts.overview().isEmpty() ? 1 : 0;
        return new Assembled(overview, messages, archives, failed, used);
    }

    /** Empty for one that is not done, or has no summary. {@code NOT_FOUND} of type {@code session}. */
    public Future<Optional<Shown>> archive(Caller caller, String id, String archiveId) {
        return stored(caller, id).compose(stored -> {
            int number = SessionAddress.archiveNumber(archiveId);
            return archives.all(caller.account(), stored.uri())
                    .compose(all -> all.stream()
                            .filter(archive -> archive.number() == number && number > 0)
                            .filter(archive -> archive.state() == Archives.State.COMPLETED)
                            .findFirst()
                            .map(archive -> shown(caller.account(), archive.uri()))
                            .orElseGet(() -> Future.succeededFuture(Optional.empty())));
        });
    }

    private Future<Optional<Shown>> shown(AccountId account, VikingUri archive) {
        Future<Optional<String>> overview = archives.layer(account, archive, Level.OVERVIEW);
        Future<Optional<String>> summary = archives.layer(account, archive, Level.ABSTRACT);
        Future<List<Message>> messages = archives.messages(account, archive);
        return Future.all(overview, summary, messages)
                .map(_ -> overview.result()
                        .map(text -> new Shown(archive.name(), summary.result().orElse(""), text, messages.result())));
    }

    /** A summary that stands for the steps of a turn that was cut. */
    private record Checkpoint(VikingUri archive, String anchor, List<String> sources, String text) {
        static List<Checkpoint> in(VikingUri archive, JsonObject meta) {
            return meta.getJsonArray("checkpoints", new JsonArray()).stream()
                    .filter(JsonObject.class::isInstance)
                    .map(JsonObject.class::cast)
                    .map(json -> new Checkpoint(
                            archive,
                            json.getString("turn_anchor_message_id", ""),
                            json.getJsonArray("source_message_ids", new JsonArray()).stream()
                                    .map(String::valueOf)
                                    .toList(),
                            json.getString("abstract", "")))
                    .toList();
        }

        Message after(Message anchored) {
            return new Message(
                    "checkpoint_" + archive.name() + "_" + anchor,
                    "assistant",
                    List.of(new Part.Context(archive.toString(), "memory", text)),
                    anchored.createdAt(),
                    Optional.empty(),
                    anchored.turnId(),
                    Optional.of(Message.Kind.CHECKPOINT),
                    Optional.of(sources));
        }
    }
}
