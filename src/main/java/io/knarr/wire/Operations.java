package io.knarr.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The operations this server offers, by the {@code operationId} of the document. A value: {@code on} makes a new one. What
 * the document has and this has not is answered with {@code UNIMPLEMENTED}.
 */
public final class Operations {
    private final Map<String, Operation> byId;

    private Operations(Map<String, Operation> byId) {
        this.byId = byId;
    }

    public static Operations none() {
        return new Operations(Map.of());
    }

    /** These and one more. @throws IllegalArgumentException if the id is taken */
    public Operations on(String id, Operation operation) {
        return and(new Operations(Map.of(id, operation)));
    }

    /** These and others. @throws IllegalArgumentException if an id is in both */
    public Operations and(Operations others) {
        Map<String, Operation> all = new LinkedHashMap<>(byId);
        others.byId.forEach((id, operation) -> {
            if (all.put(id, operation) != null) {
                throw new IllegalArgumentException("registered twice: " + id);
            }
        });
        return new Operations(Map.copyOf(all));
    }

    /** The same ids, each with what {@code around} makes of its operation. */
    public Operations each(BiFunction<String, Operation, Operation> around) {
        Map<String, Operation> all = new LinkedHashMap<>();
        byId.forEach((id, operation) -> all.put(id, around.apply(id, operation)));
        return new Operations(Map.copyOf(all));
    }

    public Optional<Operation> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Set<String> ids() {
        return byId.keySet();
    }
}
