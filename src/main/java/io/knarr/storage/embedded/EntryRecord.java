package io.knarr.storage.embedded;

import io.knarr.context.ContextType;
import io.knarr.index.Entry;
import io.knarr.index.EntryKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.store.ByteArrayDataInput;
import org.apache.lucene.store.ByteBuffersDataOutput;
import org.apache.lucene.store.DataInput;
import org.apache.lucene.store.DataOutput;
import org.apache.lucene.util.BytesRef;

/**
 * An entry without words and vectors, as bytes of a doc value. Not a stored field: those are compressed in blocks, and
 * opening one block per hit costs more than finding the hit.
 *
 * @param entry {@linkplain Entry#bare bare}
 * @param passages how many vectors the whole entry has
 */
record EntryRecord(Entry entry, int passages) {
    static BytesRef write(Entry entry) throws IOException {
        ByteBuffersDataOutput out = new ByteBuffersDataOutput();
        out.writeVInt(entry.vectors().size());
        out.writeString(entry.key().text());
        out.writeString(entry.type().name());
        out.writeString(entry.name());
        out.writeString(entry.summary());
        out.writeVInt(entry.tags().size());
        for (String tag : entry.tags()) {
            out.writeString(tag);
        }
        write(out, entry.createdAt());
        write(out, entry.updatedAt());
        out.writeZLong(entry.activeCount());
        out.writeString(entry.digest());
        return new BytesRef(out.toArrayCopy());
    }

    static EntryRecord read(BytesRef bytes) throws IOException {
        DataInput in = new ByteArrayDataInput(bytes.bytes, bytes.offset, bytes.length);
        int passages = in.readVInt();
        EntryKey key = EntryKey.parse(in.readString());
        Entry entry = new Entry(
                key.uri(),
                key.level(),
                ContextType.valueOf(in.readString()),
                in.readString(),
                in.readString(),
                strings(in),
                instant(in),
                instant(in),
                in.readZLong(),
                in.readString(),
                "",
                List.of());
        return new EntryRecord(entry, passages);
    }

    private static List<String> strings(DataInput in) throws IOException {
        int count = in.readVInt();
        List<String> strings = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            strings.add(in.readString());
        }
        return strings;
    }

    private static void write(DataOutput out, Instant time) throws IOException {
        out.writeZLong(time.getEpochSecond());
        out.writeVInt(time.getNano());
    }

    private static Instant instant(DataInput in) throws IOException {
        return Instant.ofEpochSecond(in.readZLong(), in.readVInt());
    }
}
