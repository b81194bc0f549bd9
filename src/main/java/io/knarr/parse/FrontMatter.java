package io.knarr.parse;

import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** The YAML between two lines of dashes at the top of a Markdown text. */
final class FrontMatter {
    /** A longer one is text: nobody writes so much metadata by hand, and the search for its end stays cheap. */
    private static final int MAX_CHARS = 65_536;

    private FrontMatter() {}

    /** Offset after the closing line, or 0 when the text has no front matter. */
    static int end(String text) {
        int from = endOfLine(text, 0);
        if (!text.startsWith("---") || !text.substring(3, from).isBlank()) {
            return 0;
        }
        while (from < text.length() && from < MAX_CHARS) {
            int to = endOfLine(text, from);
            String line = text.substring(from, to).stripTrailing();
            if (line.equals("---") || line.equals("...")) {
                return to;
            }
            from = to;
        }
        return 0;
    }

    /** Its {@code title}, when it has one; front matter that is no YAML has none. */
    static Optional<String> title(String text) {
        int end = end(text);
        if (end == 0) {
            return Optional.empty();
        }
        String yaml = text.substring(endOfLine(text, 0), end).stripTrailing();
        try {
            Object head = loader().load(yaml.substring(0, yaml.length() - 3));
            Optional<?> title =
                    head instanceof Map<?, ?> map ? Optional.ofNullable(map.get("title")) : Optional.empty();
            return title.map(found -> found.toString().strip()).filter(found -> !found.isEmpty());
        } catch (YAMLException notYaml) {
            return Optional.empty();
        }
    }

    private static Yaml loader() {
        LoaderOptions limits = new LoaderOptions();
        limits.setCodePointLimit(MAX_CHARS);
        limits.setMaxAliasesForCollections(10);
        limits.setNestingDepthLimit(20);
        return new Yaml(new SafeConstructor(limits));
    }

    private static int endOfLine(String text, int from) {
        int newline = text.indexOf('\n', from);
        return newline < 0 ? text.length() : newline + 1;
    }
}
