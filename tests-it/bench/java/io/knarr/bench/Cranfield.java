package io.knarr.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The Cranfield collection: abstracts and questions of aerodynamics; gains from 4 = complete answer to 1 = minor interest. */
final class Cranfield {
    private static final String NAME = "cranfield";

    private Cranfield() {}

    static Corpus load(Path directory) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("corpus.jsonl"))) {
            JsonObject document = new JsonObject(line);
            files.put(
                    document.getString("id") + ".md",
                    "# " + document.getString("title") + "\n\n" + document.getString("text") + "\n");
        }
        Map<String, Corpus.Question> questions = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("queries.jsonl"))) {
            JsonObject question = new JsonObject(line);
            questions.put(question.getString("id"), new Corpus.Question(question.getString("text"), Corpus.root(NAME)));
        }
        Map<String, Map<String, Integer>> gains = new HashMap<>();
        List<String> judgements = Files.readAllLines(directory.resolve("qrels.tsv"));
        for (String line : judgements.subList(1, judgements.size())) {
            String[] judgement = line.split("\t", -1);
            int grade = Integer.parseInt(judgement[2]);
            if (grade >= 1 && grade <= 4) {
                gains.computeIfAbsent(judgement[0], _ -> new HashMap<>()).put(judgement[1], 5 - grade);
            }
        }
        return new Corpus(NAME, files, 1, questions, gains);
    }
}
