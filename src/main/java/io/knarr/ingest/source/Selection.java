package io.knarr.ingest.source;

import io.knarr.fault.Fault;
import io.knarr.uri.IgnoreTree;

/**
 * The files of one source that are taken: the scan rules and every {@code .gitignore} of the source together. First give it
 * all ignore files, then ask. One scan, one thread.
 */
public final class Selection {
    /** Each rule may be tried on each path: more of them would make a scan endless. */
    static final int MAX_IGNORE_RULES = 2000;

    private final ScanRules rules;
    private final IgnoreTree ignored;

    public Selection(ScanRules rules) {
        this.rules = rules;
        this.ignored = new IgnoreTree(rules::skipsDirectory);
    }

    /**
     * Adds the rules of an ignore file.
     *
     * @param path of the file, below the root of the source
     * @throws Fault {@code INVALID_ARGUMENT} when the source has more rules than a scan can try
     */
    public void addIgnoreFile(String path, String text) {
        ignored.add(path, text);
        if (ignored.rules() > MAX_IGNORE_RULES) {
            throw Fault.invalid("The " + IgnoreTree.FILE + " files of the source hold more than " + MAX_IGNORE_RULES
                    + " rules; name what is to be left out with exclude or ignore_dirs instead");
        }
    }

    /** Whether the file at this path is taken. */
    public boolean takes(String path) {
        return rules.takesFile(path) && !ignored.ignores(path);
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

    private static String directoryOf(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }
}
