package io.knarr.model.remote;

/**
 * How hits are judged by a provider ({@code rerank} of {@code ov.conf}).
 *
 * @param maxInputTokens of question and document together, by the estimate; 0: they are not cut
 */
public record RerankSettings(Credential credential, int maxInputTokens, CallLimits limits) {}
