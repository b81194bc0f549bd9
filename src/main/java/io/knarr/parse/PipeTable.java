package io.knarr.parse;

import java.util.ArrayList;
import java.util.List;

/** A Markdown table; its first row is the head, short rows are filled up. */
final class PipeTable {
    /** Cells of a row beyond are dropped: one long row would widen every other. */
    private static final int MAX_COLUMNS = 200;

    private final List<List<String>> rows = new ArrayList<>();
    private int columns;

    void row(List<String> cells) {
        if (!cells.stream().allMatch(String::isBlank)) {
            rows.add(cells);
            columns = Math.min(MAX_COLUMNS, Math.max(columns, cells.size()));
        }
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            append(table, rows.get(i));
            if (i == 0) {
                table.append("|").append(" --- |".repeat(columns)).append('\n');
            }
        }
        return table.toString();
    }

    private void append(StringBuilder table, List<String> cells) {
        table.append('|');
        for (int column = 0; column < columns; column++) {
            String cell = column < cells.size() ? cells.get(column) : "";
            table.append(' ')
                    .append(cell.replace('\n', ' ').replace("|", "\\|").strip())
                    .append(" |");
        }
        table.append('\n');
    }
}
