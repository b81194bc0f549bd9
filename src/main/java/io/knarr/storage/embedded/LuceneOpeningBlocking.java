package io.knarr.storage.embedded;

import io.knarr.index.IndexState;
import io.knarr.index.ModelMark;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;

/**
 * Opens the index of a directory. One that is not there, cannot be read, or holds the vectors of another model is replaced
 * by an empty one: it is derived from the tree and can be built again.
 */
final class LuceneOpeningBlocking {
    /** Measured on 2 cores: bulk writes gain nothing from more. */
    private static final double BUFFER_MB = 64;

    private final IndexDisk disk;
    private final ModelMark model;

    LuceneOpeningBlocking(IndexDisk disk, ModelMark model) {
        this.disk = disk;
        this.model = model;
    }

    /** An open index and what state it was found in. */
    record Opened(LuceneSessionBlocking session, IndexState state) {}

    /** @param defect why what is there must not be used, if that is known already */
    Opened open(Optional<String> defect) throws IOException {
        Directory directory = disk.open();
        boolean open = false;
        try {
            Opened opened = defect.isPresent() ? empty(directory, defect.get()) : existingOrEmpty(directory);
            open = true;
            return opened;
        } finally {
            if (!open) {
                directory.close();
            }
        }
    }

    private Opened existingOrEmpty(Directory directory) throws IOException {
        try {
            Map<String, String> userData =
                    SegmentInfos.readLatestCommit(directory).getUserData();
            Optional<String> objection = CommitMark.objection(userData, model);
            return objection.isPresent()
                    ? empty(directory, objection.get())
                    : new Opened(session(directory, OpenMode.APPEND), CommitMark.state(userData));
        } catch (IndexNotFoundException absent) {
            return empty(directory, "there was none");
        } catch (CorruptIndexException
                | IndexFormatTooOldException
                | IndexFormatTooNewException
                | EOFException
                | FileNotFoundException
                | NoSuchFileException damage) {
            return empty(directory, damaged(damage));
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException nonsense) {
            // What Lucene’s readers make of files that pass for theirs but hold something else.
            return empty(directory, damaged(nonsense));
        }
    }

    static String damaged(Throwable damage) {
        return "it was damaged: " + damage.getMessage();
    }

    private Opened empty(Directory directory, String reason) throws IOException {
        try (Lock held = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            held.ensureValid();
            for (String file : directory.listAll()) {
                if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
                    directory.deleteFile(file);
                }
            }
        }
        LuceneSessionBlocking session = session(directory, OpenMode.CREATE);
        session.mark(new CommitMark(model, CommitMark.Progress.BUILDING));
        return new Opened(session, new IndexState.Stale(reason));
    }

    private LuceneSessionBlocking session(Directory directory, OpenMode mode) throws IOException {
        IndexWriter writer = new IndexWriter(directory, config(mode));
        boolean open = false;
        try {
            LuceneSessionBlocking session =
                    new LuceneSessionBlocking(disk, directory, writer, new ReaderManager(writer));
            open = true;
            return session;
        } finally {
            if (!open) {
                writer.rollback();
            }
        }
    }

    private IndexWriterConfig config(OpenMode mode) {
        TieredMergePolicy choice = new TieredMergePolicy();
        // Separate files are mapped and grow with the vectors; a compound file would copy them once more.
        choice.setNoCFSRatio(0);
        return new IndexWriterConfig(WordAnalysis.TEXTS)
                .setOpenMode(mode)
                .setSimilarity(AccountSearcher.BM25)
                .setCodec(CODEC)
                .setMergePolicy(new RoomForMerges(choice, disk, LuceneSessionBlocking.RESERVED_BYTES))
                .setMergeScheduler(new IndexMerges())
                .setUseCompoundFile(false)
                .setRAMBufferSizeMB(BUFFER_MB)
                // Nobody who searches or commits waits for a merge.
                .setMaxFullFlushMergeWaitMillis(0)
                // Closing commits itself, and then does not wait for merges.
                .setCommitOnClose(false);
    }

    private static final Codec CODEC = new VectorCodec();
}
