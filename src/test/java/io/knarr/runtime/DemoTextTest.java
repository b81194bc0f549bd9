package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.runtime.DemoText.Jobs;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class DemoTextTest {
    private static final String QUEUES = """
            +-----------+---------+-------------+-----------+----------+--------+-------+
            |   Queue   | Pending | In Progress | Processed | Requeued | Errors | Total |
            +-----------+---------+-------------+-----------+----------+--------+-------+
            | Embedding |    3    |      4      |    12     |    2     |   1    |  20   |
            |   TOTAL   |    5    |      4      |    20     |    2     |   1    |  30   |
            +-----------+---------+-------------+-----------+----------+--------+-------+""";

    @Test
    void readsFromTheTotalsHowManyJobsAreDone() {
        assertThat(Jobs.of(QUEUES)).isEqualTo(new Jobs(21, 30));
    }

    @Test
    void knowsOfNoJobsWithoutATable() {
        assertThat(Jobs.of("Not initialized")).isEqualTo(new Jobs(0, 0));
    }

    @Test
    void countsOnlyJobsOfThisImport() {
        assertThat(DemoText.progress("processing_queue", new Jobs(21, 30).since(new Jobs(20, 20))))
                .isEqualTo("  processing queue: 1 of 10 jobs done");
    }

    @Test
    void indentsTheTreeByDepth() {
        JsonArray entries = new JsonArray()
                .add(new JsonObject().put("rel_path", "use").put("isDir", true).put("size", 0))
                .add(new JsonObject()
                        .put("rel_path", "use/find.md")
                        .put("isDir", false)
                        .put("size", 1234));

        assertThat(DemoText.tree("viking://resources/knarr", entries).lines())
                .containsExactly("viking://resources/knarr", "  use/", "    find.md                           1.2 kB");
    }

    @Test
    void cutsATierToItsFirstLinesAndSaysSo() {
        String tier = DemoText.tier("L1", "one\n\ntwo\nthree\n" + "x".repeat(200), 2);

        assertThat(tier.lines()).containsExactly("  L1, 215 characters", "    one", "    two", "    …");
        assertThat(DemoText.tier("L0", "y".repeat(200), 2).lines().toList().getLast())
                .hasSize(4 + 100)
                .endsWith("…");
    }

    @Test
    void showsHitsWithScoreLevelAndTime() {
        JsonObject found = new JsonObject()
                .put("memories", new JsonArray())
                .put(
                        "resources",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("score", 0.61234)
                                        .put("level", 2)
                                        .put("uri", "viking://resources/a.md")
                                        .put("abstract", "first\nsecond")))
                .put("skills", new JsonArray());

        assertThat(DemoText.hits("how", found, 12_400_000).lines())
                .containsExactly(
                        "find “how”: 1 hits in 12 ms",
                        "  0.612  L2  viking://resources/a.md",
                        "             first second");
    }

    @Test
    void saysWhatToTryAtThePortThatWasChosen() {
        assertThat(DemoText.next("http://127.0.0.1:4711", "viking://resources/knarr"))
                .contains(
                        "curl http://127.0.0.1:4711/api/v1/search/find", "ov find", "ov tree viking://resources/knarr");
    }

    @Test
    void overwritesTheLineOnATerminalOnly() {
        assertThat(progress(true)).isEqualTo("\rlonger\rshort " + System.lineSeparator());
        assertThat(progress(false).lines()).containsExactly("longer", "short");
    }

    private static String progress(boolean terminal) {
        StringWriter text = new StringWriter();
        DemoProgress progress = new DemoProgress(new PrintWriter(text), terminal);
        progress.show("longer");
        progress.show("short");
        progress.show("short");
        progress.end();
        return text.toString();
    }
}
