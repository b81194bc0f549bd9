package io.knarr.session;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.offload.Pool;
import io.knarr.storage.Storage;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the tool outputs that were moved out of messages (sessions 7). Positions are code points. */
public final class ToolResults {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]+");

    private final Storage storage;
    private final SessionFiles files;
    private final Sessions sessions;
    private final Pool compute;

    public ToolResults(Storage storage, SessionFiles files, Sessions sessions, Pool compute) {
        this.storage = storage;
        this.files = files;
        this.sessions = sessions;
        this.compute = compute;
    }

    /** A part of an output. */
    public record Read(String content, int total, boolean hasMore, JsonObject metadata) {}

    /** A place in an output, with what surrounds it. */
    public record Found(int offset, String snippet) {}

    /** Descriptions, in the order of their directories; those that cannot be read are left out. */
    public Future<List<JsonObject>> list(Caller caller, String id, Optional<String> toolName, int limit) {
        return sessions.require(caller, id)
                .compose(shown -> storage.tree()
                        .list(caller.account(), shown.uri().child(SessionAddress.TOOL_RESULTS))
                        .recover(failure -> Fault.of(failure).code() == Code.NOT_FOUND
                                ? Future.succeededFuture(List.of())
                                : Future.failedFuture(failure))
                        .compose(nodes -> Future.join(nodes.stream()
                                        .filter(Node::isDirectory)
                                        .map(node -> files.json(
                                                        caller.account(),
                                                        node.uri().child("metadata.json"))
                                                .otherwise(Optional.empty()))
                                        .toList())
                                .map(all -> all.<Optional<JsonObject>>list().stream()
                                        .flatMap(Optional::stream)
                                        .filter(metadata -> toolName.isEmpty()
                                                || toolName.get().equals(metadata.getString("tool_name")))
                                        .limit(limit)
                                        .toList())));
    }

    /** @param limit -1 for all that follows */
    public Future<Read> read(Caller caller, String id, String result, int offset, int limit) {
        return output(caller, id, result)
                .compose(uri -> text(caller, uri)
                        .compose(text -> files.json(
                                        caller.account(), uri.parent().child("metadata.json"))
                                .compose(metadata -> compute.run(caller.deadline(), () -> {
                                    int total = text.codePointCount(0, text.length());
                                    int from = Math.min(offset, total);
                                    int to = limit < 0 ? total : (int) Math.min(total, (long) from + limit);
                                    int start = text.offsetByCodePoints(0, from);
                                    String part = text.substring(start, text.offsetByCodePoints(start, to - from));
                                    return new Read(part, total, to < total, metadata.orElseGet(JsonObject::new));
                                }))));
    }

    /** Places of a text, none overlapping another. */
    public Future<List<Found>> search(Caller caller, String id, String result, String wanted, int limit, int around) {
        return output(caller, id, result)
                .compose(uri -> text(caller, uri)
                        .compose(text -> compute.run(caller.deadline(), () -> found(text, wanted, limit, around))));
    }

    private static List<Found> found(String text, String wanted, int limit, int around) {
        List<Found> all = new ArrayList<>();
        int at = text.indexOf(wanted);
        int counted = 0;
        int points = 0;
        while (at >= 0 && all.size() < limit) {
            points += text.codePointCount(counted, at);
            counted = at;
            int end = at + wanted.length();
            int from = text.offsetByCodePoints(at, -Math.min(around, text.codePointCount(0, at)));
            int to = text.offsetByCodePoints(end, Math.min(around, text.codePointCount(end, text.length())));
            all.add(new Found(points, text.substring(from, to)));
            at = text.indexOf(wanted, end);
        }
        return all;
    }

    private Future<VikingUri> output(Caller caller, String id, String result) {
        if (!ID.matcher(result).matches() || result.equals(".") || result.equals("..")) {
            return Future.failedFuture(Fault.invalid("Invalid tool_result_id"));
        }
        return sessions.require(caller, id)
                .map(shown -> shown.uri()
                        .child(SessionAddress.TOOL_RESULTS)
                        .child(result)
                        .child("output.txt"));
    }

    private Future<String> text(Caller caller, VikingUri uri) {
        return files.read(caller.account(), uri)
                .compose(found -> found.map(file -> compute.run(caller.deadline(), file::toString))
                        .orElseGet(() -> Future.failedFuture(Fault.notFound("file", uri.toString()))));
    }
}
