package io.knarr.runtime;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the demo prints, from what the server answered. Pure. */
final class DemoText {
    private static final int WIDTH = 100;
    private static final int NAME_WIDTH = 34;

    private DemoText() {}

    /**
     * Jobs of all queues since the store was made.
     *
     * @param done ended, well or not
     * @param all those and the ones waiting or running
     */
    record Jobs(long done, long all) {
        /** Reads the last row of the queue table (core 9.1): Queue, Pending, In Progress, Processed, Requeued, Errors, Total. */
        static Jobs of(String table) {
            List<Long> total = table.lines()
                    .filter(line -> line.startsWith("|") && line.contains("TOTAL"))
                    .flatMap(line -> Arrays.stream(line.split("\\|", -1)))
                    .map(String::strip)
                    .filter(cell -> cell.matches("\\d{1,18}"))
                    .map(Long::valueOf)
                    .toList();
            return total.size() < 6
                    ? new Jobs(0, 0)
                    : new Jobs(total.get(5) - total.get(0) - total.get(1), total.get(5));
        }

        Jobs since(Jobs before) {
            return new Jobs(done - before.done, all - before.all);
        }
    }

    static String progress(String stage, Jobs jobs) {
        return "  " + stage.replace('_', ' ') + ": " + jobs.done() + " of " + jobs.all() + " jobs done";
    }

    /** Entries of {@code fs/tree}, indented by depth; files with their size. */
    static String tree(String root, JsonArray entries) {
        return Stream.concat(Stream.of(root), objects(entries).map(DemoText::node))
                .collect(lines());
    }

    private static String node(JsonObject entry) {
        String path = entry.getString("rel_path");
        String indent = "  ".repeat(1 + (int) path.chars().filter(c -> c == '/').count());
        String name = indent + path.substring(path.lastIndexOf('/') + 1);
        return entry.getBoolean("isDir")
                ? name + "/"
                : String.format(Locale.ROOT, "%-" + NAME_WIDTH + "s %6.1f kB", name, entry.getLong("size") / 1000.0);
    }

    /** One tier: its name, its length and its first lines. */
    static String tier(String name, String text, int maxLines) {
        String heading = String.format(Locale.ROOT, "  %s, %d characters", name, text.length());
        List<String> first = text.lines()
                .filter(line -> !line.isBlank())
                .map(line -> "    " + cut(line))
                .toList();
        Stream<String> rest = first.size() > maxLines ? Stream.of("    …") : Stream.of();
        return Stream.of(Stream.of(heading), first.stream().limit(maxLines), rest)
                .flatMap(part -> part)
                .collect(lines());
    }

    /** What {@code find} answered, best first. */
    static String hits(String query, JsonObject found, long nanos) {
        List<JsonObject> hits = Stream.of("memories", "resources", "skills")
                .flatMap(kind -> objects(found.getJsonArray(kind)))
                .toList();
        String heading = String.format(Locale.ROOT, "find “%s”: %d hits in %.0f ms", query, hits.size(), nanos / 1e6);
        return Stream.concat(Stream.of(heading), hits.stream().flatMap(DemoText::hit))
                .collect(lines());
    }

    private static Stream<String> hit(JsonObject hit) {
        String where = String.format(
                Locale.ROOT, "  %.3f  L%d  %s", hit.getDouble("score"), hit.getInteger("level"), hit.getString("uri"));
        return Stream.of(where, "             " + cut(hit.getString("abstract").replace('\n', ' ')));
    }

    /** What to try while the server stays up. */
    static String next(String url, String root) {
        return """
                Try next, in another terminal:
                  curl '%1$s/api/v1/fs/ls?uri=%2$s'
                  curl '%1$s/api/v1/content/overview?uri=%2$s/use'
                  curl %1$s/api/v1/search/find -H 'Content-Type: application/json' -d '{"query": "how do I back up my data", "limit": 3}'
                and with ov, once its ovcli.conf says {"url": "%1$s"}:
                  ov tree %2$s
                  ov find "what happens when the server is killed"
                  ov add-resource ./README.md --wait""".formatted(url, root);
    }

    private static String cut(String line) {
        return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 1) + "…";
    }

    private static Stream<JsonObject> objects(JsonArray array) {
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject);
    }

    private static Collector<CharSequence, ?, String> lines() {
        return Collectors.joining("\n");
    }
}
