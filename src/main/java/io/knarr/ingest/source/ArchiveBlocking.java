package io.knarr.ingest.source;

import io.knarr.fault.Fault;
import io.knarr.ingest.source.ScanRules.Origin;
import io.knarr.ingest.source.ScanRules.Strictness;
import io.knarr.parse.Decoding;
import io.knarr.parse.FileKind;
import io.knarr.parse.FileKinds;
import io.knarr.uri.IgnoreTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Reads the files of a zip archive one after the other, so that never more than one of them is in memory. An archive is
 * untrusted: names that leave the tree, links, encryption, damage and whatever costs more than {@link ArchiveLimits} refuse it
 * with {@code INVALID_ARGUMENT}. Archives inside are not opened. Holds no state; any thread of a pool.
 */
public final class ArchiveBlocking {
    /** An ignore file that is longer says nothing. */
    private static final int MAX_IGNORE_FILE = 64 * 1024;

    private final ArchiveLimits limits;

    public ArchiveBlocking(ArchiveLimits limits) {
        this.limits = limits;
    }

    /**
     * Hands every file that the rules take to {@code visitor}, in the order of their paths. All names are checked before the
     * first one is handed over; damage and bombs may show up later, so what was handed over counts only when this returns.
     *
     * @throws Fault {@code INVALID_ARGUMENT} for an archive that is refused or has no file to take, and with {@code FAIL} for
     *     the first file of a kind that is not supported; whatever the visitor throws
     * @throws IOException when the archive cannot be read from the disk
     */
    public Scanned read(Path zip, ScanRules rules, Consumer<SourceFile> visitor) throws IOException {
        try (ZipBlocking archive = ZipBlocking.open(zip)) {
            Map<String, ZipItem> files = safeFiles(archive, rules);
            return new Reading(archive, rules, new Inflation(limits)).run(files, visitor);
        }
    }

    /**
     * The paths of the files that {@link #read} looks at, in its order; it may still leave some out for what they hold.
     *
     * @throws Fault {@code INVALID_ARGUMENT} for an archive that is refused
     * @throws IOException when the archive cannot be read from the disk
     */
    public List<String> paths(Path zip, ScanRules rules) throws IOException {
        try (ZipBlocking archive = ZipBlocking.open(zip)) {
            Map<String, ZipItem> files = safeFiles(archive, rules);
            return List.copyOf(new Reading(archive, rules, new Inflation(limits))
                    .wanted(files)
                    .keySet());
        }
    }

    private Map<String, ZipItem> safeFiles(ZipBlocking archive, ScanRules rules) throws IOException {
        EntryNames names = new EntryNames();
        Map<String, ZipItem> files = new TreeMap<>();
        long compressed = 0;
        for (ZipItem item : ZipList.items(archive, limits.maxEntries())) {
            String path = names.accept(item.name());
            // Entries that share their data are the trick of the smallest bombs.
            compressed += item.compressedSize();
            if (compressed < 0 || compressed > archive.length()) {
                throw Fault.invalid("The archive is refused: its entries overlap");
            }
            if (item.isEncrypted()) {
                throw Fault.invalid("'" + path + "' is encrypted; add the archive without a password");
            }
            if (item.isSpecial() && rules.origin() != Origin.REPOSITORY) {
                throw Fault.invalid("'" + path + "' is a symbolic link or special file; add an archive of plain files"
                        + " (zip follows links unless it is told --symlinks)");
            }
            if (!item.isSpecial() && !item.isDirectory()) {
                files.put(path, item);
            }
        }
        return files;
    }

    /** Counts what comes out of an archive, and stops a bomb while it goes off. */
    private static final class Inflation implements ZipBlocking.Progress {
        private final ArchiveLimits limits;
        private long compressed;
        private long inflated;

        Inflation(ArchiveLimits limits) {
            this.limits = limits;
        }

        /** Declared sizes may lie, but not to their own harm. */
        void expect(Collection<ZipItem> items) {
            long declared = 0;
            for (ZipItem item : items) {
                declared += item.size() > limits.maxFileBytes() ? 0 : item.size();
            }
            refuseAbove(declared);
        }

        @Override
        public void advanced(long moreCompressed, long moreInflated) {
            compressed += moreCompressed;
            inflated += moreInflated;
            refuseAbove(inflated);
            if (inflated > limits.ratioFromBytes() && inflated / limits.maxRatio() > compressed) {
                throw Fault.invalid("The archive is refused: it unpacks to more than " + limits.maxRatio()
                        + " times its size, as only bombs do");
            }
        }

