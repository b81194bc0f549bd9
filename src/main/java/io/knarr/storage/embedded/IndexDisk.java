package io.knarr.storage.embedded;

import java.io.IOException;
import org.apache.lucene.store.Directory;

/** Where the files of an index are. Blocks. */
interface IndexDisk {
    /** The directory, created when there is none. */
    Directory open() throws IOException;

    /** Bytes that this process may still write there. */
    long usableBytes() throws IOException;
}
