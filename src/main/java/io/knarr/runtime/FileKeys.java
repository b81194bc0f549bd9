package io.knarr.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sorts what a file says: keys that are used, known ones that are not, unknown ones. An unknown key at the top or right in
 * {@code server} is a problem, as it is for OpenViking; one deeper down is mentioned, so that a file OpenViking accepts is
 * never refused for a key this table does not hold.
 */
final class FileKeys {
    /** Parser sections may also stand at the top, and win there. */
    private static final Set<String> ALSO_AT_TOP = Set.of("markdown");

    /** Older names of keys; the newer one wins. */
    private static final Map<String, String> OLDER = Map.of(
            "embedding.dense.backend", "embedding.dense.provider",
            "vlm.backend", "vlm.provider",
            "query_planner.backend", "query_planner.provider",
            "rerank.model_name", "rerank.model");

    private final KnownKeys known;
    private final String file;
    private final Map<Key<?>, Values.Given> given = new LinkedHashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> unused = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    FileKeys(KnownKeys known, String file) {
        this.known = known;
        this.file = file;
    }

    void walk(Map<String, Object> root) {
        walk("", "", root);
    }

    Map<Key<?>, Values.Given> given() {
        return given;
    }

    List<Problem> problems() {
        return problems;
    }

    /** At most one line for each sort of thing worth mentioning. */
    List<String> notices() {
        List<String> lines = new ArrayList<>(warnings);
        if (!unused.isEmpty()) {
            lines.add("not used by this version of Knarr, from " + file + ": " + String.join(", ", unused));
        }
        if (!unknown.isEmpty()) {
            lines.add("not known, from " + file + ": " + String.join(", ", unknown));
        }
        return lines;
    }

    /** @param meant where a section stands in the table when it may be written elsewhere too */
    private void walk(String written, String meant, Map<?, ?> section) {
        section.forEach((name, value) -> {
            String path = join(written, String.valueOf(name));
            String key = written.isEmpty() && ALSO_AT_TOP.contains(name)
                    ? "parsers." + name
                    : join(meant, String.valueOf(name));
            String newer = OLDER.get(key);
            if (newer == null) {
                sort(path, key, value);
            } else if (section.get(newer.substring(newer.lastIndexOf('.') + 1)) == null) {
                sort(path, newer, value);
            }
        });
    }

    private void sort(String path, String meant, @Nullable Object value) {
        if (!known.known(meant)) {
            unknown(path);
            return;
        }
        Notices.ofUnsupported(meant, value).ifPresent(warnings::add);
        if (known.used(meant).isPresent()) {
            Key<?> key = known.used(meant).get();
            // A section at the top wins over the same one in its usual place, whichever comes first.
            if (path.equals(meant) && given.containsKey(key)) {
                return;
            }
            given.put(key, new Values.Given(value, file + ":" + path));
        } else if (value instanceof Map<?, ?> section) {
            if (!known.usedAtOrBelow(meant) && unusedAbove(path)) {
                unused.add(path);
            }
            walk(path, meant, section);
        } else if (known.usedAtOrBelow(meant) && value != null) {
            problems.add(new Problem(path, file + ":" + path, path + " must be an object, {…}"));
        } else if (value != null && unusedAbove(path)) {
            unused.add(path);
        }
    }

    /** Whether no section around this path is named as unused already. */
    private boolean unusedAbove(String path) {
        return unused.stream().noneMatch(section -> path.startsWith(section + "."));
    }

    private void unknown(String path) {
        boolean atTop = path.indexOf('.') < 0;
        boolean inServer = path.startsWith("server.") && path.indexOf('.', "server.".length()) < 0;
        if (atTop || inServer) {
            problems.add(Problem.unknownKey(path, file + ":" + path, known.nearest(path)));
        } else {
            unknown.add(path
                    + known.nearest(path)
                            .map(near -> " (did you mean " + near + "?)")
                            .orElse(""));
        }
    }

    private static String join(String section, String name) {
        return section.isEmpty() ? name : section + "." + name;
    }
}
