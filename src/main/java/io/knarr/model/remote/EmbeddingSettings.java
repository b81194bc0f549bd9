package io.knarr.model.remote;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How texts are embedded by a provider ({@code embedding} and {@code embedding.dense} of {@code ov.conf}).
 *
 * @param credentials at least one; all of them lead to the same model
 * @param dimension values of a vector; longer ones are cut; empty: what is known of the model
 * @param batchSize most texts in one request
 * @param maxInputTokens where a text is cut, by the estimate of {@link io.knarr.context.Tokens}
 * @param passageTokens size of the passages documents are cut into, by the same estimate
 * @param queryParam {@code input_type} of questions, or {@code k=v} pairs with commas between; empty: none
 * @param documentParam the same for passages
 * @param encoding how vectors travel
 * @param input whether the model takes pictures too: volcengine has another address for those
 * @param extraBody fields added to each request; they win
 * @param queryTimeout of one request for a question, if shorter than that of the limits
 */
public record EmbeddingSettings(
        List<Credential> credentials,
        Failback failback,
        OptionalInt dimension,
        int batchSize,
        int maxInputTokens,
        int passageTokens,
        String queryParam,
        String documentParam,
        Encoding encoding,
        Input input,
        Map<String, Object> extraBody,
        Duration queryTimeout,
        CallLimits limits) {
    public EmbeddingSettings {
        credentials = List.copyOf(credentials);
        extraBody = Map.copyOf(extraBody);
    }

    /** How vectors travel. */
    public enum Encoding {
        /** As the provider likes, which is numbers. */
        UNSAID,
        FLOAT,
        /** A third of the bytes. */
        BASE64
    }

    /** What a model takes. */
    public enum Input {
        TEXT,
        MULTIMODAL
    }
}
