package io.knarr.parse;

import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.parser.Parser;

/**
 * The main content of an HTML page as Markdown. Any input gives an answer: markup that is broken is read as browsers do,
 * elements nested deeper than {@link #MAX_DEPTH} are flattened.
 */
final class HtmlMarkdown {
    /** Bounds the recursion here; pages that people read stay far below it. */
    static final int MAX_DEPTH = 256;

    private static final String NOISE =
            "script, style, noscript, template, iframe, object, svg, canvas, nav, footer, aside,"
                    + " form button, input, select, [hidden], [aria-hidden=true], [role=navigation], [role=banner],"
                    + " [role=contentinfo], [style~=(?i)display\\s*:\\s*none]";

    private final MarkdownWriter out = new MarkdownWriter();

    private HtmlMarkdown() {}

    static String convert(String html) {
        Document page = Jsoup.parse(html, "", Parser.htmlParser().setMaxDepth(MAX_DEPTH));
        page.select(NOISE).remove();
        HtmlMarkdown converter = new HtmlMarkdown();
        Element main = main(page);
        converter.title(page.title(), main);
        converter.children(main);
        return converter.out.toString();
    }

    private static Element main(Document page) {
        return Optional.ofNullable(page.selectFirst("main, [role=main]"))
                .or(() -> Optional.of(page.select("article"))
                        .filter(articles -> articles.size() == 1)
                        .map(articles -> articles.first()))
                .filter(Element::hasText)
                .orElse(page.body());
    }

    /** The title, unless the first heading says it already. */
    private void title(String title, Element main) {
        Element first = main.selectFirst("h1");
        boolean said = first != null && first.hasText() && title.contains(first.text());
        if (!title.isBlank() && !said) {
            out.block("# " + InlineMarkdown.escaped(title.strip()));
        }
    }

    /** The children of an element: runs of inline ones are paragraphs, the others blocks. */
    private void children(Element parent) {
        InlineMarkdown run = new InlineMarkdown();
        for (Node child : parent.childNodes()) {
            if (child instanceof Element element && isBlock(element)) {
                out.block(run.text());
                run = new InlineMarkdown();
                block(element);
            } else if (child instanceof Element || child instanceof TextNode) {
                run.add(child);
            }
        }
        out.block(run.text());
    }

    /** An inline element that holds a block, such as a link around a heading, is one as well. */
    private static boolean isBlock(Element element) {
        return element.isBlock()
                || (element.childrenSize() > 0
                        && element.selectFirst("p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, pre") != null);
    }

    private void block(Element element) {
        switch (element.normalName()) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> heading(element);
            case "pre" -> out.block(fenced(element));
            case "blockquote" -> {
                out.enter("> ", "> ");
                children(element);
                out.leave();
            }
            case "ul", "ol" -> list(element);
            case "table" -> table(element);
            case "hr" -> out.block("---");
            default -> children(element);
        }
    }

    private void heading(Element element) {
        String text = InlineMarkdown.of(element).replace('\n', ' ').strip();
        if (!text.isEmpty()) {
            out.block("#".repeat(element.normalName().charAt(1) - '0') + " " + text);
        }
    }

    private static String fenced(Element pre) {
        Element code = pre.selectFirst("code");
        String language = (code == null ? pre : code)
                .classNames().stream()
                        .filter(name -> name.startsWith("language-") || name.startsWith("lang-"))
                        .map(name -> name.substring(name.indexOf('-') + 1))
                        .findFirst()
                        .orElse("");
        String text = pre.wholeText().stripTrailing();
        String fence = "`".repeat(Math.max(3, InlineMarkdown.longestRun(text, '`') + 1));
        return text.isBlank() ? "" : fence + language + "\n" + text + "\n" + fence;
    }

    private void list(Element list) {
        boolean ordered = list.normalName().equals("ol");
        out.block(InlineMarkdown.escaped(list.ownText()));
        int number = 0;
        for (Element item : list.children()) {
            String marker = ordered ? ++number + ". " : "- ";
            if (!item.equals(list.firstElementChild())) {
                out.tighten();
            }
            out.enter(marker, " ".repeat(marker.length()));
            if (item.normalName().equals("ul") || item.normalName().equals("ol")) {
                list(item);
            } else {
                children(item);
            }
            out.leave();
        }
    }

    /** A pipe table; one that only lays out a page, with tables or lists in its cells, is read cell by cell. */
    private void table(Element table) {
        if (table.selectFirst("table table, pre, ul, ol, h1, h2, h3") != null) {
            children(table);
            return;
        }
        PipeTable pipes = new PipeTable();
        for (Element part : table.children()) {
            switch (part.normalName()) {
                case "tr" -> pipes.row(cells(part));
                case "thead", "tbody", "tfoot" -> part.children().forEach(row -> pipes.row(cells(row)));
                default -> out.block(InlineMarkdown.of(part));
            }
        }
        out.block(pipes.toString());
    }

    private static List<String> cells(Element row) {
        return row.children().stream().map(InlineMarkdown::of).toList();
    }
}
