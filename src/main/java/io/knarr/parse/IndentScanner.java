package io.knarr.parse;

import io.knarr.parse.Skeleton.Declaration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Declarations of Python: classes, and functions that are not inside another function. */
final class IndentScanner {
    private record Scope(int indent, boolean isClass) {}

    private final List<String> lines;
    private final List<Declaration> declarations = new ArrayList<>();
    private final Deque<Scope> scopes = new ArrayDeque<>();

    IndentScanner(String text) {
        this.lines = text.lines().toList();
    }

    List<Declaration> declarations() {
        for (int i = 0; i < lines.size(); ) {
            String line = lines.get(i);
            String code = line.strip();
            if (code.startsWith("class ") || code.startsWith("def ") || code.startsWith("async def ")) {
                i = declaration(i, line.indexOf(code.charAt(0)), code.startsWith("class "));
            } else {
                i = afterString(i);
            }
        }
        return declarations;
    }

    private int declaration(int start, int indent, boolean isClass) {
        while (!scopes.isEmpty() && scopes.peek().indent >= indent) {
            scopes.pop();
        }
        boolean visible = scopes.stream().allMatch(Scope::isClass);
        StringBuilder signature = new StringBuilder();
        int open = 0;
        int i = start;
        while (i < lines.size()) {
            String line = lines.get(i++).strip();
            open += balance(line);
            if (signature.length() < Skeleton.MAX_SIGNATURE) {
                signature.append(signature.isEmpty() ? "" : " ").append(line);
            }
            // A declaration that never closes its brackets is broken: it may not swallow the file.
            if (open <= 0 || i - start > 100) {
                break;
            }
        }
        if (visible) {
            declarations.add(new Declaration(scopes.size(), doc(i), withoutBody(signature.toString())));
        }
        scopes.push(new Scope(indent, isClass));
        return i;
    }

    private static int balance(String line) {
        int open = 0;
        for (int i = 0; i < line.length() && line.charAt(i) != '#'; i++) {
            open += "([{".indexOf(line.charAt(i)) >= 0 ? 1 : 0;
            open -= ")]}".indexOf(line.charAt(i)) >= 0 ? 1 : 0;
        }
        return open;
    }

    private static String withoutBody(String signature) {
        int colon = signature.lastIndexOf(':');
        String head = colon > 0 ? signature.substring(0, colon) : signature;
        return head.length() > Skeleton.MAX_SIGNATURE ? head.substring(0, Skeleton.MAX_SIGNATURE) + "…" : head;
    }

    private String doc(int next) {
        for (int i = next; i < lines.size() && i < next + 3; i++) {
            Optional<String> quote = tripleQuote(lines.get(i).strip());
            if (quote.isPresent()) {
                String first = Skeleton.firstLine(lines.get(i).replace(quote.get(), ""));
                return first.isEmpty() && i + 1 < lines.size() ? Skeleton.firstLine(lines.get(i + 1)) : first;
            }
            if (!lines.get(i).isBlank()) {
                return "";
            }
        }
        return "";
    }

    /** The line after this one, or after the string of several lines that starts in it. */
    private int afterString(int start) {
        String line = lines.get(start);
        Optional<String> quote = tripleQuote(line);
        if (quote.isEmpty() || line.strip().startsWith("#")) {
            return start + 1;
        }
        int open = line.indexOf(quote.get());
        if (line.indexOf(quote.get(), open + 3) >= 0) {
            return start + 1;
        }
        int i = start + 1;
        while (i < lines.size() && !lines.get(i).contains(quote.get())) {
            i++;
        }
        return i + 1;
    }

    private static Optional<String> tripleQuote(String line) {
        int doubles = line.indexOf("\"\"\"");
        int singles = line.indexOf("'''");
        if (doubles < 0 && singles < 0) {
            return Optional.empty();
        }
        return Optional.of(singles < 0 || (doubles >= 0 && doubles < singles) ? "\"\"\"" : "'''");
    }
}
