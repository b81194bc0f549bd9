package io.knarr.runtime;

import java.nio.file.Path;
import java.util.List;

/**
 * All settings, checked. Each component bears the name of its key in {@code ov.conf}; what a key means, its unit and its
 * default stand in {@code conf/ov.conf.example}.
 */
public record Settings(
        ServerSettings server,
        String defaultAccount,
        String defaultUser,
        Storage storage,
        EmbedderSettings embedding,
        WriterSettings vlm,
        WriterSettings queryPlanner,
        Semantic semantic,
        Parsers parsers,
        Retrieval retrieval,
        RerankerSettings rerank,
        Memory memory,
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
     * @param maxChildSearches directories that one search looks into
     * @param enableIntent whether a session’s messages are used to plan what to search for
     * @param scorePropagationAlpha share of a hit’s own score beside its directory’s
     * @param hotnessAlpha share of how much a hit is used
     * @param recallIntentTimeoutS seconds for planning before a block of context is made
     * @param recallRewriteTimeoutS seconds for its digest
     */
    public record Retrieval(
            boolean hybrid,
            int maxChildSearches,
            boolean enableIntent,
            double scorePropagationAlpha,
            double hotnessAlpha,
            double recallIntentTimeoutS,
            double recallRewriteTimeoutS) {
        static Retrieval of(Values values) {
            return new Retrieval(
                    values.get(Keys.HYBRID),
                    values.get(Keys.MAX_CHILD_SEARCHES),
                    values.get(Keys.ENABLE_INTENT),
                    values.get(Keys.SCORE_PROPAGATION),
                    values.get(Keys.HOTNESS),
                    values.get(Keys.RECALL_INTENT_TIMEOUT),
                    values.get(Keys.RECALL_REWRITE_TIMEOUT));
        }
    }

    /**
     * What becomes of conversations.
     *
     * @param extractionEnabled whether commits make memories
     */
    public record Memory(boolean extractionEnabled, SessionAutoCommit sessionAutoCommit) {
        /** @param defaultEnabled whether sessions commit by themselves when their creator says nothing */
        public record SessionAutoCommit(boolean defaultEnabled) {}
    }

    /** Background work. */
    public record QueueWorkers(AddResource addResource) {
        /**
         * Imports.
         *
         * @param maxConcurrent how many run at once
         */
        public record AddResource(int maxConcurrent) {}
    }

    /** All that must never be shown. */
    List<Secret> secrets() {
        return Lists.join(
                server.rootApiKey().stream().toList(),
                embedding.dense().accounts().secrets(),
                vlm.secrets(),
                queryPlanner.secrets(),
                rerank.secrets());
    }

    static Settings of(Values values) {
        return new Settings(
                ServerSettings.of(values),
                values.get(Keys.DEFAULT_ACCOUNT),
                values.get(Keys.DEFAULT_USER),
                new Storage(values.workspace(), values.get(Keys.SKIP_PROCESS_LOCK)),
                EmbedderSettings.of(values),
                WriterSettings.of(values, ChatKeys.VLM),
                WriterSettings.of(values, ChatKeys.QUERY_PLANNER),
                new Semantic(
                        values.get(Keys.ABSTRACT_MAX_CHARS),
                        values.get(Keys.OVERVIEW_MAX_CHARS),
                        values.get(Keys.MAX_FILE_CONTENT_CHARS),
                        values.get(Keys.OVERVIEW_SAMPLE_LIMIT),
                        values.get(Keys.FRESHNESS_REFRESH_RATIO)),
                new Parsers(
                        new Parsers.Markdown(values.get(Keys.MAX_SECTION_SIZE), values.get(Keys.MAX_SECTION_CHARS))),
                Retrieval.of(values),
                RerankerSettings.of(values),
                new Memory(
                        values.get(Keys.EXTRACTION_ENABLED),
                        new Memory.SessionAutoCommit(values.get(Keys.AUTO_COMMIT))),
                new QueueWorkers(new QueueWorkers.AddResource(values.get(Keys.ADD_RESOURCE_CONCURRENCY))),
                LogSettings.of(values));
    }
}
