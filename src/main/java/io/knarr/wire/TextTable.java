package io.knarr.wire;

import java.util.List;
import java.util.stream.Collectors;

/** A table in plain text with borders of {@code +---+}, cells centred, as clients parse it (core 9.1). */
final class TextTable {
    private TextTable() {}

    static String of(List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = header.get(column).length();
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        String border = border(widths);
        String body = rows.stream().map(row -> line(row, widths)).collect(Collectors.joining());
        return border + "\n" + line(header, widths) + border + "\n" + body + border;
    }

    private static String border(int[] widths) {
        StringBuilder border = new StringBuilder("+");
        for (int width : widths) {
            border.append("-".repeat(width + 2)).append('+');
        }
        return border.toString();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder("|");
        for (int column = 0; column < widths.length; column++) {
            int room = widths[column] + 2 - cells.get(column).length();
            line.append(" ".repeat(room / 2))
                    .append(cells.get(column))
                    .append(" ".repeat(room - room / 2))
                    .append('|');
        }
        return line.append('\n').toString();
    }
}
