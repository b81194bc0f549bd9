package io.knarr.session;

import io.knarr.identity.Caller;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Moves large tool outputs out of messages into files of the session (sessions 7.5). Pure: what it says is to be written. */
public final class ToolOutputs {
    private static final String READ_TOOL = "openviking_tool_result_read";
    private static final List<String> REFERENCES = List.of("tool_output_ref", "ref", "uri");
    private static final int LONGEST_ID = 96;

    private final ToolOutputSettings settings;

    public ToolOutputs(ToolOutputSettings settings) {
        this.settings = settings;
    }

    /**
     * What is to be stored.
     *
     * @param messages in the order given
     * @param files by path below the session
     */
    public record Moved(List<Message> messages, Map<String, Buffer> files) {
        public Moved {
            messages = List.copyOf(messages);
            files = Map.copyOf(files);
        }
    }

    /** One tool output of a group, by where it is. */
    private record Place(int message, int part, Part.Tool tool, int characters) {}

    /** @param groups messages whose outputs share a budget, each not empty */
    public Moved move(Caller caller, VikingUri session, List<List<Message>> groups, Instant now) {
        List<Message> all = new ArrayList<>();
        Map<String, Buffer> files = new LinkedHashMap<>();
        groups.forEach(group -> all.addAll(settings.enabled() ? moved(caller, session, group, now, files) : group));
        return new Moved(all, files);
    }

