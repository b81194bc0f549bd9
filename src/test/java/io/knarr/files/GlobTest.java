package io.knarr.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.RiggedStorage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final Searching searching = new Searching(storage, new Details(storage), new DirectPool());

    GlobTest() {
        for (String path : List.of("b.md", "a/c.md", "a/d/e.md", "a.b/f.md", ".hidden/g.md", ".abstract.md", "z.txt")) {
            storage.put("viking://resources/" + path, "x");
        }
    }

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*.md      | b.md",
                "**/*.md   | .hidden/g.md a/c.md a/d/e.md a.b/f.md b.md",
                "a/**      | a/c.md a/d a/d/e.md",
                "*         | .hidden a a.b b.md z.txt",
                "*/        | ''",
                "/         | ''",
                "{b,z}.*   | b.md z.txt",
                "**/d      | a/d",
                "nothing   | ''"
            })
    void matchesPathsBelowTheDirectoryInTheirOrder(String pattern, String paths) {
        assertThat(String.join(" ", glob("viking://resources", pattern, 100))).isEqualTo(paths);
    }

    @Test
    void givesTheFirstOnes() {
        assertThat(glob("viking://resources", "**/*.md", 2)).containsExactly(".hidden/g.md", "a/c.md");
    }

    @Test
    void neverShowsWhatBelongsToOthers() {
        storage.put("viking://user/alice/memories/a.md", "x");
        storage.put("viking://user/bob/memories/b.md", "x");
        storage.put("viking://temp/bob/c.md", "x");

        assertThat(glob("viking://", "**/memories/*.md", 100)).containsExactly("user/alice/memories/a.md");
        assertThat(glob("viking://", "temp/**", 100)).isEmpty();
        assertThat(code("viking://user/bob", "**")).isEqualTo(Code.PERMISSION_DENIED);
        Caller root = Callers.root();
        assertThat(Await.of(searching.glob(root, VikingUri.ROOT, "**/memories/*.md", 100, Details.Wanted.NOTHING)))
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "viking://resources, '  ', INVALID_ARGUMENT",
        "viking://resources, ., INVALID_ARGUMENT",
        "viking://resources, [a, INVALID_ARGUMENT",
        "viking://resources/b.md, *, FAILED_PRECONDITION",
        "viking://resources/none, *, NOT_FOUND"
    })
    void refusesWhatMakesNoSense(String uri, String pattern, Code code) {
        assertThat(code(uri, pattern)).isEqualTo(code);
    }

    @Test
    void namesTheMissingDirectory() {
        Fault fault = Await.faultOf(searching.glob(
                Callers.alice(), VikingUri.parse("viking://resources/none"), "*", 10, Details.Wanted.NOTHING));

        assertThat(fault.details()).containsEntry("type", "directory");
    }

    private Code code(String uri, String pattern) {
        return Await.faultOf(searching.glob(Callers.alice(), VikingUri.parse(uri), pattern, 10, Details.Wanted.NOTHING))
                .code();
    }

    private List<String> glob(String uri, String pattern, int limit) {
        VikingUri root = VikingUri.parse(uri);
        return Await.of(searching.glob(Callers.alice(), root, pattern, limit, Details.Wanted.NOTHING)).stream()
                .map(entry -> entry.node().uri())
                .map(root::relativize)
                .toList();
    }
}
