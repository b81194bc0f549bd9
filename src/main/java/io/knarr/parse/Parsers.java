package io.knarr.parse;

import io.knarr.fault.Fault;
import io.knarr.uri.ResourceNames;
import java.util.List;

/**
 * What becomes of which document (behaviour 3.2, 3.3, core 3.2). Parsing takes time in the order of the length of the
 * document, so it belongs into a pool.
 */
public final class Parsers {
    private Parsers() {}

    /**
     * A document that was added by itself. Text of any kind becomes {@code <name>.md} or, when it is too long and may be
     * split, the tree of its sections; media stay one file under their own, sanitised name.
     *
     * @param name the name of the resource, a valid segment; paths are relative to the directory of that name
     * @throws Fault {@code INVALID_ARGUMENT} for a document that is empty, damaged or of a kind that is not supported
     */
    public static Parsed parse(Document document, String name, ParseOptions options) {
        FileKind kind = supportedKind(document);
        if (kind.isMedia()) {
            return Parsed.of(List.of(new ParsedFile(ResourceNames.sanitise(document.fileName()), document.content())));
        }
        String text = Decoding.text(document.content());
        if (text.isBlank()) {
            throw Fault.invalid(document.fileName() + " holds no text: there is nothing to store");
        }
        return Parsed.of(sections(document, kind, text, name, options));
    }

    private static List<ParsedFile> sections(
            Document document, FileKind kind, String text, String name, ParseOptions options) {
        return switch (kind) {
            case HTML -> MarkdownSplitter.markdown(markdown(document, text), name, options);
            case CODE, DATA -> MarkdownSplitter.plain(text, name, options);
            default -> MarkdownSplitter.markdown(text, name, options);
        };
    }

    private static String markdown(Document document, String html) {
        String markdown = HtmlMarkdown.convert(html);
        if (markdown.isBlank()) {
            throw Fault.invalid(document.fileName() + " holds no text that could be read; is it made by scripts only?");
        }
        return markdown;
    }

    /**
     * A file of a directory, archive or repository, which keep their tree. Only what its extension calls HTML, and Markdown or
     * plain text that is too long, change: they become {@code <stem>.md} and {@code <stem>/…}, or {@code a.html.md} and
     * {@code guide.md/…} where those names are taken.
     *
     * @param relativePath where the file is below the source, {@code /}-separated; its last segment is the file’s name
     * @param names the other files of the source
     * @throws Fault {@code INVALID_ARGUMENT} for a file that is damaged or of a kind that is not supported: without
     *     {@code strict} the caller makes a warning of it
     */
    public static Parsed parseInTree(Document document, String relativePath, TreeNames names, ParseOptions options) {
        FileKind _ = supportedKind(document);
        FileKind kind = FileKinds.of(document.fileName());
        boolean prose = kind == FileKind.MARKDOWN || kind == FileKind.TEXT;
        if (!prose && kind != FileKind.HTML) {
            return Parsed.of(List.of(new ParsedFile(relativePath, document.content())));
        }
        String text = Decoding.text(document.content());
        if (prose && MarkdownSplitter.fits(text, options)) {
            return Parsed.of(List.of(new ParsedFile(relativePath, document.content())));
        }
        String base = names.base(relativePath);
        String name = base.substring(base.lastIndexOf('/') + 1);
        List<ParsedFile> files = sections(document, kind, text, name, options);
        String directory = files.size() == 1 ? base.substring(0, base.length() - name.length()) : base + "/";
        return Parsed.of(files.stream()
                .map(file -> new ParsedFile(directory + file.path(), file.content()))
                .toList());
    }

    /** The same for a file that has no neighbours. */
    public static Parsed parseInTree(Document document, String relativePath, ParseOptions options) {
        return parseInTree(document, relativePath, TreeNames.NONE, options);
    }

    private static FileKind supportedKind(Document document) {
        FileKinds.problem(document.fileName(), document.content()).ifPresent(problem -> {
            throw Fault.invalid(problem);
        });
        return FileKinds.of(document.fileName(), document.content());
    }
}
