package io.knarr.parse;

import io.knarr.uri.ResourceNames;
import java.util.List;
import java.util.Set;

/**
 * What a source file declares: signatures, each after the first line of its comment, indented by what they are declared in.
 * Read by one pass over the characters, without a grammar: code that is unusual may be missing, nothing fails.
 */
public final class Skeleton {
    private static final Set<String> BRACES = Set.of(
            ("java kt kts scala groovy js mjs cjs jsx ts tsx go rs c h cc cpp cxx" + " hpp hh cs m mm swift php dart")
                    .split(" "));
    private static final Set<String> INDENTED = Set.of("py", "pyi");

    /** Longest signature that is kept whole. */
    static final int MAX_SIGNATURE = 240;

    private static final int MAX_DOC = 160;

    /**
     * One declaration.
     *
     * @param depth how many declarations it is inside of
     * @param doc first line of its comment, or empty
     */
    record Declaration(int depth, String doc, String signature) {}

    private Skeleton() {}

    /**
     * The skeleton, of whole lines and at most {@code maxChars} characters; empty for a language that is not read or a file
     * that declares nothing.
     *
     * @param fileName its extension says which language it is
     */
    public static String of(String fileName, String text, int maxChars) {
        String language = ResourceNames.extension(fileName);
        if (BRACES.contains(language)) {
            return written(new BraceScanner(language, text).declarations(), maxChars);
        }
        return INDENTED.contains(language) ? written(new IndentScanner(text).declarations(), maxChars) : "";
    }

    private static String written(List<Declaration> declarations, int maxChars) {
        StringBuilder skeleton = new StringBuilder();
        for (Declaration declaration : declarations) {
            String indent = "  ".repeat(declaration.depth);
            String doc = declaration.doc.isEmpty() ? "" : indent + "// " + declaration.doc + "\n";
            String entry = doc + indent + declaration.signature + "\n";
            if (skeleton.length() + entry.length() > maxChars) {
                break;
            }
            skeleton.append(entry);
        }
        return skeleton.toString();
    }

    /** The first line of a comment that says something, without the marks of the comment. */
    static String firstLine(String comment) {
        return comment.lines()
                .map(line -> line.strip()
                        .replaceFirst("^[/*!#'\"]{1,4}", "")
                        .replaceFirst("\\*/$", "")
                        .strip())
                .filter(line -> line.codePoints().anyMatch(Character::isLetterOrDigit))
                .findFirst()
                .map(line -> ResourceNames.shortened(line, MAX_DOC))
                .orElse("");
    }
}
