package io.knarr.ingest;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.context.Tags;
import io.knarr.identity.AccountId;
import io.knarr.index.Entry;
import io.knarr.layers.FileSummary;
import io.knarr.layers.MemoryTrailer;
import io.knarr.layers.Placeholders;
import io.knarr.layers.Sidecar;
import io.knarr.model.Chunker;
import io.knarr.model.Embedder;
import io.knarr.offload.Pool;
import io.knarr.parse.Decoding;
import io.knarr.parse.FileKinds;
import io.knarr.storage.FollowUps.Tagging;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Makes index entries out of nodes (behaviour 2.5): text is cut into passages, each is embedded, the words of the whole text
 * go to the word index.
 */
public final class EntryMaker {
    private final TreeStore tree;
    private final Embedder embedder;
    private final Chunker chunker;
    private final Pool compute;
    private final Limits limits;
    private final Clock clock;

    /**
     * How much of a text counts.
     *
     * @param maxPassages vectors per entry; later text is found by words only
     * @param maxWordChars characters that the word index sees
     * @param summaryChars longest abstract of a file’s hit
     */
    public record Limits(int maxPassages, int maxWordChars, int summaryChars) {
        public static final Limits DEFAULTS = new Limits(64, 1_000_000, 400);
    }

    /** @param compute decodes, summarises and cuts texts */
    public EntryMaker(TreeStore tree, Embedder embedder, Chunker chunker, Pool compute, Limits limits, Clock clock) {
        this.tree = tree;
        this.embedder = embedder;
        this.chunker = chunker;
        this.compute = compute;
        this.limits = limits;
        this.clock = clock;
    }

    /** What one entry is made from. */
    private record Text(String summary, String embedded, String words, String digest) {}

    /** On a worker thread when the text may be long. */
    private Text text(String summary, String embedded, String words) {
        return new Text(summary, embedded, words, digest(embedded));
    }

    /** The entry of a directory’s layer. A placeholder is no layer. */
    Future<Indexed> layer(AccountId account, Node directory, Level level, Optional<Entry> known, Tagging tagging) {
        return layerText(account, directory.uri(), level)
                .compose(text -> entry(directory, level, known, tagging, text));
    }

    private Future<Optional<Text>> layerText(AccountId account, VikingUri directory, Level level) {
        return IndexHandler.ifThere(tree.read(account, level.addressOf(directory)))
                .compose(stored -> compute.run(() -> stored.map(buffer -> Sidecar.parse(directory, buffer.toString()))
                        .filter(sidecar -> !sidecar.body().isEmpty() && !Placeholders.isPlaceholder(sidecar.body()))
                        .map(sidecar -> layerText(level, sidecar))));
    }

    /** Whether an entry can be made from this file: one with text, or a sidecar that is no placeholder. */
    Future<Boolean> hasEntry(AccountId account, Node file) {
        Level level = Level.ofName(file.name());
        Future<Optional<Text>> text = level == Level.CONTENT
                ? text(account, file)
                : layerText(account, file.uri().parent(), level);
        return text.map(Optional::isPresent);
    }

    private Text layerText(Level level, Sidecar sidecar) {
        String body = sidecar.body();
        return text(body, level == Level.ABSTRACT ? sidecar.embeddingText() : body, body);
    }

    /** The entry of a file; one without text has none. */
    Future<Indexed> file(AccountId account, Node file, Optional<Entry> known, Tagging tagging) {
        return text(account, file).compose(text -> entry(file, Level.CONTENT, known, tagging, text));
    }

    private Future<Optional<Text>> text(AccountId account, Node file) {
        if (FileKinds.of(file.name()).isMedia()) {
            // Until a vision model describes it, a picture is found by its name and place.
            String name = readable(file);
            return Future.succeededFuture(Optional.of(text(name, name, name)));
        }
        return IndexHandler.ifThere(tree.read(account, file.uri()))
                .compose(
                        content -> content.filter(buffer -> buffer.length() > 0).isEmpty()
                                ? Future.succeededFuture(Optional.empty())
                                : compute.run(() -> fileText(file, content.get())));
    }

    private Optional<Text> fileText(Node file, Buffer content) {
        byte[] bytes = content.getBytes();
        if (!FileKinds.of(file.name(), bytes).isText()) {
            return Optional.empty();
        }
        String text = MemoryTrailer.hide(file.uri(), Decoding.text(bytes));
        String words = text.length() <= limits.maxWordChars() ? text : text.substring(0, limits.maxWordChars());
        return Optional.of(text(FileSummary.of(file.name(), text, limits.summaryChars()), text, words));
    }

    private static String readable(Node file) {
        return file.name().replace('_', ' ').replace('-', ' ') + " "
                + file.uri().parent().name().replace('_', ' ');
    }

    private Future<Indexed> entry(
            Node node, Level level, Optional<Entry> known, Tagging tagging, Optional<Text> found) {
        if (found.isEmpty()) {
            return Future.succeededFuture(known.isPresent() ? new Indexed.Dropped(level) : new Indexed.AsIs());
        }
        Text text = found.get();
        List<String> tags = tags(known, tagging);
        if (known.isPresent() && known.get().digest().equals(text.digest())) {
            return Future.succeededFuture(
                    known.get().tags().equals(tags) ? new Indexed.AsIs() : new Indexed.Retagged(level, tags));
        }
        Instant now = indexed(clock.instant());
        return passages(text.embedded())
                .compose(embedder::embedPassages)
                .map(vectors -> new Indexed.Made(new Entry(
                        node.uri(),
                        level,
                        ContextType.of(node.uri()),
                        node.name(),
                        text.summary(),
                        tags,
                        known.map(Entry::createdAt).orElse(now),
                        indexed(node.modifiedAt()),
                        known.map(Entry::activeCount).orElse(0L),
                        text.digest(),
                        text.words(),
                        vectors)));
    }

    private static List<String> tags(Optional<Entry> known, Tagging tagging) {
        List<String> old = known.map(Entry::tags).orElse(List.of());
        return switch (tagging.mode()) {
            case Tagging.REPLACE -> tagging.tags();
            case Tagging.APPEND -> Tags.merge(old, tagging.tags());
            default -> old;
        };
    }

    /** Milliseconds, as the index keeps them. */
    private static Instant indexed(Instant time) {
        return Instant.ofEpochMilli(time.toEpochMilli());
    }

    private Future<List<String>> passages(String text) {
        return compute.run(() -> {
            List<String> passages = chunker.chunks(text);
            return passages.size() <= limits.maxPassages() ? passages : passages.subList(0, limits.maxPassages());
        });
    }

    private String digest(String embedded) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(embedder.model().getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            sha.update(embedded.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
