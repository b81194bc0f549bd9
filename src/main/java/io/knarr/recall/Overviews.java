package io.knarr.recall;

import io.knarr.layers.Cutting;
import io.knarr.parse.FileKind;
import io.knarr.parse.FileKinds;
import io.knarr.parse.Heading;
import io.knarr.parse.Outline;
import io.knarr.parse.Skeleton;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The overview of a file, which has no sidecar that would hold one (behaviour 4.6). Pure. */
final class Overviews {
    private static final int MOST_HEADINGS = 24;
    private static final int DEEPEST_HEADING = 3;
    private static final int LEAD_CHARS = 400;
    private static final int SKELETON_CHARS = 12_000;
    private static final Pattern SUMMARY = Pattern.compile("(?mi)^#{1,6}[ \\t]+summary[ \\t]*#*[ \\t]*$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}[ \\t]");
    private static final Pattern OLD_SUMMARY = Pattern.compile("(?mi)^summary:[ \\t]*");

    private Overviews() {}

    /** Empty when the text says nothing in this form. */
    static String of(String fileName, Category category, String text) {
        if (category.isMemory()) {
            String summary = summary(text);
            return summary.isEmpty() ? outline(fileName, text) : summary;
        }
        String skeleton = FileKinds.of(fileName) == FileKind.CODE
                ? Skeleton.of(fileName, text, SKELETON_CHARS).strip()
                : "";
        return skeleton.isEmpty() ? outline(fileName, text) : skeleton;
    }

    /** Its section of that name, or the paragraph after the word. */
    private static String summary(String text) {
        Matcher heading = SUMMARY.matcher(text);
        if (heading.find()) {
            Matcher next = HEADING.matcher(text);
            int end = next.find(heading.end()) ? next.start() : text.length();
            return text.substring(heading.end(), end).strip();
        }
        Matcher word = OLD_SUMMARY.matcher(text);
        if (word.find()) {
            int end = text.indexOf("\n\n", word.end());
            return text.substring(word.end(), end < 0 ? text.length() : end).strip();
        }
        return "";
    }

    private static String outline(String fileName, String text) {
        Outline outline = Outline.of(fileName, text);
        String headings = outline.headings().stream()
                .filter(heading -> heading.level() <= DEEPEST_HEADING)
                .limit(MOST_HEADINGS)
                .map(Overviews::line)
                .collect(Collectors.joining("\n"));
        String lead = Cutting.atSentence(outline.lead(), LEAD_CHARS);
        return (headings + "\n\n" + lead).strip();
    }

    private static String line(Heading heading) {
        return "#".repeat(heading.level()) + " " + heading.text();
    }
}
