package io.knarr.layers;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.knarr.testing.Callers;
import io.knarr.testing.DirectPool;
import io.knarr.testing.FakeClock;
import io.knarr.testing.MemoryTree;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryLayersTest {
    private static final VikingUri GUIDE = VikingUri.parse("viking://resources/guide");

    private final FakeClock clock = new FakeClock();
    private final MemoryTree tree = new MemoryTree(clock);
    private final DirectoryLayers layers = new DirectoryLayers(tree, new DirectPool(), LayerSettings.DEFAULTS);

    @Test
    void tellOfWhatIsThere() {
        put("refunds.md", "# Refunds\n\nThey are paid within a fortnight.");
        put("code.py", "def refund(order):\n    return order.price\n");
        put("data.bin", Buffer.buffer(new byte[] {0, 1, 2, 3}));
        put("red_bicycle.png", Buffer.buffer(new byte[] {1, 2, 3}));
        put("sub/.abstract.md", "---\ndirectory: viking://resources/guide/sub/\n---\n\nAll about travel.\n");

        assertThat(refresh("resource_ingest")).isTrue();

        Sidecar overview = sidecar(".overview.md");
        assertThat(overview.body())
                .contains(
                        "### refunds.md\n", "fortnight", "### code.py\n", "refund(order)", "### sub\nAll about travel.")
                .contains("### data.bin\ndata", "### red_bicycle.png\nred bicycle");
        assertThat(overview.directory()).isEqualTo(GUIDE);
        assertThat(overview.generatedBy()).contains(new Sidecar.GeneratedBy("extractive", "resource_ingest"));
        assertThat(overview.freshness()).contains(new Sidecar.Freshness(5, 5, 0));
        assertThat(sidecar(".abstract.md").freshness()).contains(new Sidecar.Freshness(5, 5, 0));
        assertThat(sidecar(".abstract.md").body().length()).isBetween(1, 256);
    }

    @Test
    void areTheSameBytesForTheSameContent() {
        put("a.md", "# A\n\nFirst.");
        put("b.md", "# B\n\nSecond.");
        var _ = refresh("resource_ingest");
        String before = text(".abstract.md") + text(".overview.md");
        Instant written = modified(".overview.md");
        clock.advance(Duration.ofHours(1));

        assertThat(refresh("resource_ingest")).as("abstract changed").isFalse();

        assertThat(text(".abstract.md") + text(".overview.md")).isEqualTo(before);
        assertThat(modified(".overview.md")).as("not even written").isEqualTo(written);
    }

    @Test
    void tellWhetherTheAbstractChanged() {
        put("README.md", "# Guide\n\nHow we work.");
        put("other.md", "# Other\n\nSome text.");
        assertThat(refresh("resource_ingest")).isTrue();

        put("other.md", "# Other\n\nQuite another text.");
        assertThat(refresh("content_write")).isFalse();
        assertThat(sidecar(".overview.md").body()).contains("Quite another text.");

        put("README.md", "# Guide\n\nHow we play.");
        assertThat(refresh("content_write")).isTrue();
        assertThat(sidecar(".abstract.md").body()).contains("How we play.");
    }

    @Test
    void sayNothingOfHiddenFilesAndMessages() {
        put(".watch.json", "secret");
        put(".hidden/a.md", "secret");
        put("messages.jsonl", "{\"role\":\"user\",\"content\":\"secret\"}");
        put("a.md", "# A\n\nSeen.");

        var _ = refresh("resource_ingest");

        assertThat(text(".overview.md") + text(".abstract.md")).doesNotContain("secret", "messages", "hidden", "watch");
        assertThat(sidecar(".overview.md").freshness()).contains(new Sidecar.Freshness(1, 1, 0));
    }

    @Test
    void lookAtASampleOfALargeDirectory() {
        for (int i = 100; i < 200; i++) {
            put("f" + i + ".md", "Text number " + i + ".");
        }

        var _ = refresh("resource_ingest");

        assertThat(sidecar(".overview.md").freshness()).contains(new Sidecar.Freshness(100, 32, 0));
        assertThat(sidecar(".overview.md").body()).contains("### f100.md", "### f199.md", "… and 68 more.");
    }

    @Test
    void keepWhereTheContentCameFromAndForgetWhatWasPending() {
        Sidecar old = new Sidecar(
                GUIDE,
                Optional.of(new Sidecar.Source("upload", "guide.pdf")),
                Optional.empty(),
                Optional.of(new Sidecar.Freshness(50, 32, 4)),
                "Old.");
        put(".abstract.md", old.text());
        put(".overview.md", old.text());
        put("a.md", "New.");

        var _ = refresh("manual_refresh");

        assertThat(sidecar(".abstract.md").source()).contains(new Sidecar.Source("upload", "guide.pdf"));
        assertThat(sidecar(".overview.md").source()).contains(new Sidecar.Source("upload", "guide.pdf"));
        assertThat(sidecar(".overview.md").freshness()).contains(new Sidecar.Freshness(1, 1, 0));
    }

    @Test
    void neverRepeatThePlaceholderOfAChild() {
        put("sub/.abstract.md", "# viking://resources/guide/sub [Directory abstract is not ready]");
        put("sub/.overview.md", "# sub\n\n[Directory overview is not generated]");
        put("other/a.md", "no layers yet");

        var _ = refresh("resource_ingest");

        assertThat(text(".overview.md") + text(".abstract.md")).doesNotContain("not ready", "not generated");
        assertThat(sidecar(".abstract.md").body()).contains("sub", "other");
    }

    @Test
    void stopReadingLongFiles() {
        put("long.txt", "word ".repeat(10_000) + "hidden-at-the-end");
        put("huge.txt", Buffer.buffer(new byte[(1 << 20) + 1]));

        var _ = refresh("resource_ingest");

        assertThat(sidecar(".overview.md").body().length()).isLessThanOrEqualTo(4000);
        assertThat(sidecar(".overview.md").body()).contains("### huge.txt\nhuge");
    }

    @Test
    void areNotWrittenWhereNoDirectoryIs() {
        Fault fault = Await.faultOf(layers.refresh(Callers.ACME, GUIDE, "resource_ingest"));

        assertThat(fault.code()).isEqualTo(Code.NOT_FOUND);
        assertThat(fault.details()).containsEntry("type", "directory");
    }

    @Test
    void sayThatADirectoryIsEmpty() {
        var _ = Await.of(tree.makeDirectory(Callers.ACME, GUIDE));

        assertThat(refresh("resource_ingest")).isTrue();

        assertThat(sidecar(".abstract.md").body()).isEqualTo("guide: empty.");
    }

    private boolean refresh(String trigger) {
        return Await.of(layers.refresh(Callers.ACME, GUIDE, trigger)).abstractChanged();
    }

    private void put(String path, String content) {
        put(path, Buffer.buffer(content));
    }

    private void put(String path, Buffer content) {
        var _ = Await.of(tree.write(Callers.ACME, GUIDE.resolve(path), content, WriteMode.UPSERT));
    }

    private String text(String path) {
        return Await.of(tree.read(Callers.ACME, GUIDE.resolve(path))).toString();
    }

    private Instant modified(String path) {
        return Await.of(tree.stat(Callers.ACME, GUIDE.resolve(path)))
                .orElseThrow()
                .modifiedAt();
    }

    private Sidecar sidecar(String name) {
        return Sidecar.parse(GUIDE, text(name));
    }
}
