package io.knarr.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.MemoryTree;
import io.knarr.testing.RiggedStorage;
import io.knarr.tree.PathLeases;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {
    private final Vertx vertx = Vertx.vertx();
    private final RiggedStorage storage = new RiggedStorage(vertx);
    private final MemoryTree tree = storage.tree();
    private final PathLeases leases = storage.leases();
    private final Targets targets = new Targets(storage, storage.clock());

    @AfterEach
    void close() {
        Await.of(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({
        "handbook.pdf, handbook.pdf, handbook",
        "My Guide (v2).md, a.md, My_Guide_v2",
        "site.tar.gz, x.tar.gz, site",
        "release-1.2, release-1.2.zip, release-1.2",
        "photo.png, photo.png, photo_png",
        "photo, upload.PNG, photo_png",
        "song.mp3, song.mp3, song_mp3",
        "用户手册.md, a.md, 用户手册",
        "..., a.md, unnamed",
        "../../etc/passwd, a.txt, etc_passwd"
    })
    void makesANameOfWhatTheSourceIsCalled(String sourceName, String fileName, String name) {
        assertThat(Targets.nameOf(sourceName, fileName)).isEqualTo(name);
    }

    @Test
    void numbersANameThatIsTaken() {
        assertThat(free("guide")).isEqualTo("guide");
        put("viking://resources/guide");
        assertThat(free("guide")).isEqualTo("guide_1");
        put("viking://resources/guide_1");
        assertThat(free("guide")).isEqualTo("guide_2");
    }

    @Test
    void takesNoNameThatIsAwayWhileItsImportIsPlanted() {
        PathLeases.Lease planting = Await.of(leases.acquire(
                Callers.ACME, List.of(Claim.subtree(VikingUri.of("resources", "guide"))), Duration.ZERO));
        Future<Targets.Free> found = targets.free(Callers.ACME, VikingUri.of("resources"), "guide");
        put("viking://resources/guide");
        planting.release();

        assertThat(nameOf(found)).isEqualTo("guide_1");
    }

    @Test
    void givesNoNameToTwoAtOnce() {
        Future<Targets.Free> one = targets.free(Callers.ACME, VikingUri.of("resources"), "guide");
        Future<Targets.Free> other = targets.free(Callers.ACME, VikingUri.of("resources"), "guide");
        put("viking://resources/guide");

        assertThat(nameOf(one)).isEqualTo("guide");
        assertThat(nameOf(other)).isEqualTo("guide_1");
    }

    @Test
    void givesUpAfterAHundredNumbers() {
        put("viking://resources/guide");
        for (int i = 1; i <= 100; i++) {
            assertThat(free("guide")).isEqualTo("guide_" + i);
            put("viking://resources/guide_" + i);
        }

        Fault fault = Await.faultOf(targets.free(Callers.ACME, VikingUri.of("resources"), "guide"));

        assertThat(fault.code()).isEqualTo(Code.CONFLICT);
    }

    @ParameterizedTest
    @CsvSource({
        "handbook.pdf, viking://resources",
        "archive.zip, viking://resources",
        "photo.png, viking://resources/images/2026/08/01",
        "song.mp3, viking://resources/audio/2026/08/01",
        "film.mp4, viking://resources/video/2026/08/01"
    })
    void goesByDefaultWhereItsKindGoes(String fileName, String parent) {
        AddResource request = request(Optional.empty(), Optional.empty(), false);

        assertThat(Await.of(targets.parent(Callers.alice(), request, fileName))).hasToString(parent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"viking://resources", "viking://user/alice/resources", "viking://user/alice/peers/p1/resources"})
    void takesARootOfResourcesForAParent(String root) {
        AddResource to = request(Optional.of(root), Optional.empty(), false);
        AddResource parent = request(Optional.empty(), Optional.of(root), false);

        assertThat(Targets.exact(to)).isEmpty();
        assertThat(Await.of(targets.parent(Callers.alice(), to, "a.png"))).hasToString(root);
        assertThat(Await.of(targets.parent(Callers.alice(), parent, "a.png"))).hasToString(root);
    }

    @Test
    void takesAnyOtherAddressForTheTargetItself() {
        AddResource request = request(Optional.of("viking://resources/guide.md"), Optional.empty(), false);

        assertThat(Targets.exact(request)).contains(VikingUri.parse("viking://resources/guide.md"));
    }

    @Test
    void needsTheParentUnlessItMayMakeIt() {
        String uri = "viking://resources/team/docs";
        Fault fault = Await.faultOf(
                targets.parent(Callers.alice(), request(Optional.empty(), Optional.of(uri), false), "a.md"));
        assertThat(fault.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(fault.details()).containsEntry("resource", uri);

        assertThat(Await.of(targets.parent(Callers.alice(), request(Optional.empty(), Optional.of(uri), true), "a.md")))
                .hasToString(uri);
        put(uri);
        assertThat(Await.of(
                        targets.parent(Callers.alice(), request(Optional.empty(), Optional.of(uri), false), "a.md")))
                .hasToString(uri);
    }

    @Test
    void goesWhereItsUserWantsUnlessATargetIsNamed() {
        VikingUri inbox = VikingUri.parse("viking://user/alice/resources/inbox");
        var _ = Await.of(new AddLocations(storage)
                .change(Callers.alice(), old -> new AddLocations.Chosen(Optional.of(inbox), old.skill())));
        AddResource plain = request(Optional.empty(), Optional.empty(), false);
        AddResource named = request(Optional.empty(), Optional.of("viking://resources"), false);

        assertThat(Await.of(targets.parent(Callers.alice(), plain, "a.md"))).isEqualTo(inbox);
        assertThat(Await.of(targets.parent(Callers.alice(), plain, "a.png"))).isEqualTo(inbox);
        assertThat(Await.of(targets.parent(Callers.bob(), plain, "a.md"))).hasToString("viking://resources");
        assertThat(Await.of(targets.parent(Callers.alice(), named, "a.md"))).hasToString("viking://resources");
    }

    @Test
    void needsADirectoryForAParent() {
        var _ = Await.of(tree.write(
                Callers.ACME, VikingUri.parse("viking://resources/a.md"), Buffer.buffer("a"), WriteMode.UPSERT));

        Fault fault = Await.faultOf(targets.parent(
                Callers.alice(), request(Optional.empty(), Optional.of("viking://resources/a.md"), true), "b.md"));

        assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "viking://resources/a/b",
                "viking://user/alice/resources/a",
                "viking://user/alice/peers/p1/resources/a"
            })
    void allowsWhatIsResourceContent(String uri) {
        assertThatCode(() -> Targets.require(Callers.alice(), request(Optional.of(uri), Optional.empty(), false)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "viking://, INVALID_URI",
        "viking://user, INVALID_URI",
        "viking://user/alice, INVALID_URI",
        "viking://user/alice/memories/a, INVALID_URI",
        "viking://user/alice/skills/resources, INVALID_URI",
        "viking://user/alice/sessions/s1/resources/a, INVALID_URI",
        "viking://agent/skills/a, INVALID_URI",
        "viking://agent/x/resources, INVALID_URI",
        "viking://temp/a, INVALID_URI",
        "viking://user/bob/resources/a, PERMISSION_DENIED"
    })
    void refusesWhatIsNotOrIsOfOthers(String uri, Code code) {
        assertRefused(request(Optional.of(uri), Optional.empty(), false), code);
        assertRefused(request(Optional.empty(), Optional.of(uri), false), code);
    }

    @Test
    void refusesATargetAndAParentTogether() {
        assertRefused(
                request(Optional.of("viking://resources/a"), Optional.of("viking://resources"), false),
                Code.INVALID_ARGUMENT);
    }

    @Test
    void takesBackAReservationThatHoldsNothing() {
        VikingUri root = VikingUri.parse("viking://resources/guide");
        Await.of(Targets.unreserve(tree, Callers.ACME, root));
        put(root.toString());
        Await.of(Targets.unreserve(tree, Callers.ACME, root));
        assertThat(Await.of(tree.stat(Callers.ACME, root))).isEmpty();

        put(root + "/sub");
        Await.of(Targets.unreserve(tree, Callers.ACME, root));
        assertThat(Await.of(tree.stat(Callers.ACME, root))).isPresent();
    }

    static AddResource request(Optional<String> to, Optional<String> parent, boolean createParent) {
        return new AddResource(
                "upload_1",
                Optional.empty(),
                to.map(VikingUri::parse),
                parent.map(VikingUri::parse),
                createParent,
                new AddResource.Selection(List.of(), List.of(), List.of(), false, true),
                false,
                false,
                Tagging.NONE);
    }

    private static void assertRefused(AddResource request, Code code) {
        assertThatThrownBy(() -> Targets.require(Callers.alice(), request))
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
    }

    private String free(String name) {
        return nameOf(targets.free(Callers.ACME, VikingUri.of("resources"), name));
    }

    private static String nameOf(Future<Targets.Free> found) {
        Targets.Free free = Await.of(found);
        free.lease().release();
        return free.root().name();
    }

    private void put(String directory) {
        var _ = Await.of(tree.makeDirectory(Callers.ACME, VikingUri.parse(directory)));
    }
}
