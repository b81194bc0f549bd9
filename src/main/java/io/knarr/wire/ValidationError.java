package io.knarr.wire;

import java.util.List;
import java.util.Map;

/**
 * One thing wrong with a request (core 1.6).
 *
 * @param loc where: {@code body}, {@code query} or {@code path}, then field names and list indexes
 * @param message what is wrong
 * @param type the kind of error, for programs
 */
public record ValidationError(List<String> loc, String message, String type) {
    Map<String, Object> asMap() {
        return Map.of("loc", loc, "message", message, "type", type);
    }
}
