package io.knarr.uri;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Names in the tree made from foreign names: file names, titles, the last part of a URL (behaviour 1.2, rule 6). */
public final class ResourceNames {
    /** Longest name that is made, in characters (code points). */
    public static final int MAX_LENGTH = 50;

    private static final Set<String> EXTENSIONS = Set.of(("md markdown mdown mkd txt text rst adoc log html htm xhtml"
                    + " pdf doc docx ppt pptx xls xlsx xlsm odt ods odp rtf epub"
                    + " zip tar gz tgz bz2 xz zst 7z rar jar war"
                    + " csv tsv json jsonl ndjson yaml yml toml xml ini cfg conf properties env sql"
                    + " png jpg jpeg gif bmp webp svg tiff tif ico dib icns sgi jp2"
                    + " mp3 wav ogg flac aac m4a opus ac3 mp4 avi mov mkv webm flv wmv"
                    + " java kt kts scala groovy py pyi js mjs cjs jsx ts tsx go rs c h cc cpp cxx hpp hh cs m mm"
                    + " swift rb php pl lua r jl dart ex exs erl hs clj sh bash zsh ps1 bat vue svelte css scss"
                    + " less proto graphql gradle cmake tf vim")
            .split(" "));

    private ResourceNames() {}

    /**
     * A valid segment made of {@code foreign}: letters, digits, marks, {@code _ - .} and the ranges of the rule stay, every
     * run of anything else becomes one {@code _}; never empty, never with {@code _} or {@code .} in front.
     */
    public static String sanitise(String foreign) {
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(foreign, Normalizer.Form.NFC).codePoints().forEach(point -> {
            int next = isNameCharacter(point) ? point : '_';
            if (next != '_' || kept.isEmpty() || kept.charAt(kept.length() - 1) != '_') {
                kept.appendCodePoint(next);
            }
        });
        String name = shortened(stripped(kept.toString()), MAX_LENGTH);
        return name.isEmpty() ? "unnamed" : name;
    }

    /** The file name without its extension, when that is one Knarr knows; {@code release-1.2} stays whole. */
    public static String stem(String fileName) {
        String extension = extension(fileName);
        if (!EXTENSIONS.contains(extension)) {
            return fileName;
        }
        String stem = fileName.substring(0, fileName.length() - extension.length() - 1);
        return stem.endsWith(".tar") ? stem.substring(0, stem.length() - 4) : stem;
    }

    /** What follows the last dot, in lower case; empty without a dot, or when the dot comes first. */
    public static String extension(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot <= 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Whether the rule keeps this code point. White space and control characters in its ranges do not stay. */
    public static boolean isNameCharacter(int point) {
        if (Character.isISOControl(point) || Character.isSpaceChar(point)) {
            return false;
        }
        return Character.isLetterOrDigit(point)
                || point == '_'
                || point == '-'
                || point == '.'
                || isMark(point)
                || inKeptRange(point);
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean inKeptRange(int point) {
        return (point >= 0x0080 && point <= 0x02AF)
                || (point >= 0x0400 && point <= 0x052F)
                || (point >= 0x0600 && point <= 0x077F)
                || (point >= 0x3040 && point <= 0x30FF)
                || (point >= 0x3400 && point <= 0x4DBF)
                || (point >= 0x4E00 && point <= 0x9FFF)
                || (point >= 0xAC00 && point <= 0xD7AF)
                || (point >= 0x20000 && point <= 0x2A6DF);
    }

    /** Without {@code _} and {@code .} at both ends. */
    public static String stripped(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && isEdge(name.charAt(start))) {
            start++;
        }
        while (end > start && isEdge(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(start, end);
    }

    private static boolean isEdge(char character) {
        return character == '_' || character == '.';
    }

    /** The first {@code limit} code points. */
    public static String shortened(String name, int limit) {
        return name.codePointCount(0, name.length()) <= limit
                ? name
                : name.substring(0, name.offsetByCodePoints(0, limit));
    }
}
