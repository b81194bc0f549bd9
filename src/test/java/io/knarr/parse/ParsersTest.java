package io.knarr.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParsersTest {
    private static final ParseOptions OPTIONS = ParseOptions.DEFAULT;
    private static final String LONG = "# One\n" + "word ".repeat(1100) + "\n# Two\n" + "word ".repeat(1100) + "\n";
    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n and so on");

    @Test
    void storesAShortDocumentUnderItsName() {
        assertThat(parsed("hand book.md", "# Hi\n")).containsExactly("doc.md");
        assertThat(parsed("notes.txt", "plain")).containsExactly("doc.md");
        assertThat(parsed("page.html", "<p>hello")).containsExactly("doc.md");
        assertThat(parsed("no-extension", "just text")).containsExactly("doc.md");
    }

    @Test
    void splitsALongDocumentUnlessToldNotTo() {
        assertThat(parsed("a.md", LONG)).containsExactly("One.md", "Two.md");
        assertThat(Parsers.parse(document("a.md", LONG), "doc", OPTIONS.unsplit())
                        .files())
                .singleElement()
                .satisfies(file -> {
                    assertThat(file.path()).isEqualTo("doc.md");
                    assertThat(file.text()).isEqualTo(LONG);
                });
    }

    @Test
    void seesNoHeadingsInSourceCode() {
        assertThat(parsed("tool.py", "# One\n" + "x = 1\n".repeat(2000) + "# Two\n"))
                .containsExactly("doc_1.md", "doc_2.md", "doc_3.md");
    }

    @Test
    void keepsMalformedDataAsTheTextItIs() {
        for (String name : List.of("a.json", "a.yaml", "a.csv", "a.xml")) {
            String broken = "{\"a\": [1, 2\n- : x,\"";
            assertThat(Parsers.parse(document(name, broken), "doc", OPTIONS).files())
                    .singleElement()
                    .satisfies(file -> assertThat(file.text()).isEqualTo(broken));
        }
    }

    @Test
    void storesTextOfOtherCharsetsAsUtf8() {
        byte[] gbk = "# 手册\n内容".getBytes(Charset.forName("GBK"));

        assertThat(Parsers.parse(new Document("a.md", gbk), "doc", OPTIONS)
                        .files()
                        .getFirst()
                        .text())
                .isEqualTo("# 手册\n内容");
    }

    @Test
    void storesMediaAsTheyAre() {
        Parsed parsed = Parsers.parse(new Document("my picture.png", PNG), "doc", OPTIONS);

        assertThat(parsed.files()).containsExactly(new ParsedFile("my_picture.png", PNG));
    }

    @Test
    void keepsTheTreeOfFilesInADirectory() {
        assertThat(inTree("docs/short.md", "# A\n")).containsExactly("docs/short.md");
        assertThat(inTree("docs/guide.v2.md", LONG)).containsExactly("docs/guide.v2/One.md", "docs/guide.v2/Two.md");
        assertThat(inTree("page.html", "<p>x")).containsExactly("page.md");
        assertThat(inTree("site/page.html", "<h1>A</h1>" + "word ".repeat(900) + "<h1>B</h1>" + "word ".repeat(1100)))
                .containsExactly("site/page/A.md", "site/page/B.md");
        for (String name :
                List.of("src/Main.java", "data/rows.csv", "a/conf.yaml", "server.log", "LICENSE", "x.unknown")) {
            assertThat(inTree(name, LONG)).containsExactly(name);
        }
    }

    @Test
    void keepsFilesApartThatAskForOneName() {
        TreeNames names = TreeNames.of(List.of("guide.md", "Guide/x.md", "d/a.html", "d/a.md", "d/b.html", "d/b.css"));

        assertThat(inTree("guide.md", LONG, names)).containsExactly("guide.md/One.md", "guide.md/Two.md");
        assertThat(inTree("d/a.html", "<p>x", names)).containsExactly("d/a.html.md");
        assertThat(inTree("d/a.md", "x", names)).containsExactly("d/a.md");
        assertThat(inTree("d/b.html", "<p>x", names)).containsExactly("d/b.md");
    }

    @Test
    void keepsFilesOfADirectoryByteForByte() {
        byte[] content = bytes("\u00EF\u00BB\u00BF# With a mark\r\nand more");

        assertThat(Parsers.parseInTree(new Document("a.md", content), "x/a.md", OPTIONS)
                        .files())
                .singleElement()
                .satisfies(file -> assertThat(file.content()).isEqualTo(content));
    }

    @Test
    void saysWhatIsWrongAndWhatWouldBeRight() {
        fails(
                "handbook.pdf",
                bytes("%PDF-1.7"),
                "handbook.pdf: PDF is not supported by this version; convert it to Markdown, text or HTML");
        fails(
                "handbook",
                bytes("%PDF-1.7"),
                "handbook: this document format is not supported by this version; convert it");
        fails("a.docx", bytes("PK\3\4"), "a.docx: DOCX is not supported");
        fails("a.zip", bytes("PK\3\4"), "a.zip: an archive is not opened here");
        fails("a.bin", new byte[] {1, 0, 2, 0}, "a.bin: binary data of an unknown kind");
        fails("a.md", new byte[] {1, 0, 2, 0}, "a.md: the content is not text; save it as UTF-8");
        fails("a.png", bytes("no picture"), "a.png: the content is not PNG; the file is damaged");
        fails("a.md", new byte[0], "a.md holds no text");
        fails("a.html", bytes("<script>x()</script>"), "a.html holds no text that could be read");
    }

    @Test
    void tellsTypeScriptFromATransportStream() {
        byte[] stream = new byte[188 * 10];
        for (int i = 0; i < 10; i++) {
            stream[i * 188] = 0x47;
        }
        assertThat(FileKinds.of("a.ts", stream)).isEqualTo(FileKind.VIDEO);
        assertThat(FileKinds.of("a.ts", bytes("const a = 1;"))).isEqualTo(FileKind.CODE);
    }

    @Test
    void knowsTheExtensionsThatNamesLose() {
        for (String extension : FileKinds.extensions()) {
            assertThat(io.knarr.uri.ResourceNames.stem("name." + extension))
                    .as(extension)
                    .isEqualTo("name");
        }
    }

    private static void fails(String name, byte[] content, String message) {
        assertThatThrownBy(() -> Parsers.parse(new Document(name, content), "doc", OPTIONS))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
                    assertThat(fault.getMessage()).startsWith(message);
                });
    }

    private static List<String> parsed(String fileName, String text) {
        return paths(Parsers.parse(document(fileName, text), "doc", OPTIONS));
    }

    private static List<String> inTree(String path, String text) {
        return inTree(path, text, TreeNames.NONE);
    }

    private static List<String> inTree(String path, String text, TreeNames names) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return paths(Parsers.parseInTree(document(name, text), path, names, OPTIONS));
    }

    private static List<String> paths(Parsed parsed) {
        return parsed.files().stream().map(ParsedFile::path).toList();
    }

    private static Document document(String name, String text) {
        return new Document(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
