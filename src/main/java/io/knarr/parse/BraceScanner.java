package io.knarr.parse;

import io.knarr.parse.Skeleton.Declaration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Declarations of languages with braces. Follows strings, comments and brackets; what is between two declarations is the head
 * of the next one; inside the body of a function nothing is looked at.
 */
final class BraceScanner {
    private static final Set<String> WITHOUT_SEMICOLONS =
            Set.of("go", "js", "mjs", "cjs", "jsx", "ts", "tsx", "kt", "kts", "scala", "swift", "groovy");

    private final String language;
    private final String text;
    private final List<Declaration> declarations = new ArrayList<>();

    /** For each open brace, whether declarations inside it count. */
    private final Deque<Boolean> scopes = new ArrayDeque<>();

    /** How many of them are bodies, in which nothing counts. */
    private int bodies;

    private final StringBuilder head = new StringBuilder();
    private int brackets;
    private String doc = "";
    private int docEnd = -1;
    private int at;

    BraceScanner(String language, String text) {
        this.language = language;
        this.text = text;
    }

    List<Declaration> declarations() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (text.startsWith("//", at) || text.startsWith("/*", at)) {
                comment();
            } else if (c == '"' || c == '`' || (c == '\'' && isQuote())) {
                int start = at;
                at = endOfLiteral(c);
                keep(text.substring(start, Math.min(at, start + Skeleton.MAX_SIGNATURE)));
            } else if (c == '#' && head.toString().isBlank()) {
                at = endOfLine();
            } else {
                character(c);
                at++;
            }
        }
        return declarations;
    }

    private void character(char c) {
        switch (c) {
            case '{' -> open();
            case '}' -> close();
            case '(', '[' -> {
                brackets++;
                keep(String.valueOf(c));
            }
            case ')', ']' -> {
                brackets = Math.max(0, brackets - 1);
                keep(String.valueOf(c));
            }
            case ';' -> endStatement();
            case '\n' -> {
                if (brackets == 0 && WITHOUT_SEMICOLONS.contains(language) && !head.isEmpty()) {
                    endStatement();
                }
                keep(" ");
            }
            default -> keep(String.valueOf(c));
        }
    }

    private boolean counts() {
        return bodies == 0;
    }

    private void keep(String piece) {
        boolean blank = piece.isBlank();
        boolean spaced = head.isEmpty() || head.charAt(head.length() - 1) == ' ';
        if (counts() && head.length() <= Skeleton.MAX_SIGNATURE && !(blank && spaced)) {
            head.append(blank ? " " : piece);
        }
    }

    private void open() {
        if (brackets > 0 && counts()) {
            brackets++;
            return;
        }
        boolean inside = counts();
        Signature signature = Signature.of(head.toString());
        if (inside && signature.opens()) {
            add(signature);
        }
        boolean container = inside && signature.isContainer();
        scopes.push(container);
        bodies += container ? 0 : 1;
        reset();
    }

    private void close() {
        if (brackets > 0 && counts()) {
            brackets--;
            return;
        }
        if (!scopes.isEmpty() && !scopes.pop()) {
            bodies--;
        }
        reset();
    }

    private void endStatement() {
        if (brackets > 0 || !counts()) {
            return;
        }
        Signature signature = Signature.of(head.toString());
        if (signature.stands()) {
            add(signature);
        }
        reset();
    }

    private void add(Signature signature) {
        declarations.add(new Declaration(scopes.size(), doc, signature.text()));
    }

    private void reset() {
        head.setLength(0);
        brackets = 0;
        doc = "";
    }

    private void comment() {
        boolean line = text.charAt(at + 1) == '/';
        int close = line ? endOfLine() : text.indexOf("*/", at + 2);
        int end = close < 0 ? text.length() : line ? close : close + 2;
        boolean goesOn = line && docEnd >= 0 && text.substring(docEnd, at).isBlank() && !doc.isEmpty();
        if (counts() && head.toString().isBlank() && !goesOn) {
            doc = Skeleton.firstLine(text.substring(at, Math.min(end, at + 4000)));
        }
        docEnd = end;
        at = end;
    }

    /** A single quote is a lifetime in Rust unless it closes right away. */
    private boolean isQuote() {
        return !language.equals("rs")
                || text.startsWith("\\", at + 1)
                || text.startsWith("'", at + 2)
                || text.startsWith("'", at + 3);
    }

    private int endOfLiteral(char quote) {
        if (text.startsWith("\"\"\"", at)) {
            int close = text.indexOf("\"\"\"", at + 3);
            return close < 0 ? text.length() : close + 3;
        }
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                return i + 1;
            }
            if (c == '\n' && quote != '`') {
                return i;
            }
            if (c == '\\' && !(quote == '`' && language.equals("go"))) {
                i++;
            }
        }
        return text.length();
    }

    private int endOfLine() {
        int newline = text.indexOf('\n', at);
        return newline < 0 ? text.length() : newline;
    }
}
