package io.knarr.ingest;

import io.knarr.fault.Fault;
import io.knarr.identity.AccountId;
import io.knarr.ingest.source.ArchiveBlocking;
import io.knarr.ingest.source.ArchiveLimits;
import io.knarr.ingest.source.LocalFileBlocking;
import io.knarr.ingest.source.ScanRules;
import io.knarr.ingest.source.Scanned;
import io.knarr.ingest.source.SourceFile;
import io.knarr.offload.Pool;
import io.knarr.parse.Document;
import io.knarr.parse.FileKind;
import io.knarr.parse.FileKinds;
import io.knarr.parse.ParseOptions;
import io.knarr.parse.Parsed;
import io.knarr.parse.ParsedFile;
import io.knarr.parse.Parsers;
import io.knarr.parse.TreeNames;
import io.knarr.storage.Storage;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a source, parses its documents and writes what comes out into a staging directory. */
public final class SourceReader {
    private static final ArchiveBlocking READER = new ArchiveBlocking(ArchiveLimits.DEFAULT);

    /** Parsed bytes held in memory at once; a larger archive is gone through more than once. */
    private static final long PORTION_BYTES = 64L << 20;

    private static final int LARGEST_DOCUMENT = 64 << 20;

    private final Storage storage;
    private final Pool compute;
    private final ParseOptions options;

    /** @param compute reads and parses */
    public SourceReader(Storage storage, Pool compute, ParseOptions options) {
        this.storage = storage;
        this.compute = compute;
        this.options = options;
    }

    /** The result are warnings for people. Faults: {@code INVALID_ARGUMENT} for what cannot be read or parsed. */
    Future<List<String>> stage(AccountId account, Import wanted, VikingUri staged) {
        ParseOptions parsing = wanted.noSplit() ? options.unsplit() : options;
        return storage.uploads()
                .localCopy(account, wanted.uploadId())
                .compose(path -> FileKinds.of(wanted.fileName()) == FileKind.ARCHIVE
                        ? compute.run(() -> TreeNames.of(READER.paths(path, rules(wanted))))
                                .compose(
                                        names -> archive(account, new Archive(path, wanted, staged, parsing, names), 0))
                        : document(account, path, wanted, staged, parsing));
    }

    private Future<List<String>> document(
            AccountId account, Path path, Import wanted, VikingUri staged, ParseOptions parsing) {
        return compute.run(() -> {
                    byte[] content = LocalFileBlocking.read(path, LARGEST_DOCUMENT);
                    return Parsers.parse(new Document(wanted.fileName(), content), wanted.name(), parsing);
                })
                .compose(parsed -> write(account, staged, parsed.files()).map(parsed.warnings()));
    }

    private record Archive(Path path, Import wanted, VikingUri staged, ParseOptions parsing, TreeNames names) {}

    /** Files of an archive that fit into memory together, from one number on. */
    private record Portion(List<ParsedFile> files, List<String> warnings, int next, boolean last) {}

    private Future<List<String>> archive(AccountId account, Archive archive, int from) {
        return compute.run(() -> portion(archive, from))
                .compose(portion -> write(account, archive.staged(), portion.files())
                        .compose(_ -> {
                            if (portion.last()) {
                                return Future.succeededFuture(portion.warnings());
                            }
                            return archive(account, archive, portion.next())
                                    .map(later -> joined(portion.warnings(), later));
                        }));
    }

    private static Portion portion(Archive archive, int from) throws IOException {
        Collector collector = new Collector(archive, from);
        Scanned scanned = READER.read(archive.path(), rules(archive.wanted()), collector::take);
        if (scanned.files() == 0) {
            throw Fault.invalid(
                    archive.wanted().fileName()
                            + " holds no file that could be imported; hidden files, empty ones and build directories do not count");
        }
        List<String> warnings = new ArrayList<>(collector.warnings);
        boolean last = collector.next >= scanned.files();
        if (last) {
            warnings.addAll(scanned.warnings());
        }
        return new Portion(collector.files, warnings, collector.next, last);
    }

    private static ScanRules rules(Import wanted) {
        AddResource.Selection selection = wanted.selection();
        return new ScanRules(
                selection.include(),
                selection.exclude(),
                selection.ignoreDirs(),
                ScanRules.Origin.DIRECTORY,
                selection.strict() ? ScanRules.Strictness.FAIL : ScanRules.Strictness.WARN);
    }

    private Future<Void> write(AccountId account, VikingUri staged, List<ParsedFile> files) {
        Map<String, Buffer> contents = new HashMap<>();
        files.forEach(file -> contents.put(file.path(), Buffer.buffer(file.content())));
        return storage.tree().writeAll(account, staged, contents);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    /** Takes files one by one and stops taking when a portion is full. */
    private static final class Collector {
        private final Archive archive;
        private final int from;
        private final List<ParsedFile> files = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private int seen;
        private int next;
        private long bytes;

        Collector(Archive archive, int from) {
            this.archive = archive;
            this.from = from;
            this.next = from;
        }

        void take(SourceFile file) {
            int number = seen++;
            if (number < from || bytes >= PORTION_BYTES) {
                return;
            }
            Parsed parsed = Parsers.parseInTree(
                    new Document(file.name(), file.content()), file.path(), archive.names(), archive.parsing());
            files.addAll(parsed.files());
            warnings.addAll(parsed.warnings());
            parsed.files().forEach(made -> bytes += made.content().length);
            next = number + 1;
        }
    }
}
