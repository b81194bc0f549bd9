package io.knarr.runtime;

import java.nio.file.Path;

/**
 * All settings, checked. Each component bears the name of its key in {@code ov.conf}; what a key means, its unit and its
 * default stand in {@code conf/ov.conf.example}.
 */
public record Settings(
        ServerSettings server,
        String defaultAccount,
        String defaultUser,
        Storage storage,
        Embedding embedding,
        Semantic semantic,
        Parsers parsers,
        Retrieval retrieval,
        Rerank rerank,
        QueueWorkers queueWorkers,
        LogSettings log) {

    /**
     * Where data is kept.
     *
     * @param workspace the data directory, absolute
     * @param skipProcessLock true only together with {@code --accept-corruption}: the directory is used although its lock
     *     cannot be had
     */
    public record Storage(Path workspace, boolean skipProcessLock) {}

    /**
     * The model in the process.
     *
     * @param threads inference threads for bulk work; queries have one of their own beside them
     * @param maxInputTokens where a text is cut before the model sees it; the model’s own limit holds as well
     */
    public record Embedding(int threads, int maxInputTokens) {}

    /** Sizes of the generated layers. */
    public record Semantic(
            int abstractMaxChars,
            int overviewMaxChars,
            int maxFileContentChars,
            int overviewSampleLimit,
            double freshnessRefreshRatio) {}

    /** How documents are cut. */
    public record Parsers(Markdown markdown) {
        /**
         * Limits of one section; both hold.
         *
         * @param maxSectionSize in estimated tokens
         */
        public record Markdown(int maxSectionSize, int maxSectionChars) {}
    }

    /**
     * How things are found.
     *
     * @param hybrid whether words count beside vectors
     */
    public record Retrieval(boolean hybrid) {}

    /**
     * What holds for scores, with or without a reranker.
     *
     * @param threshold hits must score above it when the request names none
     */
    public record Rerank(double threshold) {}

    /** Background work. */
    public record QueueWorkers(AddResource addResource) {
        /**
         * Imports.
         *
         * @param maxConcurrent how many run at once
         */
        public record AddResource(int maxConcurrent) {}
    }

    static Settings of(Values values) {
        return new Settings(
                ServerSettings.of(values),
                values.get(Keys.DEFAULT_ACCOUNT),
                values.get(Keys.DEFAULT_USER),
                new Storage(values.workspace(), values.get(Keys.SKIP_PROCESS_LOCK)),
                new Embedding(values.orCores(Keys.EMBEDDING_THREADS), values.get(Keys.EMBEDDING_MAX_INPUT_TOKENS)),
                new Semantic(
                        values.get(Keys.ABSTRACT_MAX_CHARS),
                        values.get(Keys.OVERVIEW_MAX_CHARS),
                        values.get(Keys.MAX_FILE_CONTENT_CHARS),
                        values.get(Keys.OVERVIEW_SAMPLE_LIMIT),
                        values.get(Keys.FRESHNESS_REFRESH_RATIO)),
                new Parsers(
                        new Parsers.Markdown(values.get(Keys.MAX_SECTION_SIZE), values.get(Keys.MAX_SECTION_CHARS))),
                new Retrieval(values.get(Keys.HYBRID)),
                new Rerank(values.get(Keys.RERANK_THRESHOLD)),
                new QueueWorkers(new QueueWorkers.AddResource(values.get(Keys.ADD_RESOURCE_CONCURRENCY))),
                LogSettings.of(values));
    }
}
