package io.knarr.index;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.function.Supplier;

/** How the contract gets an index. */
public interface IndexOpener {
    /**
     * Opens the index of a place; the same place again is the same index. Called on the test’s thread, may wait.
     *
     * @param place an empty directory of its own at first; stores that keep nothing in files use it as a name
     */
    Opened open(Path place, int dimensions);

    /** An open index and how to close it. */
    record Opened(VectorIndex index, Supplier<Future<Void>> close) {}
}
