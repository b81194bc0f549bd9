package io.knarr.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong is refused whole: the right status and code, words that say what would be right, and no trace in the tree. */
class BadInputIT {
    private static final String WRITE = "/api/v1/content/write";
    private static final String FIND = "/api/v1/search/find";
    private static final String GREP = "/api/v1/search/grep";
    private static final int MAX_BODY = 16_384;
    private static final int MAX_UPLOAD = 262_144;

    @TempDir
    private static Path directory;

    private static KnarrServer server;
    private static Api api;
    private static JsonArray before;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path config = Files.writeString(
                directory.resolve("ov.conf"),
                new JsonObject()
                        .put(
                                "server",
                                new JsonObject()
                                        .put("max_body_bytes", MAX_BODY)
                                        .put("temp_upload", new JsonObject().put("shared_max_size_bytes", MAX_UPLOAD)))
                        .encode());
        server = KnarrServer.start(directory.resolve("data"), "--config", config.toString());
        api = new Api(server);
        api.add(
                "good.md",
                "# Good\n\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n".getBytes(StandardCharsets.UTF_8),
                new JsonObject());
        before = tree();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void nothingIsHalfDone() throws IOException, InterruptedException {
        assertThat(tree()).isEqualTo(before);
        assertThat(api.get("/health").status()).isEqualTo(200);
    }

    private static JsonArray tree() throws IOException, InterruptedException {
        return api.get("/api/v1/fs/ls?uri=viking%3A%2F%2F&simple=true&recursive=true")
                .body()
                .getJsonArray("result");
    }

    private static void refused(Api.Reply reply, int status, String code, String words) {
        assertThat(reply.status()).as("%s", reply.body()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.body().getJsonObject("error").getString("message")).contains(words);
    }

