package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import io.knarr.testing.FastTempDir;
import io.knarr.testing.SlowTarget;
import io.knarr.tree.Node;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileTreeTest {
    private static final AccountId ACME = new AccountId("acme");
    private static final VikingUri A = VikingUri.of("resources", "a");
    private static final VikingUri OLD = A.child("old.md");
    private static final String FULL = "No space left on device";

    private static Vertx vertx = Vertx.vertx();

    @TempDir(factory = FastTempDir.class)
    Path workspace;

    private final ScriptedDisk disk = new ScriptedDisk();
    private FileTree tree;
    private Path account;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        Void _ = Await.of(vertx.close());
    }

    @BeforeEach
    void openWithOneFile() {
        account = workspace.resolve("viking/acme");
        tree = opened();
        put(OLD, "old");
        disk.play((_, _) -> {});
    }

    @AfterEach
    void close() {
        disk.play((_, _) -> {});
        Void _ = Await.of(tree.close());
    }

    private FileTree opened() {
        FileTree opened = new FileTree(workspace, TestPools.of(vertx).files(), disk);
        Void _ = Await.of(opened.open());
        return opened;
    }

    @Test
    void laysFilesOutAsOpenVikingDoesAndKeepsThem() {
        Void _ = Await.of(tree.close());

        assertThat(workspace.resolve("viking/acme/resources/a/old.md")).hasContent("old");

        tree = opened();
        assertThat(text(OLD)).isEqualTo("old");
    }

    @Test
    void opensWhatSomebodyElsePutThere() throws IOException {
        Files.createDirectories(account.resolve("user/bob/memories"));
        Files.writeString(account.resolve("user/bob/memories/profile.md"), "Bob");
        Files.createDirectories(workspace.resolve("viking/_system"));
        Files.createDirectories(workspace.resolve("viking/empty"));
        Files.writeString(workspace.resolve("viking/file"), "no account");

        assertThat(text(VikingUri.of("user", "bob", "memories", "profile.md"))).isEqualTo("Bob");
        assertThat(Await.of(tree.accounts())).containsExactly(ACME);
    }

    @Test
    void hidesTheNamesThatStoresKeepForThemselves() throws IOException {
        for (String name : List.of(
                "_system/x",
                "tasks/x",
                "resources/.path.ovlock",
                "resources/.exact.ovlock.a.0f",
                "resources/_system")) {
            Files.createDirectories(account.resolve(name).getParent());
            Files.writeString(account.resolve(name), "x");
        }
        for (String name : List.of(".redirect.json", ".sync_log.json", ".ovgitignore", "back\\slash")) {
            Files.writeString(account.resolve(name), "x");
        }

        assertThat(paths(Await.of(tree.walk(ACME, VikingUri.ROOT, 9, 99))))
                .containsExactly(".ovgitignore", "resources", "resources/_system", "resources/a", "resources/a/old.md");
    }

    @Test
    void followsNoLink() throws IOException {
        Path outside = Files.createDirectories(workspace.resolve("outside/sub"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createSymbolicLink(account.resolve("resources/link"), workspace.resolve("outside"));
        Files.createSymbolicLink(account.resolve("resources/leaf"), outside.resolve("secret"));
        Files.createSymbolicLink(workspace.resolve("viking/linked"), account);
        VikingUri below = VikingUri.of("resources", "link", "sub", "secret");
        VikingUri leaf = VikingUri.of("resources", "leaf");

        assertThat(paths(Await.of(tree.walk(ACME, VikingUri.ROOT, 9, 99))))
                .containsExactly("resources", "resources/a", "resources/a/old.md");
        for (VikingUri uri : List.of(below, below.parent(), below.parent().parent(), leaf)) {
            assertThat(Await.of(tree.stat(ACME, uri))).isEmpty();
            assertThat(Await.of(tree.delete(ACME, uri))).isFalse();
            assertFault(Code.NOT_FOUND, tree.read(ACME, uri));
            assertFault(Code.NOT_FOUND, tree.copyTo(ACME, uri, new SlowTarget(vertx)));
            assertFault(Code.NOT_FOUND, tree.list(ACME, uri));
            assertFault(Code.NOT_FOUND, tree.move(ACME, uri, A.child("moved")));
        }
        assertFault(Code.WRITE_FAILED, tree.write(ACME, below, Buffer.buffer("x"), WriteMode.UPSERT));
        assertFault(Code.WRITE_FAILED, tree.writeAll(ACME, below.parent(), Map.of("x", Buffer.buffer("x"))));
        assertFault(Code.WRITE_FAILED, tree.makeDirectory(ACME, below.parent().child("new")));
        assertFault(Code.WRITE_FAILED, tree.move(ACME, OLD, below.parent().child("moved")));
        assertThat(Await.of(tree.accounts())).containsExactly(ACME);
        assertFault(Code.WRITE_FAILED, tree.write(new AccountId("linked"), OLD, Buffer.buffer("x"), WriteMode.UPSERT));

        // What is written to the name of a link takes its place.
        put(leaf, "mine");
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
        try (Stream<Path> untouched = Files.list(outside)) {
            assertThat(untouched).hasSize(1);
        }
        assertThat(outside.resolve("secret")).hasContent("secret");
        assertThat(text(OLD)).isEqualTo("old");
    }

    @Test
    void deletesALinkWithItsDirectoryButNotWhatItPointsTo() throws IOException {
        Path outside = Files.createDirectories(workspace.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "kept");
        Files.createSymbolicLink(account.resolve("resources/a/link"), outside);

        Void _ = Await.of(tree.copy(ACME, A, VikingUri.of("resources", "copy")));
        assertFault(Code.ALREADY_EXISTS, tree.copy(ACME, A, VikingUri.of("resources", "copy")));
        assertThat(Await.of(tree.delete(ACME, A))).isTrue();

        awaitEmptyScratch();
        assertThat(outside.resolve("kept")).hasContent("kept");
    }

    @Test
    void seesNoSpecialFile() throws IOException {
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            ServerSocketChannel _ = socket.bind(UnixDomainSocketAddress.of(account.resolve("resources/s")));

            assertThat(Await.of(tree.stat(ACME, VikingUri.of("resources", "s"))))
                    .isEmpty();
            assertThat(paths(Await.of(tree.list(ACME, VikingUri.of("resources")))))
                    .containsExactly("resources/a");
        }
    }

    @Test
    void deletesWhatACrashLeft() throws IOException {
        Void _ = Await.of(tree.close());
        Path scratch = workspace.resolve("viking/_knarr-tmp");
        Files.createDirectories(scratch.resolve("thrown/deep"));
        Files.writeString(scratch.resolve("thrown/deep/file"), "x");
        Files.writeString(scratch.resolve("staged"), "x");

        tree = opened();

        awaitEmptyScratch();
        assertThat(text(OLD)).isEqualTo("old");
    }

    @Test
    void leavesNothingBehindInItsScratchDirectory() {
        put(OLD, "new");
        assertFault(Code.ALREADY_EXISTS, tree.write(ACME, OLD, Buffer.buffer("x"), WriteMode.CREATE));
        Void _ = Await.of(tree.writeAll(ACME, A, Map.of("1", Buffer.buffer("1"), "2", Buffer.buffer("2"))));
        assertThat(Await.of(tree.delete(ACME, A))).isTrue();

        awaitEmptyScratch();
    }

    @Test
    void makesContentDurableBeforeItsNameAndTheNameBeforeItAnswers() {
        put(A.child("d").child("new.md"), "new");

        assertThat(disk.steps().stream().map(step -> step.replaceFirst("[0-9a-f-]{36}", "staged")))
                .containsExactly("create staged", "sync staged", "make d", "sync a", "rename new.md", "sync d");
    }

    @Test
    void syncsManyFilesTogether() {
        Map<String, Buffer> contents = new LinkedHashMap<>();
        for (int i = 10; i < 30; i++) {
            contents.put("n" + i, Buffer.buffer("x"));
        }

        Void _ = Await.of(tree.writeAll(ACME, A, contents));

        assertThat(disk.steps().stream()
                        .map(step -> step.replaceFirst(" [^ ]+$", ""))
                        .distinct())
                .containsExactly("create", "sync 20", "rename", "sync 1");
    }

    @Test
    void knowsHowToSyncAWholeFileSystemOrSaysThatItDoesNot() {
        assertThat(FileSystemSync.done(workspace))
                .isIn(true, !System.getProperty("os.name").equals("Linux"));
        assertThat(FileSystemSync.done(workspace.resolve("missing"))).isFalse();
    }

    @Test
    void changesNothingWhenTheDiskIsFullAtWhateverStep() {
        VikingUri fresh = A.child("x").child("y").child("new.md");
        Buffer content = Buffer.buffer("new");
        Map<String, Supplier<Future<?>>> changes = new LinkedHashMap<>();
        changes.put("create", () -> tree.write(ACME, fresh, content, WriteMode.CREATE));
        changes.put("replace", () -> tree.write(ACME, OLD, content, WriteMode.REPLACE));
        changes.put("append", () -> tree.write(ACME, OLD, content, WriteMode.APPEND));
        changes.put("writeAll", () -> tree.writeAll(ACME, A, Map.of("old.md", content, "x/1", content)));
        changes.put("makeDirectory", () -> tree.makeDirectory(ACME, fresh));
        changes.put("delete", () -> tree.delete(ACME, A));
        changes.put("move", () -> tree.move(ACME, OLD, fresh));
        changes.put("copy", () -> tree.copy(ACME, OLD, fresh));
        changes.put("copyDirectory", () -> tree.copy(ACME, A, VikingUri.of("resources", "copy")));

        changes.forEach((name, change) -> {
            int failures = 0;
            while (failsAtStep(failures, name, change)) {
                failures++;
            }
            assertThat(failures).as(name).isGreaterThan(1);
            disk.play((_, _) -> {});
            Void _ = Await.of(tree.delete(ACME, A.parent()).mapEmpty());
            put(OLD, "old");
        });
    }

    /** False when the change has fewer steps. */
    private boolean failsAtStep(int failing, String name, Supplier<Future<?>> change) {
        Map<String, String> before = contents();
        disk.play((number, step) -> {
            // A full disk still deletes.
            if (number >= failing && !step.equals("delete")) {
                throw new FileSystemException("/host/path", null, FULL);
            }
        });
        Future<?> outcome = Await.of(change.get().transform(done -> Future.succeededFuture(settled(done.cause()))));
        boolean named = disk.steps().stream().limit(failing).anyMatch(step -> step.startsWith("rename"));
        disk.play((_, _) -> {});
        if (outcome.succeeded()) {
            return false;
        }
        Fault fault = Fault.of(outcome.cause());
        assertThat(fault.code()).as("%s, step %d", name, failing).isEqualTo(Code.WRITE_FAILED);
        assertThat(fault.getMessage()).contains(FULL).contains("viking://").doesNotContain("/host");
        if (named) {
            // The sync of the directory failed: the change is visible, and whether it lasts is not known.
            Void _ = Await.of(tree.delete(ACME, A.parent()).mapEmpty());
            put(OLD, "old");
        } else {
            assertThat(contents()).as("%s, step %d", name, failing).isEqualTo(before);
        }
        return true;
    }

    private static Future<?> settled(@Nullable Throwable failure) {
        return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    @Test
    void saysWhyItCouldNotWriteWithoutThePathOnThisMachine() {
        assertThat(refused(new AccessDeniedException("/host/path"))).contains("permission denied");
        assertThat(refused(new IOException(FULL))).contains(FULL);
        assertThat(refused(new IOException())).contains("file system error");
        disk.play((_, _) -> {
            throw new ReadOnlyFileSystemException();
        });
        assertFault(Code.WRITE_FAILED, tree.write(ACME, OLD, Buffer.buffer("x"), WriteMode.UPSERT));
    }

    private String refused(IOException failure) {
        disk.play((_, _) -> {
            throw failure;
        });
        Fault fault = Await.faultOf(tree.write(ACME, OLD, Buffer.buffer("x"), WriteMode.UPSERT));
        assertThat(fault.code()).isEqualTo(Code.WRITE_FAILED);
        assertThat(fault.details()).containsEntry("resource", OLD.toString());
        assertThat(fault.getMessage()).contains(OLD.toString()).doesNotContain("/host");
        return fault.getMessage();
    }

    @Test
    void failsToReadWithoutPretendingThatNothingIsThere() {
        disk.play((_, _) -> {
            throw new FileSystemException("/host/path", null, "Input/output error");
        });

        Fault fault = Await.faultOf(tree.read(ACME, OLD));

        assertThat(fault.code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(fault.getMessage())
                .contains("Input/output error", OLD.toString())
                .doesNotContain("/host");
        assertFault(Code.UNAVAILABLE, tree.copyTo(ACME, OLD, new SlowTarget(vertx)));
    }

    @Test
    void isShutBeforeItOpensAndAfterItClosed() {
        FileTree unopened = new FileTree(workspace, TestPools.of(vertx).files());
        Future<Node> last = tree.write(ACME, OLD, Buffer.buffer("last"), WriteMode.UPSERT);
        Void _ = Await.of(tree.close());

        // Closing waited for it.
        Node _ = Await.of(last);
        for (FileTree shut : List.of(unopened, tree)) {
            assertFault(Code.UNAVAILABLE, shut.stat(ACME, OLD));
            assertFault(Code.UNAVAILABLE, shut.read(ACME, OLD));
            assertFault(Code.UNAVAILABLE, shut.write(ACME, OLD, Buffer.buffer("x"), WriteMode.UPSERT));
            assertFault(Code.UNAVAILABLE, shut.copyTo(ACME, OLD, new SlowTarget(vertx)));
            assertFault(Code.UNAVAILABLE, shut.delete(ACME, OLD));
            assertFault(Code.UNAVAILABLE, shut.accounts());
        }
        tree = opened();
        assertThat(text(OLD)).isEqualTo("last");
    }

    @Test
    void readsTheContentThatWasThereWhenReadingBegan() {
        put(OLD, "o".repeat(500_000));
        SlowTarget target = new SlowTarget(vertx);

        Future<Long> copying = tree.copyTo(ACME, OLD, target);
        put(OLD, "n".repeat(500_000));

        assertThat(Await.of(copying)).isEqualTo(500_000);
        assertThat(target.received().toString().chars().distinct().count()).isEqualTo(1);
    }

    private void awaitEmptyScratch() {
        Path scratch = workspace.resolve("viking/_knarr-tmp");
        boolean empty = false;
        while (!empty) {
            Thread.onSpinWait();
            try (Stream<Path> left = Files.list(scratch)) {
                empty = left.findAny().isEmpty();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }
    }

    private Map<String, String> contents() {
        Map<String, String> contents = new LinkedHashMap<>();
        for (Node node : Await.of(tree.walk(ACME, VikingUri.ROOT, 9, 99))) {
            contents.put(node.uri().toString(), node.isDirectory() ? "" : text(node.uri()));
        }
        return contents;
    }

    private void put(VikingUri file, String content) {
        Node _ = Await.of(tree.write(ACME, file, Buffer.buffer(content), WriteMode.UPSERT));
    }

    private String text(VikingUri file) {
        return Await.of(tree.read(ACME, file)).toString();
    }

    private static List<String> paths(List<Node> nodes) {
        return nodes.stream().map(node -> VikingUri.ROOT.relativize(node.uri())).toList();
    }

    private static void assertFault(Code code, Future<?> failing) {
        assertThat(Await.faultOf(failing).code()).isEqualTo(code);
    }
}
