package io.knarr.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Curves over the same time, one panel below the other, each from zero to its largest value. Not safe for threads. */
final class Plot {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 120;
    private static final int LEFT = 60;
    private static final int TOP = 30;
    private static final int GAP = 40;

    private final String unit;
    private final Map<String, List<Point>> curves = new LinkedHashMap<>();

    private record Point(double x, double y) {}

    /** @param unit of the time that all curves share */
    Plot(String unit) {
        this.unit = unit;
    }

    void add(String curve, double x, double y) {
        curves.computeIfAbsent(curve, _ -> new ArrayList<>()).add(new Point(x, y));
    }

    void write(Path file) throws IOException {
        Files.writeString(file, svg());
    }

    private String svg() {
        StringBuilder svg = new StringBuilder();
        int height = TOP + curves.size() * (HEIGHT + GAP);
        svg.append(String.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                LEFT + WIDTH + 20, height));
        int top = TOP;
        for (Map.Entry<String, List<Point>> curve : curves.entrySet()) {
            panel(svg, curve.getKey(), curve.getValue(), top);
            top += HEIGHT + GAP;
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(StringBuilder svg, String name, List<Point> points, int top) {
        double mostX = points.stream().mapToDouble(Point::x).max().orElse(1);
        double mostY =
                Math.max(1e-9, points.stream().mapToDouble(Point::y).max().orElse(1));
        text(svg, LEFT, top - 8, "start", name);
        text(svg, LEFT - 6, top + 10, "end", String.format(Locale.ROOT, mostY < 10 ? "%.1f" : "%.0f", mostY));
        text(svg, LEFT - 6, top + HEIGHT, "end", "0");
        text(svg, LEFT + WIDTH, top + HEIGHT + 14, "end", String.format(Locale.ROOT, "%.1f %s", mostX, unit));
        svg.append(String.format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#bbb\"/>%n",
                LEFT, top, WIDTH, HEIGHT));
        svg.append("<polyline fill=\"none\" stroke=\"#1565c0\" stroke-width=\"1.5\" points=\"");
        for (Point point : points) {
            svg.append(String.format(
                    Locale.ROOT,
                    "%.1f,%.1f ",
                    LEFT + WIDTH * point.x / mostX,
                    top + HEIGHT - HEIGHT * point.y / mostY));
        }
        svg.append("\"/>\n");
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append(String.format("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }
}
