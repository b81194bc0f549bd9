package io.knarr.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every key a configuration file may hold: those Knarr uses and those only OpenViking does. */
final class KnownKeys {
    private static final String ANYTHING_BELOW = ".**";

    private final Map<String, Key<?>> used;
    private final Set<String> leaves = new TreeSet<>();
    private final Set<String> open = new TreeSet<>();
    private final Set<String> sections = new TreeSet<>();

    private KnownKeys(List<String> patterns, List<Key<?>> used) {
        this.used = used.stream().collect(Collectors.toMap(Key::path, Function.identity()));
        patterns.stream().flatMap(pattern -> alternatives(pattern).stream()).forEach(this::add);
        this.used.keySet().forEach(this::add);
    }

    /** Reads the table from the jar. */
    static KnownKeys load() {
        try (InputStream table =
                Objects.requireNonNull(KnownKeys.class.getResourceAsStream("known-keys.txt"), "known-keys.txt")) {
            List<String> patterns = new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            return new KnownKeys(patterns, Keys.ALL);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void add(String path) {
        boolean anything = path.endsWith(ANYTHING_BELOW);
        String own = anything ? path.substring(0, path.length() - ANYTHING_BELOW.length()) : path;
        (anything ? open : leaves).add(own);
        for (int dot = own.lastIndexOf('.'); dot > 0; dot = own.lastIndexOf('.', dot - 1)) {
            sections.add(own.substring(0, dot));
        }
    }

    Optional<Key<?>> used(String path) {
        return Optional.ofNullable(used.get(path));
    }

    /** Whether Knarr uses this key or one below it. */
    boolean usedAtOrBelow(String path) {
        return used.keySet().stream().anyMatch(key -> key.equals(path) || key.startsWith(path + "."));
    }

    /** Whether a key or a section has this path. */
    boolean known(String path) {
        return leaves.contains(path) || sections.contains(path) || underOpen(path);
    }

    boolean isSection(String path) {
        return sections.contains(path);
    }

    private boolean underOpen(String path) {
        return open.stream().anyMatch(key -> path.equals(key) || path.startsWith(key + "."));
    }

    /** The known path that is spelled most like this one, when it is near enough to be meant. */
    Optional<String> nearest(String path) {
        List<String> all = new ArrayList<>(leaves);
        all.addAll(sections);
        all.addAll(open);
        return nearest(path, all);
    }

    /** The variable that is spelled most like this one. */
    Optional<String> nearestVariable(String name) {
        return nearest(name, used.values().stream().map(Key::variable).toList());
    }

    private static Optional<String> nearest(String text, Collection<String> candidates) {
        int tolerated = Math.max(1, Math.min(3, text.length() / 4));
        return candidates.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(text, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(candidate -> distance(text, candidate) <= tolerated);
    }

    /** Levenshtein’s edit distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** {@code a.{b,c}.d} as {@code a.b.d} and {@code a.c.d}. */
    private static List<String> alternatives(String pattern) {
        int start = pattern.indexOf('{');
        if (start < 0) {
            return List.of(pattern);
        }
        int end = pattern.indexOf('}', start);
        List<String> expanded = new ArrayList<>();
        for (String choice : pattern.substring(start + 1, end).split(",")) {
            expanded.addAll(alternatives(pattern.substring(0, start) + choice + pattern.substring(end + 1)));
        }
        return expanded;
    }
}
