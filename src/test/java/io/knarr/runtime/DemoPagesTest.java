package io.knarr.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class DemoPagesTest {
    private static final Path DOCS = Path.of("src/docs");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+\\.md)\\)");

    @Test
    void shipsEveryPageOfTheDocumentation() throws IOException {
        try (Stream<Path> files = Files.list(DOCS)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(
                            DemoPages.ALL.stream().map(DemoPages.Page::name).toList());
        }
    }

    @Test
    void packsThePagesIntoTheirDirectories() throws IOException {
        List<String> packed = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(DemoPages.zip()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                packed.add(entry.getName());
                assertThat(zip.readAllBytes()).as(entry.getName()).isNotEmpty();
            }
        }

        assertThat(packed).hasSize(DemoPages.ALL.size()).contains("use/find-and-search.md");
    }

    @Test
    void linksOnlyToPagesThatExist() throws IOException {
        for (DemoPages.Page page : DemoPages.ALL) {
            String text = Files.readString(DOCS.resolve(page.name()));
            LINK.matcher(text)
                    .results()
                    .map(link -> DOCS.resolve(link.group(1)))
                    .forEach(target ->
                            assertThat(target).as("linked from " + page.name()).exists());
        }
    }
}
