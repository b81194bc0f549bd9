package io.knarr.retrieve;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Guard;
import io.knarr.fault.Rounds;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Conversations as the tree keeps them: {@code messages.jsonl} and {@code history/archive_NNN} (behaviour 5.2). */
public final class ConversationFiles implements Conversations {
    /** Messages that planning looks at (behaviour 4.2). */
    private static final int NEWEST = 5;

    private static final String ARCHIVE = "archive_";

    private final TreeStore tree;
    private final Pool compute;

    /** @param compute reads messages, which may be long */
    public ConversationFiles(TreeStore tree, Pool compute) {
        this.tree = tree;
        this.compute = compute;
    }

    @Override
    public Future<Recent> recent(Caller caller, VikingUri session) {
        return Guard.pass(() -> Access.requireRead(caller, session)).compose(_ -> {
            Future<List<Turn>> turns = turns(caller, session);
            Future<Optional<String>> overview = overview(caller, session);
            return Future.all(turns, overview).map(_ -> new Recent(overview.result(), turns.result()));
        });
    }

    private Future<List<Turn>> turns(Caller caller, VikingUri session) {
        return unlessMissing(tree.read(caller.account(), session.child("messages.jsonl")))
                .compose(file -> file.isEmpty()
                        ? Future.succeededFuture(List.of())
                        : compute.run(caller.deadline(), () -> newest(file.get())));
    }

    /** Of the last lines that are messages with a text; a line that is none, such as one half written, is passed over. */
    static List<Turn> newest(Buffer file) {
        Deque<Turn> turns = new ArrayDeque<>();
        int end = file.length();
        while (end > 0 && turns.size() < NEWEST) {
            int start = end;
            while (start > 0 && file.getByte(start - 1) != '\n') {
                start--;
            }
            turn(file.getString(start, end)).ifPresent(turns::addFirst);
            end = start - 1;
        }
        return List.copyOf(turns);
    }

    private static Optional<Turn> turn(String line) {
        if (line.isBlank()) {
            return Optional.empty();
        }
        try {
            JsonObject message = new JsonObject(line);
            String text = parts(message)
                    .map(ConversationFiles::text)
                    .filter(part -> !part.isBlank())
                    .collect(Collectors.joining("\n"));
            return text.isBlank()
                    ? Optional.empty()
                    : Optional.of(new Turn(String.valueOf(message.getValue("role")), text));
        } catch (DecodeException broken) {
            return Optional.empty();
        }
    }

    private static Stream<JsonObject> parts(JsonObject message) {
        return message.getValue("parts") instanceof JsonArray parts
                ? parts.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                : Stream.empty();
    }

    private static String text(JsonObject part) {
        Object text = switch (String.valueOf(part.getValue("type"))) {
            case "text" -> part.getValue("text");
            case "context" -> part.getValue("abstract");
            case "tool" -> "[tool " + part.getValue("tool_name") + "]";
            default -> "";
        };
        return text instanceof String written ? written : "";
    }

    /** Of the newest archive that has one: one that is still being worked on has none yet. */
    private Future<Optional<String>> overview(Caller caller, VikingUri session) {
        return unlessMissing(tree.list(caller.account(), session.child("history")))
                .compose(archives -> {
                    Iterator<VikingUri> rest =
                            newestFirst(archives.orElse(List.of())).iterator();
                    return Rounds.until(() -> nextOverview(caller, rest));
                });
    }

    /** Nothing: look further. Nothing of nothing: there are no more. */
    private Future<Optional<Optional<String>>> nextOverview(Caller caller, Iterator<VikingUri> archives) {
        return archives.hasNext()
                ? overviewOf(caller, archives.next())
                        .map(found -> found.isPresent() ? Optional.of(found) : Optional.empty())
                : Future.succeededFuture(Optional.of(Optional.empty()));
    }

    private static List<VikingUri> newestFirst(List<Node> archives) {
        List<Node> sorted = new ArrayList<>(archives);
        sorted.removeIf(node -> !node.isDirectory() || !node.name().matches(ARCHIVE + "\\d{1,9}"));
        sorted.sort(Comparator.<Node>comparingInt(
                        node -> Integer.parseInt(node.name().substring(ARCHIVE.length())))
                .reversed());
        return sorted.stream().map(Node::uri).toList();
    }

    private Future<Optional<String>> overviewOf(Caller caller, VikingUri archive) {
        return unlessMissing(tree.read(caller.account(), archive.child(".overview.md")))
                .map(file -> file.map(stored ->
                                Sidecar.parse(archive, stored.toString()).body())
                        .filter(body -> !body.isEmpty()));
    }

    private static <T> Future<Optional<T>> unlessMissing(Future<T> reading) {
        return reading.map(Optional::of)
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }
}
