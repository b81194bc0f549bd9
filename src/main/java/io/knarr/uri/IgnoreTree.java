package io.knarr.uri;

import io.knarr.uri.IgnoreRules.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Every {@code .gitignore} of a tree together; paths are relative to its root. First give it all files, then ask. One thread.
 */
public final class IgnoreTree {
    /** What a file with rules is called. */
    public static final String FILE = ".gitignore";

    private final Predicate<String> leftOut;
    private final Map<String, IgnoreRules> files = new HashMap<>();
    private final Map<String, Boolean> skipped = new HashMap<>();
    private int rules;

    /** @param leftOut directories that are left out anyway, with all below them */
    public IgnoreTree(Predicate<String> leftOut) {
        this.leftOut = leftOut;
    }

    /** Adds the rules of the file at this path. */
    public void add(String path, String text) {
        IgnoreRules parsed = IgnoreRules.parse(text);
        rules += parsed.size();
        files.put(directoryOf(path), parsed);
    }

    /** How many rules there are so far: asking costs as much for each path. */
    public int rules() {
        return rules;
    }

    /** Whether the file at this path is ignored, or a directory above it is. */
    public boolean ignores(String path) {
        return skips(directoryOf(path)) || ignored(path, false);
    }

    /** A directory is skipped with all below it, so nothing in it can be taken back by a rule. */
    private boolean skips(String directory) {
        if (directory.isEmpty()) {
            return false;
        }
        Boolean known = skipped.get(directory);
        if (known != null) {
            return known;
        }
        boolean skips = skips(directoryOf(directory)) || leftOut.test(directory) || ignored(directory, true);
        skipped.put(directory, skips);
        return skips;
    }

    /** The nearest file that says anything decides. */
    private boolean ignored(String path, boolean isDirectory) {
        String directory = path;
        do {
            directory = directoryOf(directory);
            IgnoreRules file = files.get(directory);
            if (file != null) {
                String below = directory.isEmpty() ? path : path.substring(directory.length() + 1);
                Verdict verdict = file.verdict(below, isDirectory);
                if (verdict != Verdict.SILENT) {
                    return verdict == Verdict.IGNORED;
                }
            }
        } while (!directory.isEmpty());
        return false;
    }

    private static String directoryOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
