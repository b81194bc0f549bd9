package io.knarr.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * LoCoMo (Maharana et al., ACL 2024): long conversations, one directory each, one Markdown file per session. A session answers
 * a question when a turn that is evidence for the answer is in it. Questions without evidence are left out, each is asked of
 * its own conversation.
 */
final class Locomo {
    private static final String NAME = "locomo";

    private Locomo() {}

    static Corpus load(Path file) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        Map<String, Corpus.Question> questions = new LinkedHashMap<>();
        Map<String, Map<String, Integer>> gains = new HashMap<>();
        JsonArray conversations = new JsonArray(Files.readString(file));
        for (int c = 0; c < conversations.size(); c++) {
            JsonObject conversation = conversations.getJsonObject(c);
            String directory = "conversation-" + c;
            Map<String, String> sessionOf = new HashMap<>();
            for (Object each : conversation.getJsonArray("sessions")) {
                JsonObject session = (JsonObject) each;
                String document = directory + "/session-" + session.getValue("session");
                files.put(document + ".md", markdown(session));
                session.getJsonArray("turns")
                        .forEach(turn -> sessionOf.put(((JsonObject) turn).getString("id"), document));
            }
            JsonArray asked = conversation.getJsonArray("qa");
            for (int q = 0; q < asked.size(); q++) {
                JsonObject question = asked.getJsonObject(q);
                Map<String, Integer> wanted = question.getJsonArray("evidence").stream()
                        .map(String::valueOf)
                        .filter(sessionOf::containsKey)
                        .map(turn -> sessionOf.getOrDefault(turn, ""))
                        .distinct()
                        .collect(Collectors.toMap(document -> document, _ -> 1));
                if (!wanted.isEmpty()) {
                    String id = directory + "-" + q;
                    questions.put(
                            id,
                            new Corpus.Question(
                                    question.getString("question"),
                                    Corpus.root(NAME).child(directory)));
                    gains.put(id, wanted);
                }
            }
        }
        return new Corpus(NAME, files, 2, questions, gains);
    }

    private static String markdown(JsonObject session) {
        StringBuilder text = new StringBuilder(
                "# Session " + session.getValue("session") + ", " + session.getString("date", "") + "\n\n");
        for (Object each : session.getJsonArray("turns")) {
            JsonObject turn = (JsonObject) each;
            text.append("**").append(turn.getString("speaker")).append("**: ").append(turn.getString("text"));
            String caption = turn.getString("caption");
            text.append(caption == null ? "" : " [picture: " + caption + "]").append("\n\n");
        }
        return text.toString();
    }
}
