package io.knarr.layers;

import io.knarr.parse.FileKind;
import io.knarr.parse.FileKinds;
import io.knarr.parse.Outline;
import io.knarr.parse.Skeleton;

/** What a file is about, without a model: its title and first paragraph, or the signatures of its code. Pure. */
public final class FileSummary {
    private FileSummary() {}

    /**
     * @param text decoded content
     * @param limit in characters
     */
    public static String of(String fileName, String text, int limit) {
        if (FileKinds.of(fileName) == FileKind.CODE) {
            String skeleton = Skeleton.of(fileName, text, limit);
            if (!skeleton.isBlank()) {
                return Cutting.atWord(skeleton, limit);
            }
        }
        Outline outline = Outline.of(fileName, text);
        String title = outline.title();
        String lead = oneLine(outline.lead());
        if (title.isEmpty() || lead.regionMatches(true, 0, title, 0, title.length())) {
            return Cutting.atSentence(lead, limit);
        }
        return lead.isEmpty() ? Cutting.atWord(title, limit) : Cutting.atSentence(title + ": " + lead, limit);
    }

    static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