    private static Api.Reply raw(String path, String type, String body) throws IOException, InterruptedException {
        return api.send(HttpRequest.newBuilder(URI.create(server.url(path)))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body)));
    }

    private static JsonObject file(String uri) {
        return new JsonObject().put("uri", uri).put("content", "x").put("mode", "create");
    }

    @Test
    void bodiesThatAreNotWhatTheyShouldBe() throws IOException, InterruptedException {
        refused(raw(FIND, "application/json", "{\"query\": \"x\","), 400, "INVALID_ARGUMENT", "not valid JSON");
        refused(raw(FIND, "application/json", ""), 400, "INVALID_ARGUMENT", "Field required");
        refused(raw(FIND, "application/json", "[1]"), 400, "INVALID_ARGUMENT", "should be an object");
        refused(raw(FIND, "text/plain", "query=x"), 400, "INVALID_ARGUMENT", "JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                FIND + "; {\"query\":\"x\",\"colour\":\"red\"}; body.colour: Extra inputs are not permitted",
                FIND + "; {\"query\":\"x\",\"limit\":\"ten\"}; body.limit: Input should be a valid integer",
                WRITE + "; {\"uri\":\"viking://resources/x.md\"}; body.content: Field required",
                WRITE + "; {\"uri\":\"viking://resources/x.md\",\"content\":5}; body.content: Input should be a string"
            })
    void fieldsThatAreUnknownMissingOrOfAnotherType(String path, String body, String words)
            throws IOException, InterruptedException {
        refused(raw(path, "application/json", body), 400, "INVALID_ARGUMENT", words);
    }

    @Test
    void addressesThatAreNone() throws IOException, InterruptedException {
        for (String uri : new String[] {"viking://resources/../x.md", "viking://resources/a\\b.md"}) {
            refused(api.post(WRITE, file(uri)), 403, "PERMISSION_DENIED", "are not allowed");
        }
        refused(api.post(WRITE, file("viking://nonsense/x.md")), 400, "INVALID_URI", "agent, resources, session, user");
        refused(api.post(WRITE, file("/etc/passwd")), 400, "INVALID_URI", "starts with viking://");
        String tooLong = "viking://resources" + "/segment".repeat(1000) + ".md";
        refused(api.post(WRITE, file(tooLong)), 400, "INVALID_URI", "long");
        refused(api.post(WRITE, file("viking://resources/a.exe")), 400, "INVALID_ARGUMENT", ".md .txt .json");
    }

    @Test
    void whatIsNotThere() throws IOException, InterruptedException {
        refused(
                api.get("/api/v1/content/read?uri=viking%3A%2F%2Fresources%2Fnone.md"),
                404,
                "NOT_FOUND",
                "File not found: viking://resources/none.md");
        JsonObject unknown = new JsonObject().put("temp_file_id", "upload_" + "0".repeat(32) + ".md");
        refused(api.post("/api/v1/resources", unknown), 403, "PERMISSION_DENIED", "upload the file again");
        JsonObject host = new JsonObject().put("path", "/etc/passwd");
        refused(api.post("/api/v1/resources", host), 403, "PERMISSION_DENIED", "temp_upload");
        refused(api.post("/api/v1/resources", new JsonObject()), 400, "INVALID_ARGUMENT", "temp_file_id is needed");
    }

    /** Fails when asked to wait, and shows the same failure on the task when not. */
    private static void cannotBeImported(String name, byte[] content, String words)
            throws IOException, InterruptedException {
        JsonObject request =
                new JsonObject().put("temp_file_id", api.upload(name, content)).put("wait", true);
        refused(api.post("/api/v1/resources", request), 500, "PROCESSING_ERROR", words);
        JsonArray failed = api.get("/api/v1/tasks?status=failed").body().getJsonArray("result");
        assertThat(failed.getJsonObject(0).getString("error")).contains(words);
    }

    @Test
    void documentsThatCannotBeRead() throws IOException, InterruptedException {
        cannotBeImported("a.pdf", "%PDF-1.4\n".getBytes(StandardCharsets.UTF_8), "convert it to Markdown");
        cannotBeImported("broken.zip", "PK\3\4broken".getBytes(StandardCharsets.UTF_8), "was it uploaded whole?");
        byte[] damaged = Api.zip(Map.of("a.md", "# A\n\nSome words to compress."));
        damaged[40] ^= 0x55;
        cannotBeImported("damaged.zip", damaged, "damaged");
        cannotBeImported("empty.md", new byte[0], "nothing to store");
        cannotBeImported("binary.md", new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe, 0, 3}, "UTF-8");
    }

    @Test
    void archivesThatMeanHarm() throws IOException, InterruptedException {
        byte[] traversal = Api.zip(Map.of("../../evil.md", "# Evil", "fine.md", "# Fine"));
        cannotBeImported("traversal.zip", traversal, "'../../evil.md'");
        String zeros = "0".repeat(8_000_000);
        byte[] bomb = Api.zip(Map.of("a.md", zeros, "b.md", zeros, "c.md", zeros));
        cannotBeImported("bomb.zip", bomb, "only bombs do");
        assertThat(directory.resolveSibling("evil.md")).doesNotExist();
    }

    @Test
    void longNamesAreShortened() throws IOException, InterruptedException {
        JsonObject added = api.add(
                "n".repeat(400) + ".md", "# Named at length\n".getBytes(StandardCharsets.UTF_8), new JsonObject());
        String root = added.getString("root_uri");
        assertThat(root).isEqualTo("viking://resources/" + "n".repeat(50));
        assertThat(api.delete("/api/v1/fs?recursive=true&wait=true&uri=" + Api.escape(root))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|b|ab)*c"})
    void expressionsThatBacktrackElsewhereAnswer(String pattern) throws IOException, InterruptedException {
        JsonObject grep = new JsonObject().put("uri", "viking://resources").put("pattern", pattern);
        assertThat(api.post(GREP, grep).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"(a)\\1 ; RE2", "( ; RE2", "(((a{1000}){1000}){1000}) ; too large"})
    void expressionsThatCannotBeUsed(String pattern, String words) throws IOException, InterruptedException {
        JsonObject grep = new JsonObject().put("uri", "viking://resources").put("pattern", pattern);
        refused(api.post(GREP, grep), 400, "INVALID_ARGUMENT", words);
    }

    @Test
    void bodiesAndUploadsOverTheLimit() throws IOException, InterruptedException {
        JsonObject large = file("viking://resources/large.md").put("content", "x".repeat(MAX_BODY));
        refused(api.post(WRITE, large), 413, "UNKNOWN", String.valueOf(MAX_BODY));
        String upload = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"l.md\"\r\n\r\n"
                + "x".repeat(MAX_UPLOAD + 1) + "\r\n--b--\r\n";
        refused(
                raw("/api/v1/resources/temp_upload", "multipart/form-data; boundary=b", upload),
                400,
                "INVALID_ARGUMENT",
                String.valueOf(MAX_UPLOAD));
    }
}
