package io.knarr.recall;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.layers.MemoryTrailer;
import io.knarr.layers.Placeholders;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.parse.Decoding;
import io.knarr.parse.FileKinds;
import io.knarr.tree.Node;
import io.knarr.tree.TreeStore;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the texts of candidates, only those that can be needed. */
final class Texts {
    /** A longer file is served by its abstract. */
    private static final long LARGEST = 1 << 20;

    private final TreeStore tree;
    private final Pool compute;

    /** @param compute decodes and outlines */
    Texts(TreeStore tree, Pool compute) {
        this.tree = tree;
        this.compute = compute;
    }

    /** What is gone meanwhile has no texts but what the index knows. */
    Future<Map<Tier, String>> of(AccountId account, Candidate candidate, Set<Tier> wanted) {
        return candidate.isDirectory() ? ofDirectory(account, candidate, wanted) : ofFile(account, candidate, wanted);
    }

    private Future<Map<Tier, String>> ofDirectory(AccountId account, Candidate candidate, Set<Tier> wanted) {
        VikingUri directory = candidate.uri();
        Future<String> overview =
                wanted.contains(Tier.OVERVIEW) ? layer(account, directory, Level.OVERVIEW) : Future.succeededFuture("");
        Future<String> summary =
                !wanted.contains(Tier.ABSTRACT) || !candidate.abstractText().isBlank()
                        ? Future.succeededFuture(candidate.abstractText())
                        : layer(account, directory, Level.ABSTRACT);
        return Future.all(overview, summary)
                .map(_ -> Map.of(Tier.OVERVIEW, overview.result(), Tier.ABSTRACT, summary.result()));
    }

    private Future<String> layer(AccountId account, VikingUri directory, Level level) {
        return read(account, level.addressOf(directory))
                .map(stored -> stored.map(buffer ->
                                Sidecar.parse(directory, buffer.toString()).body())
                        .filter(body -> !Placeholders.isPlaceholder(body))
                        .orElse(""));
    }

    private Future<Map<Tier, String>> ofFile(AccountId account, Candidate candidate, Set<Tier> wanted) {
        Map<Tier, String> texts = new EnumMap<>(Tier.class);
        texts.put(Tier.ABSTRACT, candidate.abstractText());
        if (!wanted.contains(Tier.OVERVIEW) && !wanted.contains(Tier.FULL)) {
            return Future.succeededFuture(texts);
        }
        return tree.stat(account, candidate.uri()).compose(found -> {
            boolean readable = found.filter(node -> node.kind() == Node.Kind.FILE && node.size() <= LARGEST)
                    .isPresent();
            return readable
                    ? read(account, candidate.uri())
                            .compose(stored -> compute.run(() -> {
                                stored.ifPresent(content -> texts.putAll(ofContent(candidate, content)));
                                return texts;
                            }))
                    : Future.succeededFuture(texts);
        });
    }

    private static Map<Tier, String> ofContent(Candidate candidate, Buffer content) {
        byte[] bytes = content.getBytes();
        String name = candidate.uri().name();
        if (!FileKinds.of(name, bytes).isText()) {
            return Map.of();
        }
        String text = MemoryTrailer.hide(candidate.uri(), Decoding.text(bytes));
        return Map.of(Tier.OVERVIEW, Overviews.of(name, candidate.category(), text), Tier.FULL, text.strip());
    }

    private Future<Optional<Buffer>> read(AccountId account, VikingUri file) {
        return tree.read(account, file)
                .map(Optional::of)
                .recover(cause -> Fault.of(cause).code() == Code.NOT_FOUND
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(cause));
    }
}
