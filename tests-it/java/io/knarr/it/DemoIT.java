package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code knarr demo} from the built jar. */
class DemoIT {
    private static final int SECONDS = 300;
    private static final Pattern ENTRIES = Pattern.compile("Imported in [0-9.]+ s: ([0-9]+) entries can be found");

    @TempDir
    Path home;

    private Processes.Result demo(String... more) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of("demo", "--exit"), Stream.of(more)).toList();
        // The demo is apart from the user's configuration: a root key would refuse its requests.
        return Processes.run(
                KnarrServer.command(command.toArray(String[]::new)),
                Map.of("HOME", home.toString(), "KNARR_SERVER_ROOT_API_KEY", "secret"),
                home,
                SECONDS);
    }

    @Test
    void showsImportTreeTiersAndFindsAndLeavesNothingBehind() throws IOException, InterruptedException {
        Processes.Result result = demo();

        assertThat(result.exit()).as(result.all()).isZero();
        assertThat(ENTRIES.matcher(result.out()).results().mapToInt(found -> Integer.parseInt(found.group(1))))
                .as(result.all())
                .singleElement()
                .satisfies(entries -> assertThat(entries).isGreaterThan(20));
        assertThat(result.out())
                .contains(
                        "jobs done",
                        "  use/",
                        "    find-and-search.md",
                        "L0, the abstract",
                        "L1, the overview",
                        "was answered: quick")
                .doesNotContain("not ready");
        assertThat(result.out().lines().filter(line -> line.startsWith("find “")))
                .hasSize(3);
        assertThat(result.out())
                .as("a question finds its page")
                .contains("L2  viking://resources/knarr/operate/data-directory.md");
        assertThat(temporary(result.out())).doesNotExist();
    }

    @Test
    void keepsTheDataInADirectoryThatWasNamed() throws IOException, InterruptedException {
        Path data = home.resolve("kept");

        Processes.Result result = demo("--data", data.toString());

        assertThat(result.exit()).as(result.all()).isZero();
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(file -> file.endsWith("find-and-search.md")))
                    .hasSize(1);
        }
    }

    private static Path temporary(String out) {
        return out.lines()
                .filter(line -> line.contains("listening on"))
                .map(line -> Path.of(line.replaceAll(".*, data ([^,]+), .*", "$1")))
                .findFirst()
                .orElseThrow();
    }
}
