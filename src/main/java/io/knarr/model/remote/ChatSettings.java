package io.knarr.model.remote;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a provider’s model writes ({@code vlm}, {@code query_planner} of {@code ov.conf}).
 *
 * @param purpose {@code vlm} or {@code query_planner}: in messages and meters
 * @param credentials at least one
 * @param temperature not sent to models that reason, which refuse it
 * @param maxTokens longest answer; empty: as long as the provider likes
 * @param extraBody fields added to each request; they win
 */
public record ChatSettings(
        String purpose,
        List<Credential> credentials,
        Failback failback,
        double temperature,
        Optional<Integer> maxTokens,
        Thinking thinking,
        Map<String, Object> extraBody,
        CallLimits limits) {
    public ChatSettings {
        credentials = List.copyOf(credentials);
        extraBody = Map.copyOf(extraBody);
    }

    /** Whether a model that can think at length before it answers shall. */
    public enum Thinking {
        ON,
        OFF
    }
}
