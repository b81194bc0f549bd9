package io.knarr.testing;

import io.knarr.index.VectorIndexContract;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

class MemoryIndexTest extends VectorIndexContract {
    private final Map<Path, MemoryIndex> places = new ConcurrentHashMap<>();

    @Override
    public Opened open(Path place, int dimensions) {
        MemoryIndex index =
                places.compute(place, (_, known) -> known == null ? new MemoryIndex(dimensions) : known.reopened());
        return new Opened(index, () -> {
            index.close();
            return Future.succeededFuture();
        });
    }
}
