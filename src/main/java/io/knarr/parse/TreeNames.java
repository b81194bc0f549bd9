package io.knarr.parse;

import io.knarr.uri.ResourceNames;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the files of one source apart when some of them change their names: {@code guide.md} that is split does not fall into
 * a directory {@code guide}, {@code a.html} does not overwrite {@code a.md}. Names that differ only in case count as equal.
 */
public final class TreeNames {
    /** For a file that comes alone. */
    public static final TreeNames NONE = of(List.of());

    private final Set<String> directories = new HashSet<>();
    private final Map<String, Integer> prose = new HashMap<>();

    private TreeNames() {}

    /** @param paths of all files of the source that are taken */
    public static TreeNames of(Collection<String> paths) {
        TreeNames names = new TreeNames();
        for (String path : paths) {
            String folded = path.toLowerCase(Locale.ROOT);
            for (int slash = folded.indexOf('/'); slash > 0; slash = folded.indexOf('/', slash + 1)) {
                names.directories.add(folded.substring(0, slash));
            }
            FileKind kind = FileKinds.of(path);
            if (kind == FileKind.MARKDOWN || kind == FileKind.TEXT || kind == FileKind.HTML) {
                names.prose.merge(ResourceNames.stem(folded), 1, Integer::sum);
            }
        }
        return names;
    }

    /** The path without its extension, when that is free for {@code <it>.md} and {@code <it>/…}; else the path as it is. */
    String base(String path) {
        String stem = ResourceNames.stem(path);
        String folded = stem.toLowerCase(Locale.ROOT);
        boolean free = !directories.contains(folded) && prose.getOrDefault(folded, 0) <= 1;
        return free ? stem : path;
    }
}
