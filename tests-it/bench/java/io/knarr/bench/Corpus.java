package io.knarr.bench;

import io.knarr.uri.VikingUri;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Documents, questions, and how well which document answers which question.
 *
 * @param name of the directory it is imported to
 * @param files Markdown by path below that directory
 * @param depth of documents below that directory: a long one may be stored as a directory of several files
 * @param questions by id
 * @param gains by question and document (its path without the ending), above 0
 */
record Corpus(
        String name,
        Map<String, String> files,
        int depth,
        Map<String, Question> questions,
        Map<String, Map<String, Integer>> gains) {
    /**
     * A question.
     *
     * @param place where it is asked
     */
    record Question(String text, VikingUri place) {}

    VikingUri root() {
        return root(name);
    }

    static VikingUri root(String name) {
        return VikingUri.of("resources", name);
    }

    /** The document that an address belongs to. */
    String document(String uri) {
        String path = uri.substring(root().toString().length() + 1);
        return Arrays.stream(path.split("/", -1))
                .limit(depth)
                .collect(Collectors.joining("/"))
                .replaceFirst("[.]md$", "");
    }
}
