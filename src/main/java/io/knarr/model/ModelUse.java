package io.knarr.model;

import java.time.Instant;
import java.util.Optional;

/**
 * What a configured model was used for since the process started, for the observer.
 *
 * @param purpose {@code embedding}, {@code vlm}, {@code query_planner}, {@code rerank}
 * @param provider whom the next call goes to
 * @param calls those that ended, well or badly
 * @param failures those that ended badly
 * @param promptTokens as the provider counted them
 * @param completionTokens as the provider counted them
 * @param trouble why it is not asked at present; empty in normal operation
 */
public record ModelUse(
        String purpose,
        String provider,
        String model,
        long calls,
        long failures,
        long promptTokens,
        long completionTokens,
        Optional<Instant> lastUsed,
        Optional<String> trouble) {}
