package io.knarr.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The head of a declaration in a language with braces, and what it declares as far as its words tell.
 *
 * @param text on one line, without annotations
 * @param words of the part before the first bracket or assignment
 */
record Signature(String text, List<String> words) {
    private static final Set<String> CONTAINERS = Set.of(
            "class",
            "interface",
            "enum",
            "record",
            "struct",
            "trait",
            "impl",
            "namespace",
            "module",
            "mod",
            "object",
            "protocol",
            "extension",
            "union",
            "@interface",
            "actor");

    private static final Set<String> FUNCTIONS = Set.of("func", "fn", "function", "fun", "def");

    private static final Set<String> NOT_DECLARED = Set.of(
            "if",
            "for",
            "while",
            "switch",
            "catch",
            "do",
            "else",
            "try",
            "return",
            "synchronized",
            "finally",
            "with",
            "throw",
            "new",
            "await",
            "yield",
            "case",
            "import",
            "package",
            "using",
            "defer",
            "select",
            "match",
            "loop",
            "unless",
            "guard",
            "assert",
            "use",
            "#include",
            "goto",
            "typedef",
            "delete");

    static Signature of(String head) {
        String text = withoutAnnotations(head.strip());
        int end = 0;
        while (end < text.length() && "(=<[:".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        String declared = text.startsWith("func (") ? "func receiver" : text.substring(0, end);
        List<String> words = Arrays.stream(declared.split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
        String shown = text.length() > Skeleton.MAX_SIGNATURE ? text.substring(0, Skeleton.MAX_SIGNATURE) + "…" : text;
        return new Signature(shown, words);
    }

    /** Whether what its brace opens holds declarations. */
    boolean isContainer() {
        int last = words.size() - 1;
        boolean named = words.stream().limit(Math.max(0, last)).anyMatch(CONTAINERS::contains);
        boolean unnamed = last >= 0
                && Set.of("impl", "enum", "object", "namespace", "class").contains(words.get(last));
        boolean goType = !words.isEmpty()
                && words.getFirst().equals("type")
                && Set.of("struct", "interface").contains(words.get(last));
        return named || goType || (unnamed && !text.contains("=")) || text.startsWith("extern \"C\"");
    }

    /** Whether it declares something when a brace follows. */
    boolean opens() {
        return isContainer() || isFunction() || isArrow();
    }

    /** Whether it declares something when it ends without a brace: a method without a body, an alias, a prototype. */
    boolean stands() {
        boolean typed =
                words.size() >= 2 && text.contains("(") && !beforeBracket().contains("=");
        boolean type = !words.isEmpty() && words.contains("type") && words.size() >= 2;
        return isDeclared() && (typed || type || isContainer() || isArrow());
    }

    private boolean isDeclared() {
        return !words.isEmpty() && !NOT_DECLARED.contains(words.getFirst());
    }

    private boolean isFunction() {
        return isDeclared()
                && (words.stream().anyMatch(FUNCTIONS::contains)
                        || (text.contains("(") && !beforeBracket().contains("=")));
    }

    /** {@code const name = (…) =>}. */
    private boolean isArrow() {
        return isDeclared()
                && text.contains("=>")
                && Set.of("const", "let", "var", "export").contains(words.getFirst());
    }

    private String beforeBracket() {
        int bracket = text.indexOf('(');
        return bracket < 0 ? text : text.substring(0, bracket);
    }

    private static String withoutAnnotations(String head) {
        String rest = head;
        while (rest.startsWith("@") && !rest.startsWith("@interface")) {
            int i = 1;
            while (i < rest.length() && (Character.isJavaIdentifierPart(rest.charAt(i)) || rest.charAt(i) == '.')) {
                i++;
            }
            rest = rest.substring(i < rest.length() && rest.charAt(i) == '(' ? afterBrackets(rest, i) : i)
                    .strip();
        }
        return rest;
    }

    private static int afterBrackets(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i + 1;
            }
        }
        return text.length();
    }
}
