package io.knarr.ingest.source;

import io.knarr.fault.Fault;
import io.knarr.uri.IgnoreRules;
import io.knarr.uri.IgnoreRules.Verdict;
import java.util.HashMap;
import java.util.Map;

/**
 * The files of one source that are taken: the scan rules and every {@code .gitignore} of the source together. First give it
 * all ignore files, then ask. One scan, one thread.
 */
public final class Selection {
    public static final String IGNORE_FILE = ".gitignore";

    /** Each rule may be tried on each path: more of them would make a scan endless. */
    static final int MAX_IGNORE_RULES = 2000;

    private final ScanRules rules;
    private final Map<String, IgnoreRules> ignoreFiles = new HashMap<>();
    private final Map<String, Boolean> skippedDirectories = new HashMap<>();
    private int ignoreRules;

    public Selection(ScanRules rules) {
        this.rules = rules;
    }

    /**
     * Adds the rules of an ignore file.
     *
     * @param path of the file, below the root of the source
     * @throws Fault {@code INVALID_ARGUMENT} when the source has more rules than a scan can try
     */
    public void addIgnoreFile(String path, String text) {
        IgnoreRules parsed = IgnoreRules.parse(text);
        ignoreRules += parsed.size();
        if (ignoreRules > MAX_IGNORE_RULES) {
            throw Fault.invalid("The " + IGNORE_FILE + " files of the source hold more than " + MAX_IGNORE_RULES
                    + " rules; name what is to be left out with exclude or ignore_dirs instead");
        }
        ignoreFiles.put(directoryOf(path), parsed);
    }

    /** Whether the file at this path is taken. */
    public boolean takes(String path) {
        return rules.takesFile(path) && !skips(directoryOf(path)) && !ignored(path, false);
    }

    /** Whether the ignore file at this path counts: those in directories that are left out do not. */
    public boolean readsIgnoreFile(String path) {
        for (String directory = directoryOf(path); !directory.isEmpty(); directory = directoryOf(directory)) {
            if (rules.skipsDirectory(directory)) {
                return false;
            }
        }
        return true;
    }

    /** A directory is skipped with all below it, so nothing in it can be taken back by a rule. */
    private boolean skips(String directory) {
        if (directory.isEmpty()) {
            return false;
        }
        Boolean known = skippedDirectories.get(directory);
        if (known != null) {
            return known;
        }
        boolean skipped = skips(directoryOf(directory)) || rules.skipsDirectory(directory) || ignored(directory, true);
        skippedDirectories.put(directory, skipped);
        return skipped;
    }

    /** The nearest ignore file that says anything decides. */
    private boolean ignored(String path, boolean isDirectory) {
        String directory = path;
        do {
            directory = directoryOf(directory);
            IgnoreRules file = ignoreFiles.get(directory);
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
