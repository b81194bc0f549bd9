package io.knarr.ingest.source;

import io.knarr.uri.Glob;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files of a directory, archive or repository are taken (behaviour 3.4, core 3.2), as far as their paths tell.
 *
 * @param include globs on the file name; empty takes all
 * @param exclude entries that end in a slash are prefixes of the path, the others globs on the file name
 * @param ignoreDirs names of directories, or paths of directories below the root of the source
 * @param origin what kind of source it is
 * @param strictness what becomes of files of a kind that is not supported
 */
public record ScanRules(
        List<String> include, List<String> exclude, List<String> ignoreDirs, Origin origin, Strictness strictness) {
    /** What is scanned. */
    public enum Origin {
        /** An archive or directory that somebody added: symbolic links refuse it. */
        DIRECTORY,
        /** A code repository: symbolic links, media, archives and other binaries are left out without a word. */
        REPOSITORY,
        /** All of it is one thing, as a skill is: hidden files, empty ones and any kind belong to it; what is too long refuses it. */
        WHOLE
    }

    /** What becomes of a file of a kind that is not supported. */
    public enum Strictness {
        WARN,
        FAIL
    }

    public static final ScanRules DEFAULT =
            new ScanRules(List.of(), List.of(), List.of(), Origin.DIRECTORY, Strictness.WARN);

    private static final Set<String> SKIPPED_DIRECTORIES =
            Set.of("__pycache__", "node_modules", "venv", "env", "dist", "build", "target", "bin", "obj");

    /** What tools leave in a directory that is no part of it. */
    private static final Set<String> LEFT_BEHIND = Set.of(".git", "__MACOSX", "__pycache__");

    public ScanRules {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        ignoreDirs = List.copyOf(ignoreDirs);
    }

    /** The entries of a comma-separated parameter, trimmed; of an empty one there are none. */
    public static List<String> entries(String commaSeparated) {
        return Stream.of(commaSeparated.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    /** Whether nothing below this directory is taken, judged by its own path; those above it were asked before. */
    public boolean skipsDirectory(String path) {
        String name = nameOf(path);
        if (origin == Origin.WHOLE) {
            return LEFT_BEHIND.contains(name);
        }
        return name.startsWith(".")
                || SKIPPED_DIRECTORIES.contains(name)
                || ignoreDirs.stream().map(ScanRules::trimmed).anyMatch(dir -> dir.equals(name) || dir.equals(path));
    }

    /** Whether this file is taken, judged by its own path; its directories were asked before. */
    public boolean takesFile(String path) {
        String name = nameOf(path);
        return (origin == Origin.WHOLE || !name.startsWith("."))
                && (include.isEmpty()
                        || include.stream().anyMatch(glob -> Glob.of(glob).matches(name)))
                && exclude.stream().noneMatch(entry -> excludes(entry, path, name));
    }

    private static boolean excludes(String entry, String path, String name) {
        return entry.endsWith("/")
                ? path.startsWith(trimmed(entry) + "/")
                : Glob.of(entry).matches(name);
    }

    /** Without slashes and {@code ./} at the ends. */
    private static String trimmed(String directory) {
        int start = directory.startsWith("./") ? 2 : directory.startsWith("/") ? 1 : 0;
        int end = directory.length();
        while (end > start && directory.charAt(end - 1) == '/') {
            end--;
        }
        return directory.substring(start, end);
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
