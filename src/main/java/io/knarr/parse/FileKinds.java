package io.knarr.parse;

import io.knarr.uri.ResourceNames;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells what a file is, from its name or path and, where that is not enough, from its first bytes. */
public final class FileKinds {
    private static final Map<String, FileKind> BY_EXTENSION = new HashMap<>();

    /** Source files that have no extension, in lower case. */
    private static final Set<String> CODE_NAMES =
            Set.of("makefile", "dockerfile", "containerfile", "rakefile", "gemfile", "vagrantfile", "jenkinsfile");

    static {
        kind(FileKind.MARKDOWN, "md markdown mdown mkd");
        kind(FileKind.TEXT, "txt text rst adoc");
        kind(FileKind.HTML, "html htm xhtml");
        kind(
                FileKind.CODE,
                "java kt kts scala groovy py pyi js mjs cjs jsx ts tsx go rs c h cc cpp cxx hpp hh cs m mm swift rb php pl"
                        + " lua r jl dart ex exs erl hs clj sh bash zsh ps1 bat vue svelte css scss less proto graphql"
                        + " gradle cmake tf vim sql");
        kind(FileKind.DATA, "csv tsv json jsonl ndjson yaml yml toml xml ini cfg conf properties env log");
        kind(FileKind.IMAGE, "png jpg jpeg gif bmp webp svg tiff tif ico dib icns sgi jp2");
        kind(FileKind.AUDIO, "mp3 wav ogg flac aac m4a opus ac3");
        kind(FileKind.VIDEO, "mp4 avi mov mkv webm flv wmv");
        kind(FileKind.ARCHIVE, "zip tar gz tgz bz2 xz zst 7z rar jar war");
        kind(FileKind.OFFICE_OR_PDF, "pdf doc docx ppt pptx xls xlsx xlsm odt ods odp rtf epub");
    }

    private FileKinds() {}

    private static void kind(FileKind kind, String extensions) {
        for (String extension : extensions.split(" ")) {
            BY_EXTENSION.put(extension, kind);
        }
    }

    /** All extensions that say what a file is, in lower case. */
    static Set<String> extensions() {
        return Set.copyOf(BY_EXTENSION.keySet());
    }

    /** By the name alone; {@code UNKNOWN} when it says nothing. Never {@code BINARY}. */
    public static FileKind of(String fileName) {
        String lower = fileName.substring(fileName.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (CODE_NAMES.contains(lower)) {
            return FileKind.CODE;
        }
        return BY_EXTENSION.getOrDefault(ResourceNames.extension(lower), FileKind.UNKNOWN);
    }

    /** By name and content; never {@code UNKNOWN}. A {@code .ts} file is a video only if it is an MPEG transport stream. */
    public static FileKind of(String fileName, byte[] content) {
        FileKind byName = of(fileName);
        if (byName == FileKind.CODE && Magic.isTransportStream(content)) {
            return FileKind.VIDEO;
        }
        if (byName == FileKind.UNKNOWN) {
            return Magic.kind(content)
                    .orElseGet(() -> Decoding.looksLikeText(content) ? FileKind.TEXT : FileKind.BINARY);
        }
        return byName;
    }

    /** Why this version cannot take the file, and what would help; empty when it can. */
    public static Optional<String> problem(String fileName, byte[] content) {
        FileKind kind = of(fileName, content);
        String extension = ResourceNames.extension(fileName.substring(fileName.lastIndexOf('/') + 1));
        String format = extension.toUpperCase(Locale.ROOT);
        return switch (kind) {
            case OFFICE_OR_PDF ->
                Optional.of(fileName + ": " + (format.isEmpty() ? "this document format" : format)
                        + " is not supported by this version; convert it to Markdown, text or HTML");
            case ARCHIVE ->
                Optional.of(fileName
                        + ": an archive is not opened here; unpack it, or add it as a source of its own (.zip)");
            case BINARY, UNKNOWN ->
                Optional.of(fileName
                        + ": binary data of an unknown kind; text, Markdown, HTML, code and media are supported");
            case IMAGE, AUDIO, VIDEO ->
                Magic.fits(extension, content)
                        ? Optional.empty()
                        : Optional.of(fileName + ": the content is not " + format
                                + "; the file is damaged or has the wrong extension");
            case MARKDOWN, TEXT, HTML, CODE, DATA ->
                Decoding.looksLikeText(content)
                        ? Optional.empty()
                        : Optional.of(fileName + ": the content is not text; save it as UTF-8 text");
        };
    }
}