        private void refuseAbove(long bytes) {
            if (bytes > limits.maxTotalBytes()) {
                throw Fault.invalid("The archive is refused: unpacked it is larger than " + limits.maxTotalBytes()
                        + " bytes; split it or leave out what is not needed");
            }
        }
    }

    /** One pass over one archive. */
    private final class Reading {
        private final ZipBlocking archive;
        private final ScanRules rules;
        private final Inflation inflation;
        private final Warnings warnings = new Warnings();
        private int taken;
        private long bytes;

        Reading(ZipBlocking archive, ScanRules rules, Inflation inflation) {
            this.archive = archive;
            this.rules = rules;
            this.inflation = inflation;
        }

        Scanned run(Map<String, ZipItem> files, Consumer<SourceFile> visitor) throws IOException {
            for (Map.Entry<String, ZipItem> file : wanted(files).entrySet()) {
                content(file.getKey(), file.getValue()).ifPresent(found -> {
                    taken++;
                    bytes += found.content().length;
                    visitor.accept(found);
                });
            }
            if (taken == 0) {
                throw Fault.invalid(
                        files.isEmpty()
                                ? "The archive holds no files"
                                : "The archive holds " + files.size() + " files, and none that is taken"
                                        + warnings.firstInBrackets());
            }
            return new Scanned(taken, bytes, warnings.all());
        }

        Map<String, ZipItem> wanted(Map<String, ZipItem> files) throws IOException {
            Selection selection = selection(files);
            Map<String, ZipItem> wanted = new TreeMap<>(files);
            wanted.keySet().removeIf(path -> !selection.takes(path));
            inflation.expect(wanted.values());
            return wanted;
        }

        private Selection selection(Map<String, ZipItem> files) throws IOException {
            Selection selection = new Selection(rules);
            if (rules.origin() == Origin.WHOLE) {
                return selection;
            }
            for (Map.Entry<String, ZipItem> file : files.entrySet()) {
                String path = file.getKey();
                boolean ignoreFile = path.equals(IgnoreTree.FILE) || path.endsWith("/" + IgnoreTree.FILE);
                if (ignoreFile && selection.readsIgnoreFile(path)) {
                    if (file.getValue().size() > MAX_IGNORE_FILE) {
                        warnings.add(path + ": longer than " + MAX_IGNORE_FILE + " bytes, its rules are not followed");
                    } else {
                        selection.addIgnoreFile(path, Decoding.text(archive.content(file.getValue(), inflation)));
                    }
                }
            }
            return selection;
        }

        /** The file, unless it is empty, too long or of a kind that is not taken. */
        private Optional<SourceFile> content(String path, ZipItem item) throws IOException {
            boolean whole = rules.origin() == Origin.WHOLE;
            if (item.size() > limits.maxFileBytes() && whole) {
                throw Fault.invalid(path + " is longer than " + limits.maxFileBytes() + " bytes");
            }
            if (whole) {
                return Optional.of(new SourceFile(path, archive.content(item, inflation)));
            }
            if (item.size() == 0) {
                return Optional.empty();
            }
            if (item.size() > limits.maxFileBytes()) {
                warnings.add(path + ": longer than " + limits.maxFileBytes() + " bytes, left out");
                return Optional.empty();
            }
            FileKind kind = FileKinds.of(path);
            boolean known = kind == FileKind.ARCHIVE || kind == FileKind.OFFICE_OR_PDF;
            boolean unwanted = rules.origin() == Origin.REPOSITORY && (known || kind.isMedia());
            if (unwanted) {
                return Optional.empty();
            }
            // What the name rules out need not be inflated.
            byte[] content = known ? new byte[0] : archive.content(item, inflation);
            Optional<String> problem = FileKinds.problem(path, content);
            if (problem.isEmpty()) {
                return Optional.of(new SourceFile(path, content));
            }
            if (rules.origin() == Origin.DIRECTORY) {
                report(problem.get());
            }
            return Optional.empty();
        }

        private void report(String problem) {
            if (rules.strictness() == Strictness.FAIL) {
                throw Fault.invalid(problem);
            }
            warnings.add(problem);
        }
    }
}