    private List<Message> moved(
            Caller caller, VikingUri session, List<Message> group, Instant now, Map<String, Buffer> files) {
        List<Place> places = places(group);
        if (places.isEmpty()) {
            return group;
        }
        int total = places.stream().mapToInt(Place::characters).sum();
        Map<Place, String> reasons = reasons(session, places, total);
        int preview = settings.preview((int) reasons.values().stream()
                .filter(reason -> !reason.equals("source_read"))
                .count());
        Map<Integer, List<Part>> changed = new HashMap<>();
        for (Place place : places) {
            Message message = group.get(place.message());
            Part.Tool marked = place.tool()
                    .with("tool_output_group_id", group.getFirst().id())
                    .with("tool_output_group_original_chars", total)
                    .with("tool_output_group_budget_chars", settings.inlineBudgetCharacters());
            String reason = reasons.get(place);
            Part.Tool stored = reason == null
                    ? marked
                    : reason.equals("source_read")
                            ? referring(session, marked)
                            : out(
                                    caller,
                                    session,
                                    message,
                                    new Going(marked, place.characters(), reason, preview),
                                    now,
                                    files);
            changed.computeIfAbsent(place.message(), _ -> new ArrayList<>(message.parts()))
                    .set(place.part(), stored);
        }
        List<Message> result = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            List<Part> parts = changed.get(i);
            result.add(parts == null ? group.get(i) : group.get(i).with(parts));
        }
        return result;
    }

    private static List<Place> places(List<Message> group) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            List<Part> parts = group.get(i).parts();
            for (int j = 0; j < parts.size(); j++) {
                if (parts.get(j) instanceof Part.Tool tool && !tool.output().isEmpty()) {
                    String output = tool.output();
                    places.add(new Place(i, j, tool, output.codePointCount(0, output.length())));
                }
            }
        }
        return places;
    }

    /** Why which output goes out. */
    private Map<Place, String> reasons(VikingUri session, List<Place> places, int total) {
        Map<Place, String> reasons = new HashMap<>();
        int inline = total;
        List<Place> largestFirst = places.stream()
                .filter(place -> !place.tool().fields().getBoolean("tool_output_truncated", false))
                .sorted(Comparator.comparingInt(Place::characters).reversed())
                .toList();
        for (Place place : largestFirst) {
            boolean large = place.characters() > settings.thresholdCharacters();
            if (source(session, place.tool()).isPresent()) {
                reasons.put(place, "source_read");
                inline -= place.characters();
            } else if (large || inline >= settings.inlineBudgetCharacters()) {
                reasons.put(place, large ? "single_threshold" : "turn_budget");
                inline -= place.characters();
            }
        }
        return reasons;
    }

    /** What an agent read back from here is here already. */
    private static Optional<String> source(VikingUri session, Part.Tool tool) {
        if (!tool.name().equals(READ_TOOL) || !(tool.fields().getValue("tool_input") instanceof JsonObject input)) {
            return Optional.empty();
        }
        String own = session.child(SessionAddress.TOOL_RESULTS) + "/";
        return REFERENCES.stream()
                .map(input::getValue)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(reference -> reference.startsWith(own))
                .findFirst();
    }

    private static Part.Tool referring(VikingUri session, Part.Tool tool) {
        String source = source(session, tool).orElseThrow();
        JsonObject input = tool.fields().getJsonObject("tool_input");
        String output = tool.output();
        int characters = output.codePointCount(0, output.length());
        String stub = Stub.text(tool.name(), new Stub.Facts(characters, source, "", "source_read"), "");
        return tool.with("tool_output", stub)
                .with("tool_output_truncated", true)
                .with("tool_output_original_chars", characters)
                .with("tool_output_preview_chars", stub.codePointCount(0, stub.length()))
                .with("tool_output_externalized_reason", "source_read")
                .with("tool_output_source_ref", source)
                .with("tool_output_source_offset", input.getValue("offset", 0))
                .with("tool_output_source_limit", input.getValue("limit", 20_000));
    }

    /** An output on its way out. */
    private record Going(Part.Tool tool, int characters, String reason, int preview) {}

    private static Part.Tool out(
            Caller caller, VikingUri session, Message message, Going going, Instant now, Map<String, Buffer> files) {
        String output = going.tool().output();
        String sha = sha256(output);
        String id = id(going.tool().id(), sha);
        VikingUri storage = session.child(SessionAddress.TOOL_RESULTS).child(id);
        Stub.Facts facts = new Stub.Facts(going.characters(), storage.toString(), sha.substring(0, 16), going.reason());
        String stub = Stub.text(going.tool().name(), facts, cut(output, going.preview()));
        int preview = stub.codePointCount(0, stub.length());
        JsonObject metadata = new JsonObject()
                .put("tool_result_id", id)
                .put("session_id", session.name())
                .put("message_id", message.id())
                .put("tool_id", going.tool().id())
                .put("tool_name", going.tool().name())
                .put("user_id", caller.user())
                .put("peer_id", message.peerId().orElse(null))
                .put("created_at", SessionMeta.stamp(now))
                .put("original_chars", going.characters())
                .put("preview_chars", preview)
                .put("sha256", sha)
                .put("mime_type", "text/plain")
                .put("synopsis_kind", Stub.kind(output))
                .put("synopsis", Stub.synopsis(output))
                .put("storage_uri", storage.toString())
                .put("output_uri", storage.child("output.txt").toString())
                .put("offset_unit", "unicode_code_point");
        String directory = SessionAddress.TOOL_RESULTS + "/" + id + "/";
        files.put(directory + "output.txt", Buffer.buffer(output));
        files.put(directory + "metadata.json", Buffer.buffer(metadata.encodePrettily()));
        return going.tool()
                .with("tool_output", stub)
                .with("tool_output_ref", storage.toString())
                .with("tool_output_storage_uri", storage.toString())
                .with("tool_output_truncated", true)
                .with("tool_output_original_chars", going.characters())
                .with("tool_output_preview_chars", preview)
                .with("tool_output_sha256", sha)
                .with("tool_output_mime_type", "text/plain")
                .with("tool_output_externalized_reason", going.reason());
    }

    private static String cut(String text, int characters) {
        return text.substring(
                0, text.offsetByCodePoints(0, Math.min(characters, text.codePointCount(0, text.length()))));
    }

    /** The same output of the same call has the same name (sessions 7.4). */
    static String id(String toolId, String sha) {
        if (toolId.isEmpty()) {
            return "tr_" + sha.substring(0, 24);
        }
        String safe = toolId.replaceAll("[^A-Za-z0-9_.-]+", "_").replaceAll("^[._-]+|[._-]+$", "");
        String named = safe.isEmpty() ? "tool" : safe.substring(0, Math.min(LONGEST_ID, safe.length()));
        return "tr_" + named + "_" + sha.substring(0, 16);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    /** Ids of outputs that messages refer to. */
    static Set<String> referred(List<Message> messages) {
        Set<String> references = new TreeSet<>();
        messages.forEach(message -> message.parts().forEach(part -> {
            if (part instanceof Part.Tool tool && tool.fields().getValue("tool_output_ref") instanceof String ref) {
                references.add(ref);
            }
        }));
        return references;
    }
}
