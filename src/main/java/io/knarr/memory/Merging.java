package io.knarr.memory;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a memory becomes when something is to be added to it (behaviour 5.5). Pure; doing it twice changes nothing more. */
final class Merging {
    private Merging() {}

    /** Empty when it stays as it is. */
    static Optional<MemoryFile> merge(Optional<MemoryFile> old, Draft draft) {
        if (old.isEmpty()) {
            return Optional.of(new MemoryFile(
                    draft.body(), draft.fields().put("version", 1).put("memory_type", draft.type())));
        }
        return switch (draft.merge()) {
            case ADD_ONLY -> Optional.empty();
            case APPEND_LINES -> appended(old.get(), draft);
        };
    }

    private static Optional<MemoryFile> appended(MemoryFile old, Draft draft) {
        Set<String> lines =
                new LinkedHashSet<>(old.body().lines().map(String::strip).toList());
        List<String> added = draft.body()
                .lines()
                .map(String::strip)
                .filter(line -> !lines.contains(line))
                .distinct()
                .toList();
        if (added.isEmpty()) {
            return Optional.empty();
        }
        JsonObject fields = old.fields()
                .put("version", old.version() + 1)
                .put("memory_type", draft.type())
                .put("source_extraction_id", draft.fields().getValue("source_extraction_id"));
        return Optional.of(new MemoryFile(old.body() + "\n" + String.join("\n", added), fields));
    }
}
