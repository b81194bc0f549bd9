package io.knarr.bench;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Prints a Markdown table with the machine above it, row by row as they are measured. */
final class Table {
    private Table() {}

    static void start(String... columns) {
        System.out.println(Machine.line());
        System.out.println();
        row((Object[]) columns);
        row(Collections.nCopies(columns.length, "---").toArray());
    }

    /** Fractions are printed with as many digits as their size deserves. */
    static void row(Object... cells) {
        List<String> texts = List.of(cells).stream().map(Table::text).toList();
        System.out.println("| " + String.join(" | ", texts) + " |");
    }

    private static String text(Object cell) {
        return cell instanceof Double number
                ? String.format(Locale.ROOT, number < 2 ? "%.4f" : number < 100 ? "%.2f" : "%.0f", number)
                : cell.toString().replace("|", "\\|");
    }
}
