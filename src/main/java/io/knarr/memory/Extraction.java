package io.knarr.memory;

import io.knarr.memory.Exchanges.Exchange;
import io.knarr.session.MemoryPolicy;
import io.knarr.session.Message;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What of a conversation becomes memories, by rules (design 8). Pure: the same messages give the same drafts. */
final class Extraction {
    private static final int GOAL_CHARACTERS = 160;
    private static final int SUMMARY_CHARACTERS = 240;
    private static final int NAME_WORDS = 6;

    private final VikingUri home;
    private final String user;
    private final MemoryPolicy policy;
    private final LocalDate today;
    private final String source;

    /**
     * @param home {@code viking://user/<user>}
     * @param today for messages that do not say when they were
     * @param source the archive, remembered in the fields
     */
    Extraction(VikingUri home, String user, MemoryPolicy policy, LocalDate today, String source) {
        this.home = home;
        this.user = user;
        this.policy = policy;
        this.today = today;
        this.source = source;
    }

    List<Draft> drafts(List<Message> messages) {
        List<Draft> drafts = new ArrayList<>();
        if (policy.allows("events")) {
            drafts.addAll(events(messages));
        }
        drafts.addAll(statements(messages));
        return drafts;
    }

    /** Below which memories an exchange is kept: those of the user, or of the one peer who talks. */
    private Optional<VikingUri> root(Optional<String> peer) {
        return peer.isEmpty()
                ? Optional.of(home.child("memories")).filter(_ -> policy.self())
                : Optional.of(home.child("peers").child(peer.get()).child("memories"))
                        .filter(_ -> policy.peer());
    }

    private List<Draft> events(List<Message> messages) {
        List<Draft> drafts = new ArrayList<>();
        Set<VikingUri> taken = new HashSet<>();
        for (Exchange exchange : Exchanges.of(messages)) {
            for (Optional<String> peer : audience(exchange)) {
                root(peer).ifPresent(root -> drafts.add(event(exchange, root, taken)));
            }
        }
        return drafts;
    }

    /** Whose memories an exchange belongs to: of everybody who said something to the assistant in it. */
    private static Set<Optional<String>> audience(Exchange exchange) {
        Set<Optional<String>> audience = new LinkedHashSet<>();
        exchange.messages().stream()
                .filter(message -> message.role().equals("user"))
                .forEach(message -> audience.add(message.peerId()));
        if (audience.isEmpty()) {
            audience.add(Optional.empty());
        }
        return audience;
    }

    private Draft event(Exchange exchange, VikingUri root, Set<VikingUri> taken) {
        Message first = exchange.messages().getFirst();
        LocalDate day = exchange.day().orElse(today);
        String told = Names.of(first.text(), NAME_WORDS);
        String id = first.id().substring(Math.max(0, first.id().length() - 8));
        String name = (told.isEmpty() ? "exchange" : told) + "_" + id;
        VikingUri uri = root.child("events")
                .child(Integer.toString(day.getYear()))
                .child(String.format(java.util.Locale.ROOT, "%02d", day.getMonthValue()))
                .child(String.format(java.util.Locale.ROOT, "%02d", day.getDayOfMonth()))
                .child(name + ".md");
        boolean _ = taken.add(uri);
        String summary = line(first.text(), SUMMARY_CHARACTERS);
        JsonObject fields = new JsonObject()
                .put("event_name", name)
                .put("goal", line(first.text(), GOAL_CHARACTERS))
                .put("summary", summary)
                .put(
                        "message_ids",
                        new JsonArray(
                                exchange.messages().stream().map(Message::id).toList()))
                .put("generated_by", "extractive")
                .put("source_extraction_id", source);
        return new Draft("events", uri, body(exchange, day, summary), fields, Draft.Merge.ADD_ONLY);
    }

    private static String body(Exchange exchange, LocalDate day, String summary) {
        StringBuilder body = new StringBuilder("# Summary\n").append(summary).append("\n\n# ");
        body.append(new Exchange(exchange.messages(), Optional.of(day)).dayText())
                .append(" ChatLog:\n");
        for (Message message : exchange.messages()) {
            body.append("**")
                    .append(Exchanges.speaker(message))
                    .append("**: ")
                    .append(message.text())
                    .append("\n\n");
        }
        return body.toString();
    }

    private List<Draft> statements(List<Message> messages) {
        Map<VikingUri, Draft> drafts = new LinkedHashMap<>();
        for (Message message : messages) {
            if (message.role().equals("user") && !message.isToolTransport()) {
                Optional<VikingUri> root = root(message.peerId());
                String who = message.peerId().orElse(user);
                for (Statements.Statement statement : Statements.in(message.text())) {
                    root.flatMap(where -> draft(where, who, statement))
                            .ifPresent(draft -> drafts.merge(draft.uri(), draft, Extraction::joined));
                }
            }
        }
        return List.copyOf(drafts.values());
    }

    private Optional<Draft> draft(VikingUri root, String who, Statements.Statement statement) {
        String line = "- " + line(statement.sentence(), 300);
        JsonObject fields = new JsonObject().put("generated_by", "extractive").put("source_extraction_id", source);
        return switch (statement.kind()) {
            case PROFILE ->
                Optional.of(new Draft("profile", root.child("profile.md"), line, fields, Draft.Merge.APPEND_LINES))
                        .filter(_ -> policy.allows("profile"));
            case PREFERENCE ->
                Optional.of(new Draft(
                                "preferences",
                                root.child("preferences").child(who).child(statement.topic() + ".md"),
                                line,
                                fields.put("user", who).put("topic", statement.topic()),
                                Draft.Merge.APPEND_LINES))
                        .filter(_ -> policy.allows("preferences"));
        };
    }

    private static Draft joined(Draft one, Draft other) {
        return new Draft(one.type(), one.uri(), one.body() + "\n" + other.body(), one.fields(), one.merge());
    }

    private static String line(String text, int most) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.length() <= most) {
            return line;
        }
        return line.substring(0, Character.isHighSurrogate(line.charAt(most - 1)) ? most - 1 : most) + "…";
    }
}
