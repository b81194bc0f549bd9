package io.knarr.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Cranfield collection: abstracts, questions, and how well which abstract answers which question.
 *
 * @param files Markdown by file name, {@code <id>.md}
 * @param questions by id
 * @param gains by question and document, above 0: 4 = complete answer … 1 = minor interest
 */
record Cranfield(Map<String, String> files, Map<String, String> questions, Map<String, Map<String, Integer>> gains) {
    static Cranfield load(Path directory) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("corpus.jsonl"))) {
            JsonObject document = new JsonObject(line);
            files.put(
                    document.getString("id") + ".md",
                    "# " + document.getString("title") + "\n\n" + document.getString("text") + "\n");
        }
        Map<String, String> questions = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("queries.jsonl"))) {
            JsonObject question = new JsonObject(line);
            questions.put(question.getString("id"), question.getString("text"));
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
        return new Cranfield(files, questions, gains);
    }
}
