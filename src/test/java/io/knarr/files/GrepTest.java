package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.files.Searching.GrepRequest;
import io.knarr.files.Searching.GrepResult;
import io.knarr.identity.Caller;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrepTest {
    private static final Caller ALICE = Callers.alice();

    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Searching searching = new Searching(storage, new Details(storage), new DirectPool());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @Test
    void findsLinesWithTheirNumbers() {
        storage.put("viking://resources/a.md", "first\nrefunds here\r\nnone\nrefund  \n");
        storage.put("viking://resources/b/c.md", "no");

        GrepResult result = grep(request("viking://resources", "refund(s)?"));

        assertThat(lines(result)).containsExactly("a.md:2:refunds here", "a.md:4:refund");
        assertThat(result.filesScanned()).isEqualTo(2);
    }

    @Test
    void looksAtCaseUnlessToldNotTo() {
        storage.put("viking://resources/a.md", "Refund\nÄrger");

        assertThat(lines(grep(request("viking://resources", "refund")))).isEmpty();
        GrepRequest anyCase =
                new GrepRequest(VikingUri.of("resources"), Optional.empty(), "refund|ÄRGER", true, 100, 10);
        assertThat(lines(grep(anyCase))).hasSize(2);
    }

    @Test
    void leavesOutWhatAStoredIgnoreFileNames() {
        storage.put("viking://resources/code/.gitignore", "*.log\nbuild/\n");
        storage.put("viking://resources/code/sub/.gitignore", "!kept.log");
        storage.put("viking://resources/code/a.log", "hit");
        storage.put("viking://resources/code/build/b.md", "hit");
        storage.put("viking://resources/code/sub/kept.log", "hit");
        storage.put("viking://resources/other/a.log", "hit");
        storage.put("viking://user/alice/memories/.gitignore", "*.md");
        storage.put("viking://user/alice/memories/m.md", "hit");

        assertThat(grep(request("viking://resources", "hit")).matches())
                .extracting(match -> match.uri().toString())
                .containsExactly("viking://resources/code/sub/kept.log", "viking://resources/other/a.log");
        assertThat(grep(request("viking://user/alice/memories", "hit")).matches())
                .hasSize(1);
    }

    @Test
    void stopsWhenThereIsEnough() {
        for (int i = 10; i < 50; i++) {
            storage.put("viking://resources/f" + i + ".md", "hit\nhit\nhit");
        }

        GrepResult result = grep(new GrepRequest(VikingUri.of("resources"), Optional.empty(), "hit", false, 4, 10));

        assertThat(lines(result)).containsExactly("f10.md:1:hit", "f10.md:2:hit", "f10.md:3:hit", "f11.md:1:hit");
        assertThat(result.filesScanned()).isEqualTo(2);
    }

    @Test
    void goesAsDeepAsAsked() {
        storage.put("viking://resources/a.md", "hit");
        storage.put("viking://resources/x/b.md", "hit");
        storage.put("viking://resources/x/y/c.md", "hit");

        assertThat(lines(grep(new GrepRequest(VikingUri.of("resources"), Optional.empty(), "hit", false, 100, 2))))
                .containsExactly("a.md:1:hit", "b.md:1:hit");
    }

    @Test
    void leavesOutWhatIsExcluded() {
        storage.put("viking://resources/a.md", "hit");
        storage.put("viking://resources/x/b.md", "hit");
        storage.put("viking://resources/xy/c.md", "hit");
        Optional<VikingUri> excluded = Optional.of(VikingUri.of("resources", "x"));

        assertThat(lines(grep(new GrepRequest(VikingUri.of("resources"), excluded, "hit", false, 100, 10))))
                .containsExactly("a.md:1:hit", "c.md:1:hit");
        assertThat(lines(
                        grep(new GrepRequest(VikingUri.of("resources", "x", "b.md"), excluded, "hit", false, 100, 10))))
                .isEmpty();
    }

    @Test
    void looksIntoOneFile() {
        storage.put("viking://resources/a.md", "hit");
        storage.put("viking://resources/b.md", "hit");

        GrepResult result = grep(request("viking://resources/a.md", "hit"));

        assertThat(lines(result)).containsExactly("a.md:1:hit");
        assertThat(result.filesScanned()).isEqualTo(1);
    }

    @Test
    void skipsHiddenAndBinaryFiles() {
        storage.put("viking://resources/.abstract.md", "hit");
        storage.put("viking://resources/.hidden/deep/a.md", "hit");
        storage.put("viking://resources/b.bin", Buffer.buffer(new byte[] {'h', 'i', 't', 0, 1}));
        storage.put("viking://resources/c.md", "hit");

        assertThat(lines(grep(request("viking://resources", "hit")))).containsExactly("c.md:1:hit");
        assertThat(lines(grep(request("viking://resources/.hidden", "hit")))).containsExactly("a.md:1:hit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://",
                "viking://user",
                "viking://user/alice",
                "viking://user/alice/memories",
                "viking://user/alice/memories/.old"
            })
    void looksIntoHiddenDirectoriesAndKeepsLinesWhereMemoriesMayBe(String uri) {
        storage.put("viking://user/alice/memories/.old/a.md", "hit  \n\n<!-- MEMORY_FIELDS\n{\"hit\": 1}\n-->");

        assertThat(lines(grep(request(uri, "hit")))).containsExactly("a.md:1:hit");
        storage.put("viking://user/alice/memories/.old/a.md", "hit  \nx");
        assertThat(lines(grep(request(uri, "hit")))).containsExactly("a.md:1:hit  ");
    }

    @Test
    void neverShowsWhatBelongsToOthers() {
        storage.put("viking://user/alice/memories/a.md", "hit");
        storage.put("viking://user/bob/memories/b.md", "hit");
        storage.put("viking://temp/bob/c.md", "hit");

        assertThat(lines(grep(request("viking://", "hit")))).containsExactly("a.md:1:hit");
        Fault fault = Await.faultOf(searching.grep(ALICE, request("viking://user/bob", "hit")));
        assertThat(fault.code()).isEqualTo(Code.PERMISSION_DENIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "(?=x)", "(a)\\1", "((a{1000}){1000}){1000}"})
    void refusesWhatIsNoExpression(String pattern) {
        storage.put("viking://resources/a.md", "hit");

        assertThat(Await.faultOf(searching.grep(ALICE, request("viking://resources", pattern)))
                        .code())
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void isNotFoundWhereNothingIs() {
        Fault fault = Await.faultOf(searching.grep(ALICE, request("viking://resources/none", "x")));

        assertThat(fault.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(fault.details()).containsEntry("type", "file");
    }

    @Test
    void answersNothingForNothing() {
        storage.put("viking://resources/a.md", "hit");

        assertThat(grep(request("viking://resources", "miss"))).isEqualTo(new GrepResult(List.of(), 1, Map.of()));
    }

    @Test
    void isCheapForPatternsThatRuinOtherEngines() {
        storage.put("viking://resources/a.md", "x".repeat(20_000));

        assertThat(lines(grep(request("viking://resources", "(x+x+)+y")))).isEmpty();
        assertThat(lines(grep(request("viking://resources", "(x|x|x)*y")))).isEmpty();
    }

    @Test
    void endsWithItsDeadline() {
        storage.put("viking://resources/a.md", "hit");

        Fault fault = Await.faultOf(
                searching.grep(ALICE.with(Deadline.after(Duration.ZERO)), request("viking://resources", "hit")));

        assertThat(fault.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    @Test
    void looksIntoVeryManyFiles() {
        for (int i = 0; i < 20_000; i++) {
            storage.put("viking://resources/f" + i + ".md", "miss");
        }

        assertThat(grep(request("viking://resources", "hit")).filesScanned()).isEqualTo(20_000);
    }

    private static GrepRequest request(String uri, String pattern) {
        return new GrepRequest(VikingUri.parse(uri), Optional.empty(), pattern, false, 100, 10);
    }

    private GrepResult grep(GrepRequest request) {
        return Await.of(searching.grep(ALICE, request));
    }

    private static List<String> lines(GrepResult result) {
        return result.matches().stream()
                .map(match -> match.uri().name() + ":" + match.line() + ":" + match.content())
                .toList();
    }
}
