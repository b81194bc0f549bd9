package io.knarr.parse;

import io.knarr.parse.MarkdownStructure.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * Long Markdown becomes a directory of sections (behaviour 3.3). The files, in their order, are the text cut into slices:
 * nothing is lost but runs of blank lines between two slices.
 */
public final class MarkdownSplitter {
    /** A heading with all below it, or the text in front of the first heading. */
    private record Section(String name, Span span, List<Heading> headings, Size size) {}

    /** What one file or one directory is made of. {@code big} sections are divided further. */
    private record Planned(String name, Span span, boolean single, boolean big, List<Heading> headings) {}

    private final String text;
    private final ParseOptions options;
    private final List<Integer> blocks;
    private final List<ParsedFile> files = new ArrayList<>();

    private MarkdownSplitter(String text, ParseOptions options, List<Integer> blocks) {
        this.text = text;
        this.options = options;
        this.blocks = blocks;
    }

    /**
     * One file {@code <name>.md} when the text fits or is not to be split; else its sections, by paths relative to the
     * directory that stands for the whole text.
     *
     * @param name a valid segment
     */
    public static List<ParsedFile> markdown(String text, String name, ParseOptions options) {
        if (fits(text, options)) {
            return List.of(ParsedFile.ofText(name + ".md", text));
        }
        MarkdownStructure structure = MarkdownStructure.of(text);
        List<Heading> headings = structure.headings().stream()
                .filter(heading -> heading.level() <= options.maxHeadingDepth())
                .toList();
        return new MarkdownSplitter(text, options, structure.blocks()).whole(name, headings);
    }

    /** The same for a text in which {@code #} begins no heading, such as source code: parts at blank lines. */
    public static List<ParsedFile> plain(String text, String name, ParseOptions options) {
        return fits(text, options)
                ? List.of(ParsedFile.ofText(name + ".md", text))
                : new MarkdownSplitter(text, options, List.of()).whole(name, List.of());
    }

    /** Whether the text is one section, and so one file. */
    public static boolean fits(String text, ParseOptions options) {
        return !options.split() || Size.of(text, 0, text.length()).fits(options);
    }

    private List<ParsedFile> whole(String name, List<Heading> headings) {
        divide("", name, new Span(0, text.length()), headings);
        // Only blank lines made it too long.
        return files.size() == 1
                ? List.of(new ParsedFile(name + ".md", files.getFirst().content()))
                : files;
    }

    /** Writes a run that is too long for one file into {@code directory}, which ends in a slash or is empty. */
    private void divide(String directory, String name, Span span, List<Heading> headings) {
        SectionNames taken = new SectionNames();
        if (headings.isEmpty()) {
            int number = 1;
            for (Span part : Parts.of(text, span, blocks, options)) {
                write(directory + taken.claim(SectionNames.of(name) + "_" + number++, ".md"), part);
            }
            return;
        }
        for (Planned planned : plan(sections(name, span, headings))) {
            if (planned.big) {
                String below = directory + taken.claim(planned.name, "") + "/";
                divide(below, planned.name, planned.span, planned.headings);
            } else {
                write(directory + taken.claim(planned.name, ".md"), planned.span);
            }
        }
    }

    private void write(String path, Span span) {
        files.add(ParsedFile.ofText(path, text.substring(span.start(), span.end())));
    }

    /** The run cut at its highest headings; what stands in front of them is a section with the name of the run. */
    private List<Section> sections(String name, Span span, List<Heading> headings) {
        int level = headings.stream().mapToInt(Heading::level).min().orElseThrow();
        List<Section> sections = new ArrayList<>();
        String current = name;
        int start = span.start();
        List<Heading> below = new ArrayList<>();
        for (Heading heading : headings) {
            if (heading.level() == level) {
                addUnlessBlank(sections, current, new Span(start, heading.start()), below);
                current = heading.text();
                start = heading.start();
                below = new ArrayList<>();
            } else {
                below.add(heading);
            }
        }
        addUnlessBlank(sections, current, new Span(start, span.end()), below);
        return sections;
    }

    private void addUnlessBlank(List<Section> sections, String title, Span span, List<Heading> below) {
        Size size = Size.of(text, span.start(), span.end());
        if (!size.isBlank()) {
            sections.add(new Section(SectionNames.of(title), span, below, size));
        }
    }

    private List<Planned> plan(List<Section> sections) {
        List<Planned> plan = new ArrayList<>();
        List<Section> pending = new ArrayList<>();
        Size held = Size.NONE;
        for (Section section : sections) {
            boolean small = section.size.isSmall(options);
            if (!small || !held.plus(section.size).fits(options)) {
                flush(pending, plan);
                held = Size.NONE;
            }
            if (small) {
                pending.add(section);
                held = held.plus(section.size);
            } else {
                boolean big = !section.size.fits(options);
                plan.add(new Planned(section.name, section.span, false, big, section.headings));
            }
        }
        flush(pending, plan);
        return folded(plan);
    }

    private static void flush(List<Section> pending, List<Planned> plan) {
        if (pending.isEmpty()) {
            return;
        }
        Section first = pending.getFirst();
        boolean single = pending.size() == 1;
        String name = single
                ? first.name
                : SectionNames.merged(
                        pending.stream().map(Section::name).toList(),
                        pending.stream().map(section -> section.size.tokens()).toList());
        Span span = new Span(first.span.start(), pending.getLast().span.end());
        plan.add(new Planned(name, span, single, false, List.of()));
        pending.clear();
    }

    /** A small section that found no other goes into the file before it, else into the one after it, if there is room. */
    private List<Planned> folded(List<Planned> plan) {
        List<Planned> folded = new ArrayList<>();
        for (Planned next : plan) {
            Planned last = folded.isEmpty() ? null : folded.getLast();
            boolean fold = last != null && (last.single || next.single) && together(last, next);
            if (last != null && fold) {
                String name = next.single ? last.name : next.name;
                Span span = new Span(last.span.start(), next.span.end());
                folded.set(folded.size() - 1, new Planned(name, span, last.single && next.single, false, List.of()));
            } else {
                folded.add(next);
            }
        }
        return folded;
    }

    private boolean together(Planned first, Planned second) {
        return !first.big
                && !second.big
                && Size.of(text, first.span.start(), second.span.end()).fits(options);
    }
}
