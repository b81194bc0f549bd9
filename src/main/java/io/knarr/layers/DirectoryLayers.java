package io.knarr.layers;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.knarr.offload.Pool;
import io.knarr.parse.Decoding;
import io.knarr.parse.FileKinds;
import io.knarr.parse.Outline;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the two sidecars of a directory from what is in it now (behaviour 2.3). */
public final class DirectoryLayers {
    /** What {@code generated_by.component} says of text made without a model. */
    public static final String EXTRACTIVE = "extractive";

    private static final int LONGEST_READ = 1 << 20;
    private static final int HEADINGS = 24;
    private static final int SENTENCES_PER_FILE = 12;

    private final TreeStore tree;
    private final Pool compute;
    private final LayerSettings settings;
    private final Extraction extraction;

    /** @param compute reads and summarises texts */
    public DirectoryLayers(TreeStore tree, Pool compute, LayerSettings settings) {
        this.tree = tree;
        this.compute = compute;
        this.settings = settings;
        this.extraction = new Extraction(settings);
    }

    /** Whether the short summary now says something else: only then can the parent’s be out of date. */
    public record Refreshed(boolean abstractChanged) {}

    /** {@code NOT_FOUND} of type {@code directory} when it is gone. Idempotent: the same content gives the same bytes. */
    public Future<Refreshed> refresh(AccountId account, VikingUri directory, String trigger) {
        return tree.list(account, directory).compose(children -> {
            List<Node> visible = children.stream()
                    .filter(child -> !child.isHidden() && !child.name().equals("messages.jsonl"))
                    .toList();
            List<Node> sample = Sampling.spread(visible, settings.overviewSampleLimit());
            return texts(account, sample)
                    .compose(entries -> compute.run(() -> extraction.of(directory.name(), visible.size(), entries)))
                    .compose(layers -> store(account, directory, trigger, visible.size(), sample.size(), layers));
        });
    }

    /** One after the other: a directory’s summary is no hurry, and its files may be large. */
    private Future<List<EntryText>> texts(AccountId account, List<Node> sample) {
        List<EntryText> texts = new ArrayList<>();
        return Rounds.each(
                        sample,
                        node -> (node.isDirectory() ? directoryText(account, node) : fileText(account, node))
                                .onSuccess(texts::add))
                .map(texts);
    }

    /** A directory below speaks by its own layers, which are written before. */
    private Future<EntryText> directoryText(AccountId account, Node node) {
        Future<Optional<Buffer>> summary = readIfThere(account, Level.ABSTRACT.addressOf(node.uri()));
        Future<Optional<Buffer>> overview = readIfThere(account, Level.OVERVIEW.addressOf(node.uri()));
        return Future.all(summary, overview)
                .compose(_ -> compute.run(() -> {
                    Outline told = Outline.ofMarkdown(body(node.uri(), overview.result()));
                    return new EntryText(
                            node.name(),
                            true,
                            told.title(),
                            false,
                            FileSummary.oneLine(body(node.uri(), summary.result())),
                            told.sentences().stream().limit(2).toList(),
                            List.of());
                }));
    }

    private static String body(VikingUri directory, Optional<Buffer> stored) {
        return stored.map(buffer -> Sidecar.parse(directory, buffer.toString()).body())
                .filter(text -> !Placeholders.isPlaceholder(text))
                .orElse("");
    }

    private Future<EntryText> fileText(AccountId account, Node node) {
        if (node.size() > LONGEST_READ || FileKinds.of(node.name()).isMedia()) {
            return Future.succeededFuture(bare(node));
        }
        return readIfThere(account, node.uri())
                .compose(content -> content.isEmpty()
                        ? Future.succeededFuture(bare(node))
                        : compute.run(() -> summarised(node, content.get().getBytes())));
    }

    private static EntryText bare(Node node) {
        return new EntryText(node.name(), false, "", false, Names.readable(node.name()), List.of(), List.of());
    }

    private EntryText summarised(Node node, byte[] content) {
        if (!FileKinds.of(node.name(), content).isText()) {
            return bare(node);
        }
        String whole = Decoding.text(content);
        String text = whole.length() <= settings.maxFileContentChars()
                ? whole
                : whole.substring(0, settings.maxFileContentChars());
        Outline outline = Outline.of(node.name(), text);
        return new EntryText(
                node.name(),
                false,
                outline.title(),
                !outline.headings().isEmpty() && outline.headings().getFirst().level() == 1,
                FileSummary.of(node.name(), text, 400),
                outline.sentences().stream().limit(SENTENCES_PER_FILE).toList(),
                outline.headings().stream()
                        .map(heading -> heading.text())
                        .limit(HEADINGS)
                        .toList());
    }

    private Future<Optional<Buffer>> readIfThere(AccountId account, VikingUri file) {
        return tree.read(account, file)
                .map(Optional::of)
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }

    private Future<Refreshed> store(
            AccountId account, VikingUri directory, String trigger, int total, int sampled, Extraction.Layers layers) {
        Future<Optional<Buffer>> oldAbstract = readIfThere(account, Level.ABSTRACT.addressOf(directory));
        Future<Optional<Buffer>> oldOverview = readIfThere(account, Level.OVERVIEW.addressOf(directory));
        return Future.all(oldAbstract, oldOverview).compose(_ -> {
            Optional<Sidecar> known = oldAbstract.result().map(stored -> Sidecar.parse(directory, stored.toString()));
            Sidecar l0 = new Sidecar(
                    directory,
                    known.flatMap(Sidecar::source),
                    Optional.of(new Sidecar.GeneratedBy(EXTRACTIVE, trigger)),
                    Optional.of(new Sidecar.Freshness(total, sampled, 0)),
                    layers.abstractText());
            Map<String, Buffer> changed = new HashMap<>();
            putIfOther(changed, Level.ABSTRACT, l0, oldAbstract.result());
            putIfOther(changed, Level.OVERVIEW, l0.withBody(layers.overview()), oldOverview.result());
            boolean abstractChanged = !known.map(Sidecar::body)
                    .equals(Optional.of(layers.abstractText().strip()));
            return (changed.isEmpty() ? Future.<Void>succeededFuture() : tree.writeAll(account, directory, changed))
                    .map(new Refreshed(abstractChanged));
        });
    }

    private static void putIfOther(Map<String, Buffer> changed, Level level, Sidecar sidecar, Optional<Buffer> stored) {
        Buffer text = Buffer.buffer(sidecar.text());
        if (!stored.equals(Optional.of(text))) {
            changed.put(level.sidecar(), text);
        }
    }
}
