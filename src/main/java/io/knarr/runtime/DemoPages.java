package io.knarr.runtime;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The documents that ship with Knarr: its own documentation, {@code src/docs}. */
final class DemoPages {
    /** In the order a newcomer reads them. */
    static final List<Page> ALL = List.of(
            new Page("start", "first-minute.md"),
            new Page("use", "import-documents.md"),
            new Page("use", "three-tiers.md"),
            new Page("use", "find-and-search.md"),
            new Page("use", "skills.md"),
            new Page("use", "write-and-organise.md"),
            new Page("use", "remember.md"),
            new Page("use", "background-work.md"),
            new Page("operate", "configuration.md"),
            new Page("operate", "data-directory.md"),
            new Page("operate", "container.md"),
            new Page("operate", "watching.md"),
            new Page("design", "never-stalls.md"),
            new Page("design", "architecture.md"));

    private DemoPages() {}

    /**
     * One page.
     *
     * @param directory where the demo puts it in the tree
     * @param name its file name
     */
    record Page(String directory, String name) {
        private byte[] content() throws IOException {
            try (InputStream in = DemoPages.class.getResourceAsStream("demo/" + name)) {
                if (in == null) {
                    throw new FileNotFoundException("the page " + name + " is missing in this jar");
                }
                return in.readAllBytes();
            }
        }
    }

    /** All pages as one zip, as a client would send a directory. */
    static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Page page : ALL) {
                zip.putNextEntry(new ZipEntry(page.directory() + "/" + page.name()));
                zip.write(page.content());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
