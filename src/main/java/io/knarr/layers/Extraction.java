package io.knarr.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two layers of a directory out of what its entries say, without a model (behaviour 2.3, "Without an LLM"). Pure and
 * deterministic.
 *
 * <p>L1 is a title, a leading paragraph and a line per entry; L0 is that paragraph, cut shorter.
 */
final class Extraction {
    private static final int SUMMARY_CHARS = 400;
    private static final int LABELS = 12;

    private final LayerSettings settings;

    Extraction(LayerSettings settings) {
        this.settings = settings;
    }

    /** Both layers, within their limits. */
    record Layers(String abstractText, String overview) {}

    /**
     * @param name of the directory
     * @param total entries it has, of which {@code entries} is a sample
     */
    Layers of(String name, int total, List<EntryText> entries) {
        String lead = lead(name, total, entries);
        String abstractText = Cutting.atSentence(lead, settings.abstractMaxChars());
        StringBuilder overview = new StringBuilder("# " + title(name, entries) + "\n\n" + lead + "\n");
        int left = settings.overviewMaxChars();
        int told = 0;
        for (EntryText entry : entries) {
            String section = section(entry, entries.size());
            if (overview.length() + section.length() > left - 80) {
                break;
            }
            overview.append(section);
            told++;
        }
        if (told < total) {
            overview.append("\n… and ").append(total - told).append(" more.\n");
        }
        return new Layers(abstractText, Cutting.atWord(overview.toString(), left));
    }

    private static String title(String name, List<EntryText> entries) {
        return main(name, entries)
                .map(EntryText::label)
                .filter(label -> !label.isBlank())
                .orElse(Names.readable(name));
    }

    /**
     * The entry that speaks for the directory: the only one, a README or index, the one of the same name, or the first part of
     * a divided document, which alone has its title.
     */
    private static Optional<EntryText> main(String name, List<EntryText> entries) {
        if (entries.size() == 1) {
            return Optional.of(entries.getFirst());
        }
        List<EntryText> leading = entries.stream().filter(EntryText::leads).toList();
        return entries.stream()
                .filter(entry -> !entry.directory() && speaksFor(name, entry.name()))
                .findFirst()
                .or(() -> leading.size() == 1 ? Optional.of(leading.getFirst()) : Optional.empty());
    }

    private static boolean speaksFor(String directory, String file) {
        String stem = file.contains(".") ? file.substring(0, file.lastIndexOf('.')) : file;
        return stem.equalsIgnoreCase("readme") || stem.equalsIgnoreCase("index") || stem.equalsIgnoreCase(directory);
    }

    private static String lead(String name, int total, List<EntryText> entries) {
        if (entries.isEmpty()) {
            return Names.readable(name) + ": empty.";
        }
        Optional<EntryText> main =
                main(name, entries).filter(entry -> !entry.summary().isBlank());
        List<String> parts = new ArrayList<>();
        main.map(EntryText::summary).ifPresent(parts::add);
        contents(total, main, entries).ifPresent(parts::add);
        if (main.isEmpty()) {
            List<String> sentences = entries.stream()
                    .flatMap(entry -> entry.sentences().stream())
                    .toList();
            Central.choose(sentences, 2).forEach(sentence -> parts.add(FileSummary.oneLine(sentence)));
        }
        return Cutting.atSentence(String.join(" ", parts), 3 * SUMMARY_CHARS);
    }

    private static Optional<String> contents(int total, Optional<EntryText> main, List<EntryText> entries) {
        List<String> others = entries.stream()
                .filter(entry -> !main.equals(Optional.of(entry)))
                .map(EntryText::label)
                .distinct()
                .limit(LABELS)
                .toList();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        boolean more = total > others.size() + (main.isPresent() ? 1 : 0);
        return Optional.of("Holds " + String.join("; ", others) + (more ? "; and more" : "") + ".");
    }

    private static String section(EntryText entry, int entries) {
        String body = entry.summary();
        if (entries <= 4 && !entry.headings().isEmpty()) {
            body = body + "\n\n"
                    + String.join(
                            "\n",
                            entry.headings().stream()
                                    .map(heading -> "- " + heading)
                                    .toList());
        }
        return "\n### " + entry.name() + "\n" + body.strip() + "\n";
    }
}
