package io.knarr.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import io.knarr.testing.FastTempDir;
import io.knarr.testing.SlowTarget;
import io.knarr.uri.VikingUri;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link TreeStore} does. A subclass says how an empty one is opened. */
public abstract class TreeStoreContract {
    protected static final AccountId ACME = new AccountId("acme");
    protected static final AccountId DECOY = new AccountId("decoy");
    protected static final VikingUri RESOURCES = VikingUri.of("resources");
    private static final long SEED = Long.getLong("test.seed", 20261121L);

    private static Vertx vertx = Vertx.vertx();

    @TempDir(factory = FastTempDir.class)
    protected Path directory;

    private TreeStore tree;

    /** A store, open and without any node. */
    protected abstract TreeStore open(Vertx vertx, Path directory) throws Exception;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        Void _ = Await.of(vertx.close());
    }

    protected static Vertx vertx() {
        return vertx;
    }

    @BeforeEach
    void openEmpty() throws Exception {
        tree = open(vertx, directory);
    }

    @Test
    void isEmptyButForTheRootAtFirst() {
        assertThat(Await.of(tree.accounts())).isEmpty();
        assertThat(Await.of(tree.stat(ACME, VikingUri.ROOT)).orElseThrow().isDirectory())
                .isTrue();
        assertThat(Await.of(tree.list(ACME, VikingUri.ROOT))).isEmpty();
        assertThat(Await.of(tree.stat(ACME, RESOURCES))).isEmpty();
        assertThat(Await.of(tree.delete(ACME, RESOURCES))).isFalse();
        assertNotFound("directory", tree.list(ACME, RESOURCES));
        assertNotFound("directory", tree.walk(ACME, RESOURCES, 3, 10));
        assertNotFound("file", tree.read(ACME, RESOURCES));
        assertNotFound("file", tree.copyTo(ACME, RESOURCES, new SlowTarget(vertx)));
        assertNotFound("resource", tree.move(ACME, RESOURCES, at("b")));
        assertNotFound("resource", tree.move(ACME, VikingUri.ROOT, at("b")));
    }

    @Test
    void readsWhatItWroteAndMakesTheParents() {
        Node written = put(ACME, at("a/b/notes.md"), "tea");

        assertThat(written.kind()).isEqualTo(Node.Kind.FILE);
        assertThat(written.size()).isEqualTo(3);
        assertThat(Await.of(tree.stat(ACME, at("a/b/notes.md")))).contains(written);
        assertThat(text(ACME, at("a/b/notes.md"))).isEqualTo("tea");
        assertThat(Await.of(tree.stat(ACME, at("a/b"))).orElseThrow().isDirectory())
                .isTrue();
        assertThat(Await.of(tree.accounts())).containsExactly(ACME);
    }

    @Test
    void keepsAnEmptyFile() {
        put(ACME, at("empty"), "");

        assertThat(text(ACME, at("empty"))).isEmpty();
        SlowTarget target = new SlowTarget(vertx);
        assertThat(Await.of(tree.copyTo(ACME, at("empty"), target))).isZero();
        assertThat(target.hasEnded()).isTrue();
    }

    @Test
    void writesOnlyWhereTheModeAllows() {
        assertNotFound("file", write(at("a"), "1", WriteMode.REPLACE));
        assertNotFound("file", write(at("a"), "1", WriteMode.APPEND));
        assertThat(Await.of(tree.stat(ACME, RESOURCES))).isEmpty();

        Await.of(write(at("a"), "1", WriteMode.CREATE));
        assertFault(Code.ALREADY_EXISTS, write(at("a"), "2", WriteMode.CREATE));
        assertThat(text(ACME, at("a"))).isEqualTo("1");

        Await.of(write(at("a"), "3", WriteMode.REPLACE));
        assertThat(Await.of(write(at("a"), "45", WriteMode.APPEND)).size()).isEqualTo(3);
        assertThat(text(ACME, at("a"))).isEqualTo("345");
        Await.of(write(at("a"), "6", WriteMode.UPSERT));
        assertThat(text(ACME, at("a"))).isEqualTo("6");
    }

    @Test
    void tellsFilesAndDirectoriesApart() {
        put(ACME, at("dir/file"), "x");

        assertFault(Code.INVALID_ARGUMENT, tree.read(ACME, at("dir")));
        assertFault(Code.INVALID_ARGUMENT, tree.copyTo(ACME, at("dir"), new SlowTarget(vertx)));
        for (WriteMode mode : WriteMode.values()) {
            assertFault(Code.INVALID_ARGUMENT, write(at("dir"), "y", mode));
        }
        assertFault(Code.INVALID_ARGUMENT, tree.write(ACME, VikingUri.ROOT, Buffer.buffer("y"), WriteMode.UPSERT));
        assertFault(Code.INVALID_ARGUMENT, write(at("dir/file/below"), "y", WriteMode.UPSERT));
        assertFault(Code.INVALID_ARGUMENT, tree.makeDirectory(ACME, at("dir/file")));
        assertFault(Code.INVALID_ARGUMENT, tree.makeDirectory(ACME, at("dir/file/below")));
        assertNotFound("directory", tree.list(ACME, at("dir/file")));
        assertNotFound("file", tree.read(ACME, at("dir/file/below")));
        assertThat(Await.of(tree.stat(ACME, at("dir/file/below")))).isEmpty();
        assertThat(text(ACME, at("dir/file"))).isEqualTo("x");
    }

    @Test
    void makesADirectoryOnce() {
        assertThat(Await.of(tree.makeDirectory(ACME, at("a/b")))).isTrue();
        assertThat(Await.of(tree.makeDirectory(ACME, at("a/b")))).isFalse();
        assertThat(Await.of(tree.makeDirectory(ACME, at("a")))).isFalse();
        assertThat(Await.of(tree.makeDirectory(ACME, VikingUri.ROOT))).isFalse();
        assertThat(Await.of(tree.list(ACME, at("a/b")))).isEmpty();
    }

    @Test
    void listsDirectChildrenByNameSidecarsIncluded() {
        for (String name : List.of("b.md", ".abstract.md", "a/deep.md", "B.md", ".overview.md", "a.md")) {
            put(ACME, at(name), name);
        }
        put(DECOY, at("decoy.md"), "other");

        List<Node> nodes = Await.of(tree.list(ACME, RESOURCES));

        assertThat(names(nodes)).containsExactly(".abstract.md", ".overview.md", "B.md", "a", "a.md", "b.md");
        assertThat(nodes.get(3).isDirectory()).isTrue();
        assertThat(nodes.get(4).size()).isEqualTo(4);
    }

    @Test
    void walksDirectoriesBeforeTheirContentWithinItsBounds() {
        for (String path : List.of("a/x/1", "a/y", "a.md", "b/2", "c")) {
            put(ACME, at(path), path);
        }

        assertThat(walk(9, 100)).containsExactly("a", "a/x", "a/x/1", "a/y", "a.md", "b", "b/2", "c");
        assertThat(walk(2, 100)).containsExactly("a", "a/x", "a/y", "a.md", "b", "b/2", "c");
        assertThat(walk(1, 100)).containsExactly("a", "a.md", "b", "c");
        assertThat(walk(9, 4)).containsExactly("a", "a/x", "a/x/1", "a/y");
        assertThat(walk(0, 100)).isEmpty();
        assertThat(walk(9, 0)).isEmpty();
    }

    @Test
    void deletesANodeWithAllItHolds() {
        put(ACME, at("a/b/c"), "1");
        put(ACME, at("ab"), "2");
        put(DECOY, at("a/b/c"), "3");

        assertThat(Await.of(tree.delete(ACME, at("a")))).isTrue();
        assertThat(Await.of(tree.delete(ACME, at("a")))).isFalse();

        assertThat(walk(9, 100)).containsExactly("ab");
        assertThat(text(DECOY, at("a/b/c"))).isEqualTo("3");
        assertThat(Await.of(tree.delete(ACME, at("ab")))).isTrue();
        assertThat(Await.of(tree.list(ACME, RESOURCES))).isEmpty();
    }

    @Test
    void deletesAWholeAccount() {
        put(ACME, at("a"), "1");
        put(DECOY, at("a"), "2");

        assertThat(Await.of(tree.delete(ACME, VikingUri.ROOT))).isTrue();
        assertThat(Await.of(tree.delete(ACME, VikingUri.ROOT))).isFalse();

        assertThat(Await.of(tree.accounts())).containsExactly(DECOY);
        assertThat(Await.of(tree.list(ACME, VikingUri.ROOT))).isEmpty();
    }

    @Test
    void movesAFileOntoAFileButNotOntoADirectory() {
        put(ACME, at("a"), "1");
        put(ACME, at("b"), "2");
        put(ACME, at("dir/c"), "3");

        Void _ = Await.of(tree.move(ACME, at("a"), at("b")));
        assertFault(Code.INVALID_ARGUMENT, tree.move(ACME, at("b"), at("dir")));
        assertFault(Code.INVALID_ARGUMENT, tree.move(ACME, at("b"), at("dir/c/below")));
        Void _ = Await.of(tree.move(ACME, at("b"), at("b")));
        Void _ = Await.of(tree.move(ACME, at("b"), at("new/place/b")));

        assertThat(walk(9, 100)).containsExactly("dir", "dir/c", "new", "new/place", "new/place/b");
        assertThat(text(ACME, at("new/place/b"))).isEqualTo("1");
    }

    @Test
    void movesADirectoryOnlyWhereNothingIs() {
        put(ACME, at("a/x/1"), "1");
        put(ACME, at("file"), "2");
        Await.of(tree.makeDirectory(ACME, at("empty")));

        assertFault(Code.ALREADY_EXISTS, tree.move(ACME, at("a"), at("empty")));
        assertFault(Code.ALREADY_EXISTS, tree.move(ACME, at("a"), at("file")));
        assertFault(Code.INVALID_ARGUMENT, tree.move(ACME, at("a"), at("a/x/y")));
        Void _ = Await.of(tree.move(ACME, at("a"), at("b/c")));

        assertThat(walk(9, 100)).containsExactly("b", "b/c", "b/c/x", "b/c/x/1", "empty", "file");
        assertThat(text(ACME, at("b/c/x/1"))).isEqualTo("1");
    }

    @Test
    void copiesAFileOntoAFileButNotOntoADirectory() {
        put(ACME, at("a"), "1");
        put(ACME, at("b"), "2");
        put(ACME, at("dir/c"), "3");

        Void _ = Await.of(tree.copy(ACME, at("a"), at("b")));
        Void _ = Await.of(tree.copy(ACME, at("a"), at("new/place/b")));
        assertFault(Code.INVALID_ARGUMENT, tree.copy(ACME, at("b"), at("dir")));
        assertFault(Code.INVALID_ARGUMENT, tree.copy(ACME, at("b"), at("dir/c/below")));
        put(ACME, at("a"), "changed");

        assertThat(walk(9, 100)).containsExactly("a", "b", "dir", "dir/c", "new", "new/place", "new/place/b");
        assertThat(text(ACME, at("b"))).isEqualTo("1");
        assertThat(text(ACME, at("new/place/b"))).isEqualTo("1");
    }

    @Test
    void copiesADirectoryOnlyWhereNothingIs() {
        put(ACME, at("a/x/1"), "1");
        put(ACME, at("a/.hidden"), "h");
        put(ACME, at("file"), "2");
        Await.of(tree.makeDirectory(ACME, at("a/empty")));

        assertFault(Code.ALREADY_EXISTS, tree.copy(ACME, at("a"), at("file")));
        assertFault(Code.INVALID_ARGUMENT, tree.copy(ACME, at("a"), at("a/x/y")));
        assertNotFound("resource", tree.copy(ACME, at("none"), at("b")));
        assertNotFound("resource", tree.copy(ACME, VikingUri.ROOT, at("b")));
        Void _ = Await.of(tree.copy(ACME, at("a"), at("b/c")));
        assertFault(Code.ALREADY_EXISTS, tree.copy(ACME, at("a"), at("b/c")));

        assertThat(walk(9, 100))
                .containsExactly(
                        "a",
                        "a/.hidden",
                        "a/empty",
                        "a/x",
                        "a/x/1",
                        "b",
                        "b/c",
                        "b/c/.hidden",
                        "b/c/empty",
                        "b/c/x",
                        "b/c/x/1",
                        "file");
        assertThat(text(ACME, at("b/c/x/1"))).isEqualTo("1");
    }

    @Test
    void writesManyAndReplacesWhatIsThere() {
        put(ACME, at("doc/1.md"), "old");
        put(ACME, at("doc/kept.md"), "kept");
        Map<String, Buffer> contents = new TreeMap<>();
        contents.put("1.md", Buffer.buffer("new"));
        contents.put("part/2.md", Buffer.buffer("two"));
        contents.put("part/deep/3.md", Buffer.buffer("three"));

        Void _ = Await.of(tree.writeAll(ACME, at("doc"), contents));
        Void _ = Await.of(tree.writeAll(ACME, at("none"), Map.of()));

        assertThat(walk(9, 100))
                .containsExactly(
                        "doc",
                        "doc/1.md",
                        "doc/kept.md",
                        "doc/part",
                        "doc/part/2.md",
                        "doc/part/deep",
                        "doc/part/deep/3.md");
        assertThat(text(ACME, at("doc/1.md"))).isEqualTo("new");
        assertThat(text(ACME, at("doc/part/deep/3.md"))).isEqualTo("three");
    }

    @Test
    void writesNothingOfManyThatContradictTheTreeOrEachOther() {
        put(ACME, at("doc/dir/x"), "x");
        put(ACME, at("doc/file"), "f");
        Buffer any = Buffer.buffer("y");

        assertFault(Code.INVALID_ARGUMENT, tree.writeAll(ACME, at("doc"), Map.of("a", any, "dir", any)));
        assertFault(Code.INVALID_ARGUMENT, tree.writeAll(ACME, at("doc"), Map.of("a", any, "file/b", any)));
        assertFault(Code.INVALID_ARGUMENT, tree.writeAll(ACME, at("doc"), Map.of("n", any, "n/b", any)));
        assertFault(Code.INVALID_ARGUMENT, tree.writeAll(ACME, at("doc"), Map.of("n", any, "n/b/c", any)));
        assertFault(Code.INVALID_ARGUMENT, tree.writeAll(ACME, at("doc"), Map.of("", any)));
        assertFault(Code.PERMISSION_DENIED, tree.writeAll(ACME, at("doc"), Map.of("a", any, "../out", any)));

        assertThat(walk(9, 100)).containsExactly("doc", "doc/dir", "doc/dir/x", "doc/file");
    }

    static List<String> oddNames() {
        return List.of(
                "Zo\u00eb.md",
                "Zoe\u0308.md",
                "100%25 sure #1.md",
                " spaces around ",
                "\u6587\u6863\uD83D\uDE80.md",
                "...",
                "~",
                "a:b",
                "new\nline",
                "-rf",
                "*",
                "x".repeat(251) + ".txt",
                "\u00e9".repeat(600));
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void keepsOddNamesAsTheyAre(String name) {
        VikingUri odd = RESOURCES.child(name);

        put(ACME, odd.child(name), "odd");

        assertThat(Await.of(tree.list(ACME, RESOURCES)).getFirst().uri()).isEqualTo(odd);
        assertThat(Await.of(tree.walk(ACME, RESOURCES, 2, 9)).getLast().uri()).isEqualTo(odd.child(name));
        assertThat(text(ACME, odd.child(name))).isEqualTo("odd");
    }

    @Test
    void keepsComposedAndDecomposedNamesApart() {
        put(ACME, at("Zo\u00eb"), "composed");
        put(ACME, at("Zoe\u0308"), "decomposed");

        assertThat(Await.of(tree.list(ACME, RESOURCES))).hasSize(2);
        assertThat(text(ACME, at("Zo\u00eb"))).isEqualTo("composed");
    }

    @Test
    void answersOrRefusesAVeryDeepAddressButNeverThrows() {
        VikingUri deep = RESOURCES.resolve(("d".repeat(200) + "/").repeat(25));

        Future<Node> written = tree.write(ACME, deep, Buffer.buffer("x"), WriteMode.CREATE);

        boolean kept = Await.of(written.map(true).recover(failure -> {
            assertThat(Fault.of(failure).code()).isEqualTo(Code.INVALID_URI);
            return Future.succeededFuture(false);
        }));
        assertThat(Await.of(tree.accounts()).isEmpty()).isEqualTo(!kept);
    }

    @Test
    void streamsALargeFileNoFasterThanItsTarget() {
        byte[] large = new byte[5_000_001];
        new Random(SEED).nextBytes(large);
        Node _ = Await.of(tree.write(ACME, at("large.bin"), Buffer.buffer(large), WriteMode.CREATE));
        SlowTarget target = new SlowTarget(vertx);

        long copied = Await.of(tree.copyTo(ACME, at("large.bin"), target));

        assertThat(copied).isEqualTo(large.length);
        assertThat(target.received().getBytes()).as("seed %d", SEED).isEqualTo(large);
        assertThat(target.mostWaiting()).isLessThanOrEqualTo(1);
        assertThat(target.hasEnded()).isTrue();
    }

    @Test
    void failsWhenTheTargetBreaks() {
        put(ACME, at("a"), "x".repeat(300_000));
        SlowTarget ended = new SlowTarget(vertx);
        Void _ = Await.of(ended.end());
        SlowTarget breaking = new SlowTarget(vertx, 0);

        assertThat(Await.of(cause(tree.copyTo(ACME, at("a"), breaking)))).hasMessage("the stream broke");
        assertThat(Await.of(cause(tree.copyTo(ACME, at("a"), ended)))).hasMessage("the stream has ended");
    }

    @Test
    void listsTenThousandSiblings() {
        Map<String, Buffer> contents = new TreeMap<>();
        IntStream.range(0, 10_000).forEach(i -> contents.put("n" + (100_000 + i), Buffer.buffer()));

        Void _ = Await.of(tree.writeAll(ACME, at("many"), contents));

        assertThat(names(Await.of(tree.list(ACME, at("many"))))).containsExactlyElementsOf(contents.keySet());
        assertThat(Await.of(tree.walk(ACME, RESOURCES, 9, 500))).hasSize(500);
        assertThat(Await.of(tree.delete(ACME, at("many")))).isTrue();
    }

    @Test
    void showsOneWholeContentWhileManyWrite() {
        put(ACME, at("a"), "0".repeat(100_000));
        List<Future<?>> writes = new ArrayList<>();
        List<Future<Buffer>> reads = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            writes.add(write(at("a"), Integer.toString(i % 10).repeat(100_000 + i), WriteMode.REPLACE));
            reads.add(tree.read(ACME, at("a")));
        }

        Await.of(Future.all(writes));

        for (Future<Buffer> read : reads) {
            String content = Await.of(read).toString();
            assertThat(content).hasSizeGreaterThanOrEqualTo(100_000);
            assertThat(content.chars().distinct().count()).isEqualTo(1);
        }
    }

    @Test
    void letsOneOfManyCreateAndAllAppend() {
        List<Future<Node>> creations = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            creations.add(write(at("new/a"), "", WriteMode.CREATE));
        }
        Await.of(Future.join(creations).otherwiseEmpty());
        assertThat(creations.stream().filter(Future::succeeded)).hasSize(1);

        List<Future<Node>> appends = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            appends.add(write(at("new/a"), "line " + (10 + i) + "\n", WriteMode.APPEND));
        }
        Await.of(Future.all(appends));
        assertThat(text(ACME, at("new/a")).lines()).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void answersOnTheContextOfTheCaller() {
        Context context = vertx.getOrCreateContext();
        Promise<Context> seen = Promise.promise();

        context.runOnContext(_ -> tree.stat(ACME, RESOURCES).onComplete(_ -> seen.complete(Vertx.currentContext())));

        assertThat(Await.of(seen.future())).isSameAs(context);
    }

    protected static VikingUri at(String path) {
        return RESOURCES.resolve(path);
    }

    private Node put(AccountId account, VikingUri file, String content) {
        return Await.of(tree.write(account, file, Buffer.buffer(content), WriteMode.UPSERT));
    }

    private Future<Node> write(VikingUri file, String content, WriteMode mode) {
        return tree.write(ACME, file, Buffer.buffer(content), mode);
    }

    private String text(AccountId account, VikingUri file) {
        return Await.of(tree.read(account, file)).toString();
    }

    private List<String> walk(int maxDepth, int maxNodes) {
        return Await.of(tree.walk(ACME, RESOURCES, maxDepth, maxNodes)).stream()
                .map(node -> RESOURCES.relativize(node.uri()))
                .toList();
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(Node::name).toList();
    }

    private static Future<Throwable> cause(Future<?> failing) {
        return failing.<Throwable>map(_ -> new AssertionError("it did not fail"))
                .recover(Future::succeededFuture);
    }

    private static void assertFault(Code code, Future<?> failing) {
        assertThat(Await.faultOf(failing).code()).isEqualTo(code);
    }

    private static void assertNotFound(String type, Future<?> failing) {
        Fault fault = Await.faultOf(failing);
        assertThat(fault.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(fault.details()).containsEntry("type", type);
    }
}
