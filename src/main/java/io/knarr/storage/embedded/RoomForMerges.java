package io.knarr.storage.embedded;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.MergePolicy;
import org.apache.lucene.index.MergeTrigger;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.jspecify.annotations.Nullable;

/** Leaves merges alone while there is no room for what they write: one that fails takes the writer with it. */
final class RoomForMerges extends FilterMergePolicy {
    private final IndexDisk disk;
    private final long reserve;

    /** @param reserve bytes that stay free for others */
    RoomForMerges(MergePolicy choice, IndexDisk disk, long reserve) {
        super(choice);
        this.disk = disk;
        this.reserve = reserve;
    }

    @Override
    public @Nullable MergeSpecification findMerges(MergeTrigger trigger, SegmentInfos segments, MergeContext context)
            throws IOException {
        MergeSpecification found = super.findMerges(trigger, segments, context);
        if (found == null) {
            return null;
        }
        MergeSpecification fitting = new MergeSpecification();
        long left = disk.usableBytes() - reserve;
        for (OneMerge merge : found.merges) {
            left -= bytes(merge.segments);
            if (left >= 0) {
                fitting.add(merge);
            }
        }
        return fitting.merges.isEmpty() ? null : fitting;
    }

    private static long bytes(List<SegmentCommitInfo> segments) throws IOException {
        long sum = 0;
        for (SegmentCommitInfo segment : segments) {
            sum += segment.sizeInBytes();
        }
        return sum;
    }
}
