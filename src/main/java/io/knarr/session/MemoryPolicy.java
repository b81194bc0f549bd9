package io.knarr.session;

import io.knarr.fault.Fault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What may be remembered of a session (sessions 10.5).
 *
 * @param self whether memories of the user are written
 * @param peer whether memories of those they talk with are
 * @param types which kinds; empty for all that are enabled
 * @param workingMemory whether an archive gets a summary
 */
public record MemoryPolicy(boolean self, boolean peer, Optional<Set<String>> types, boolean workingMemory) {
    public static final MemoryPolicy ALL = new MemoryPolicy(true, true, Optional.empty(), true);

    private static final Set<String> KEYS = new TreeSet<>(Set.of("memory_types", "peer", "self", "working_memory"));
    private static final Set<String> AGENT_TYPES = Set.of("cases", "trajectories");
    private static final String EXPERIENCES = "experiences";
    private static final Set<String> NO = Set.of("0", "false", "no", "off", "");

    /**
     * @param known whether there is such a memory type
     * @throws Fault {@code INVALID_ARGUMENT} for unknown keys or types
     */
    public static MemoryPolicy parse(JsonObject given, Predicate<String> known) {
        if (!KEYS.containsAll(given.fieldNames())) {
            throw Fault.invalid("memory_policy supports only: " + String.join(", ", KEYS));
        }
        return new MemoryPolicy(
                enabled(given, "self"),
                enabled(given, "peer"),
                Optional.ofNullable(given.getValue("memory_types")).map(types -> types(types, known)),
                enabled(given, "working_memory"));
    }

    private static Set<String> types(Object given, Predicate<String> known) {
        if (!(given instanceof JsonArray array)
                || array.stream().anyMatch(type -> !(type instanceof String text) || text.isBlank())) {
            throw Fault.invalid("memory_policy.memory_types is null or a list of names");
        }
        Set<String> types = new TreeSet<>();
        array.forEach(type -> types.add(((String) type).strip()));
        List<String> unknown = types.stream().filter(known.negate()).toList();
        if (!unknown.isEmpty()) {
            throw Fault.invalid("Unknown memory_policy.memory_types: " + String.join(", ", unknown));
        }
        if (types.contains(EXPERIENCES)) {
            types.addAll(AGENT_TYPES);
        } else {
            types.removeAll(AGENT_TYPES);
        }
        return types;
    }

    private static boolean enabled(JsonObject given, String key) {
        Object section = given.getValue(key);
        if (section == null) {
            return true;
        }
        if (!(section instanceof JsonObject object) || !Set.of("enabled").containsAll(object.fieldNames())) {
            throw Fault.invalid("memory_policy." + key + " is an object with the one key enabled");
        }
        return switch (object.getValue("enabled", true)) {
            case Boolean flag -> flag;
            case String text -> !NO.contains(text.strip().toLowerCase(java.util.Locale.ROOT));
            case Number number -> number.doubleValue() != 0;
            case null -> false;
            default -> true;
        };
    }

    /** Whether memories of a kind are wanted. */
    public boolean allows(String type) {
        return types.map(some -> some.contains(type)).orElse(true);
    }

    public JsonObject json() {
        JsonObject json = new JsonObject()
                .put("self", new JsonObject().put("enabled", self))
                .put("peer", new JsonObject().put("enabled", peer));
        types.ifPresent(some -> json.put("memory_types", new JsonArray(List.copyOf(some))));
        if (!workingMemory) {
            json.put("working_memory", new JsonObject().put("enabled", false));
        }
        return json;
    }
}
