package io.knarr.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.ingest.source.ScanRules.Origin;
import io.knarr.ingest.source.ScanRules.Strictness;
import io.knarr.ingest.source.ZipSample.Lies;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveBlockingTest {
    private static final ScanRules REPOSITORY =
            new ScanRules(List.of(), List.of(), List.of(), Origin.REPOSITORY, Strictness.WARN);
    private static final ScanRules STRICT =
            new ScanRules(List.of(), List.of(), List.of(), Origin.DIRECTORY, Strictness.FAIL);

    @TempDir
    Path directory;

    private final List<SourceFile> files = new ArrayList<>();

    @Test
    void handsOverEveryFileInTheOrderOfPaths() throws IOException {
        ZipSample zip = new ZipSample()
                .file("top/b.md", "# B")
                .file("top/", "")
                .file("top/a/x.txt", "x")
                .entry("top/stored.txt".getBytes(StandardCharsets.UTF_8), bytes("stored"), Lies.NONE.method(0));

        Scanned scanned = read(zip, ScanRules.DEFAULT);

        assertThat(scanned).isEqualTo(new Scanned(3, 10, List.of()));
        assertThat(paths()).containsExactly("top/a/x.txt", "top/b.md", "top/stored.txt");
        assertThat(new String(files.getLast().content(), StandardCharsets.UTF_8))
                .isEqualTo("stored");
    }

    @Test
    void readsWhatOrdinaryToolsWrite() throws IOException {
        Path zip = directory.resolve("ordinary.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.setComment("a comment");
            for (int i = 0; i < 300; i++) {
                out.putNextEntry(new ZipEntry("d" + i % 7 + "/f" + i + ".txt"));
                out.write(bytes("text " + i));
            }
        }

        assertThat(read(zip, ScanRules.DEFAULT).files()).isEqualTo(300);
    }

    @Test
    void takesNamesAsUtf8WhereTheyAreAndElseAsTheOldCodePage() throws IOException {
        ZipSample zip = new ZipSample()
                .entry("手册.md".getBytes(StandardCharsets.UTF_8), bytes("x"), Lies.NONE.flags(0))
                .entry(new byte[] {(byte) 0x81, '.', 'm', 'd'}, bytes("x"), Lies.NONE.flags(0))
                .file("e\u0301.md", "x");

        assertThat(read(zip, ScanRules.DEFAULT).files()).isEqualTo(3);
        assertThat(paths()).containsExactlyInAnyOrder("手册.md", "ü.md", "é.md");
    }

    @Test
    void refusesNamesThatLeaveTheTreeOrMislead() {
        for (String name : List.of(
                "../x.md",
                "a/../../x.md",
                "/etc/x.md",
                "a\\b.md",
                "C:/x.md",
                "a/./b.md",
                "a//b.md",
                "x\0.md",
                "a\nb.md",
                "．．/x.md",
                "a/‥/x.md",
                "..／x.md",
                "a\u202Edm.exe",
                "n".repeat(300) + ".md",
                "d/".repeat(600) + "x.md",
                " /x.md")) {
            refuses(new ZipSample().file("ok.md", "x").file(name, "x"), "The archive is refused");
        }
        assertThat(files).isEmpty();
    }

    @Test
    void refusesTwoEntriesForOnePath() {
        refuses(new ZipSample().file("a.md", "1").file("a.md", "2"), "two entries have this name");
        refuses(new ZipSample().file("é.md", "1").file("e\u0301.md", "2"), "two entries have this name");
        refuses(new ZipSample().file("a", "1").file("a/b.md", "2"), "needs a directory");
        refuses(new ZipSample().file("a/b.md", "1").file("a", "2"), "two entries have this name");
        refuses(new ZipSample().file("a", "1").file("a/", ""), "two entries have this name");
    }

    @Test
    void refusesLinksButLeavesThemOutOfRepositories() throws IOException {
        ZipSample zip = new ZipSample()
                .file("a.md", "x")
                .entry(bytes("link.md"), bytes("/etc/passwd"), Lies.NONE.attributes(ZipSample.SYMLINK));

        refuses(zip, "'link.md' is a symbolic link");
        assertThat(read(zip, REPOSITORY).files()).isEqualTo(1);
        assertThat(paths()).containsExactly("a.md");
    }

    @Test
    void refusesEncryptedEntriesAndUnknownMethods() {
        refuses(new ZipSample().entry(bytes("a.md"), bytes("x"), Lies.NONE.flags(1)), "'a.md' is encrypted");
        refuses(new ZipSample().entry(bytes("a.md"), bytes("x"), Lies.NONE.method(14)), "method 14");
    }

    @Test
    void refusesTooManyEntriesBeforeReadingThem() throws IOException {
        Path zip = directory.resolve("many.zip");
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(zip));
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(0);
            for (int i = 0; i < 100_000; i++) {
                out.putNextEntry(new ZipEntry(i + ".md"));
            }
        }

        refuses(zip, ScanRules.DEFAULT, "The archive has 100000 entries, at most 20000 are taken");
    }

    @Test
    void stopsABombWhileItGoesOff() throws IOException {
        byte[] nines = "9".repeat(9_000_000).getBytes(StandardCharsets.UTF_8);
        ZipSample bomb = new ZipSample();
        for (int i = 0; i < 5; i++) {
            bomb.file("part" + i + ".txt", nines);
        }
        Path zip = bomb.in(directory);

        assertThat(Files.size(zip)).isLessThan(50_000);
        refuses(zip, ScanRules.DEFAULT, "The archive is refused: it unpacks to more than 100 times its size");
        assertThat(files).hasSizeLessThan(3);
    }

    @Test
    void believesNoDeclaredSize() {
        byte[] million = "9".repeat(20_000_000).getBytes(StandardCharsets.UTF_8);

        refuses(
                new ZipSample().entry(bytes("a.txt"), million, Lies.NONE.size(5)),
                "'a.txt' is longer than the list says");
        refuses(new ZipSample().entry(bytes("a.txt"), bytes("x"), Lies.NONE.size(50)), "another length or checksum");
        refuses(
                new ZipSample().entry(bytes("a.txt"), bytes("x"), Lies.NONE.crcChange(1)),
                "another length or checksum");
    }

    @Test
    void refusesEntriesThatShareTheirData() {
        byte[] content = new byte[5_000];
        new Random(1).nextBytes(content);
        ZipSample zip = new ZipSample().file("a.bin", content);
        for (int i = 0; i < 20; i++) {
            zip.again("b" + i + ".bin", content);
        }

        refuses(zip, "its entries overlap");
    }

    @Test
    void refusesWhatIsTooLargeAltogether() throws IOException {
        ArchiveLimits small = new ArchiveLimits(100, 1000, 1500, 100, 1 << 20);
        Path zip = new ZipSample()
                .file("a.md", "x".repeat(900))
                .file("b.md", "x".repeat(900))
                .in(directory);

        assertThatThrownBy(() -> new ArchiveBlocking(small).read(zip, ScanRules.DEFAULT, files::add))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("unpacked it is larger than 1500 bytes");
        assertThat(files).isEmpty();
    }

    @Test
    void leavesOutFilesThatAreTooLongWithAWarning() throws IOException {
        ZipSample zip = new ZipSample().file("a.md", "x").file("big.md", "x".repeat(11 << 20));

        assertThat(read(zip, ScanRules.DEFAULT).warnings())
                .containsExactly("big.md: longer than 10485760 bytes, left out");
        assertThat(paths()).containsExactly("a.md");
    }

    @Test
    void warnsOfUnsupportedFilesOrFailsWhenStrict() throws IOException {
        ZipSample zip = new ZipSample()
                .file("a.md", "x")
                .file("docs/b.pdf", "%PDF-1.7")
                .file("inner.zip", new ZipSample().file("x.md", "x").bytes())
                .file("c.bin", new byte[] {1, 0, 2});

        assertThat(read(zip, ScanRules.DEFAULT).warnings())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("c.bin: binary data"),
                        second -> assertThat(second).startsWith("docs/b.pdf: PDF is not supported"),
                        third -> assertThat(third).startsWith("inner.zip: an archive is not opened here"));
        assertThat(paths()).containsExactly("a.md");
        refuses(zip.in(directory), STRICT, "c.bin: binary data");
    }

    @Test
    void leavesMediaAndBinariesOutOfRepositoriesWithoutAWord() throws IOException {
        ZipSample zip = new ZipSample()
                .file("a.go", "package a")
                .file("logo.png", "\u0089PNG")
                .file("a.pdf", "%PDF")
                .file("tool", new byte[] {1, 0, 2});

        assertThat(read(zip, REPOSITORY)).isEqualTo(new Scanned(1, 9, List.of()));
    }

    @Test
    void followsRulesAndIgnoreFilesWhereverTheyStandInTheArchive() throws IOException {
        ZipSample zip = new ZipSample()
                .file("r/src/a.md", "x")
                .file("r/src/gen/b.md", "x")
                .file("r/keep/gen.log", "x")
                .file("r/x.log", "x")
                .file("r/node_modules/m/readme.md", "x")
                .file("r/.github/ci.yml", "x")
                .file("r/empty.md", "")
                .file("r/keep/.gitignore", "!*.log\n")
                .file("r/.gitignore", "*.log\ngen/\n");

        assertThat(read(zip, ScanRules.DEFAULT).warnings()).isEmpty();
        assertThat(paths()).containsExactly("r/keep/gen.log", "r/src/a.md");
        assertThat(new ArchiveBlocking(ArchiveLimits.DEFAULT).paths(zip.in(directory), ScanRules.DEFAULT))
                .containsExactly("r/empty.md", "r/keep/gen.log", "r/src/a.md");
    }

    @Test
    void saysSoWhenNothingIsLeft() {
        refuses(new ZipSample(), "The archive holds no files");
        refuses(new ZipSample().file("a/", ""), "The archive holds no files");
        refuses(
                new ZipSample().file(".hidden", "x").file("empty.md", ""),
                "The archive holds 2 files, and none that is taken");
        refuses(new ZipSample().file("a.pdf", "%PDF"), "none that is taken (a.pdf: PDF is not supported");
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        for (byte[] content : List.of(new byte[0], bytes("PK"), bytes("no zip at all, just text"), new byte[100_000])) {
            refuses(Files.write(directory.resolve("x.zip"), content), ScanRules.DEFAULT, "The file is no zip archive");
        }
        byte[] whole = new ZipSample().file("a.md", "x".repeat(100)).bytes();
        refuses(
                Files.write(directory.resolve("x.zip"), java.util.Arrays.copyOf(whole, whole.length - 30)),
                ScanRules.DEFAULT,
                "The file is no zip archive");
    }

    @Test
    void answersAnyDamageWithAFault() throws IOException {
        byte[] whole = new ZipSample()
                .file("a/b.md", "some text ".repeat(50))
                .file("c.txt", "more")
                .bytes();
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Path zip = Files.write(directory.resolve("damaged.zip"), damaged);
            try {
                Scanned scanned = read(zip, ScanRules.DEFAULT);
                assertThat(scanned.files()).as("seed %d", seed).isPositive();
            } catch (Fault fault) {
                assertThat(fault.code()).as("seed %d", seed).isEqualTo(Code.INVALID_ARGUMENT);
            }
        }
    }

    @Test
    void aWholeIsTakenAsItIsOrNotAtAll() throws IOException {
        ScanRules whole =
                new ScanRules(List.of(), List.of(), List.of(), ScanRules.Origin.WHOLE, ScanRules.Strictness.FAIL);
        ZipSample zip = new ZipSample()
                .file(".gitignore", "*")
                .file(".git/HEAD", "x")
                .file("__MACOSX/a", "x")
                .file("bin/tool", new byte[] {0, 1, 2})
                .file("empty", "")
                .file("report.pdf", "%PDF-1.4");

        assertThat(read(zip, whole).warnings()).isEmpty();
        assertThat(files).extracting(SourceFile::path).containsExactly(".gitignore", "bin/tool", "empty", "report.pdf");
        assertThat(files.getLast().content()).isEqualTo("%PDF-1.4".getBytes(StandardCharsets.UTF_8));
        ArchiveLimits small = new ArchiveLimits(10, 5, 1000, 100, 1000);
        assertThatThrownBy(() -> new ArchiveBlocking(small).read(zip.in(directory), whole, files::add))
                .isInstanceOf(Fault.class)
                .hasMessageContaining("report.pdf");
    }

    private Scanned read(ZipSample zip, ScanRules rules) throws IOException {
        return read(zip.in(directory), rules);
    }

    private Scanned read(Path zip, ScanRules rules) throws IOException {
        files.clear();
        return new ArchiveBlocking(ArchiveLimits.DEFAULT).read(zip, rules, files::add);
    }

    private void refuses(ZipSample zip, String message) {
        try {
            refuses(zip.in(directory), ScanRules.DEFAULT, message);
        } catch (IOException disk) {
            throw new AssertionError(disk);
        }
    }

    private void refuses(Path zip, ScanRules rules, String message) {
        assertThatThrownBy(() -> read(zip, rules)).isInstanceOfSatisfying(Fault.class, fault -> {
            assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(fault.getMessage()).contains(message);
        });
    }

    private List<String> paths() {
        return files.stream().map(SourceFile::path).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
