package io.knarr.ingest.source;

import io.knarr.fault.Fault;
import io.knarr.uri.VikingUri;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of archive entries made into safe paths. A name that could leave the tree, or that no tree can hold, refuses the whole
 * archive: it was made by an enemy or by mistake, and neither should be half imported. Remembers what it has seen: one
 * instance per archive.
 */
final class EntryNames {
    static final int MAX_PATH_BYTES = 1024;

    private static final Charset CP437 = Charset.forName("IBM437");
    private static final Pattern DRIVE = Pattern.compile("^[A-Za-z]:.*", Pattern.DOTALL);

    private final Set<String> files = new HashSet<>();
    private final Set<String> directories = new HashSet<>();

    /** The name as it was meant: UTF-8 when it is marked so or happens to be, else the code page of old archives. */
    static String decoded(byte[] raw, boolean markedUtf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            if (markedUtf8) {
                throw Fault.invalid("The archive is damaged: the name of an entry is marked as UTF-8 and is not");
            }
            return new String(raw, CP437);
        }
    }

    /**
     * The path of an entry in NFC, without a slash at the end.
     *
     * @throws Fault {@code INVALID_ARGUMENT} for a name that is not safe, or that an earlier entry has
     */
    String accept(String name) {
        boolean directory = name.endsWith("/");
        String path =
                Normalizer.normalize(directory ? name.substring(0, name.length() - 1) : name, Normalizer.Form.NFC);
        check(path, name);
        boolean taken = directory ? files.contains(path) : directories.contains(path) || !files.add(path);
        if (taken) {
            throw refused(name, "two entries have this name");
        }
        if (directory) {
            boolean _ = directories.add(path);
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String above = path.substring(0, slash);
            if (files.contains(above)) {
                throw refused(name, "another entry is a file where this one needs a directory");
            }
            if (!directories.add(above)) {
                break;
            }
        }
        return path;
    }

    private static void check(String path, String name) {
        if (path.isEmpty() || path.startsWith("/") || DRIVE.matcher(path).matches()) {
            throw refused(name, "names have to be relative");
        }
        if (path.indexOf('\\') >= 0) {
            throw refused(name, "names may not hold a back-slash");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw refused(name, "a path has at most " + MAX_PATH_BYTES + " bytes");
        }
        if (path.codePoints().anyMatch(EntryNames::misleads)) {
            throw refused(name, "names may not hold control characters or marks that change the direction of writing");
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isBlank() || leaves(segment)) {
                throw refused(name, "names may not hold empty parts, '.' or '..'");
            }
            if (segment.getBytes(StandardCharsets.UTF_8).length > VikingUri.MAX_SEGMENT_BYTES) {
                throw refused(name, "a part of a path has at most " + VikingUri.MAX_SEGMENT_BYTES + " bytes");
            }
        }
    }

    /** True for dots, and for what looks like dots and becomes dots wherever somebody normalises it. */
    private static boolean leaves(String segment) {
        for (String part : Normalizer.normalize(segment, Normalizer.Form.NFKC).split("[/\\\\]", -1)) {
            if (part.equals(".") || part.equals("..")) {
                return true;
            }
        }
        return false;
    }

    private static boolean misleads(int point) {
        return Character.isISOControl(point)
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069)
                || (point >= 0xD800 && point <= 0xDFFF);
    }

    private static Fault refused(String name, String why) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        String printable = shown.replaceAll("\\p{Cntrl}", "?");
        return Fault.invalid(String.format(Locale.ROOT, "The archive is refused because of '%s': %s", printable, why));
    }
}
