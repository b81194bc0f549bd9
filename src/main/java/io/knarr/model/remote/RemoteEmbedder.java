package io.knarr.model.remote;

import io.knarr.context.Tokens;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.model.CharacterChunker;
import io.knarr.model.Chunker;
import io.knarr.model.Embedder;
import io.knarr.model.ModelUse;
import io.knarr.model.remote.EmbeddingQuestion.Side;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * An embedder at a provider. Passages of several callers share requests; questions go before them.
 *
 * <p>Its faults say what trying again brings ({@link Fault#outlook}).
 */
public final class RemoteEmbedder implements Embedder {
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final int OVERLAP_SHARE = 8;

    private final EmbeddingSettings settings;
    private final Provider provider;
    private final PassageBatches batches;
    private final Health health;
    private final int dimensions;

    public RemoteEmbedder(ProviderSurroundings around, EmbeddingSettings settings) {
        this.settings = settings;
        this.dimensions = settings.dimension()
                .orElse(KnownDimensions.of(settings.credentials().getFirst().model()));
        this.provider = new Provider(
                around,
                "embedding",
                settings.limits(),
                Roster.of(
                        "embedding",
                        settings.credentials(),
                        settings.limits().breaker(),
                        settings.failback(),
                        Code.EMBEDDING_FAILED,
                        around.clock()));
        this.batches = new PassageBatches(around.vertx(), batchSize(settings), this::requestPassages);
        this.health = new Health(() -> embedQuery("a", Deadline.after(CHECK)).mapEmpty(), System::nanoTime);
    }

    /** What every account takes. */
    private static int batchSize(EmbeddingSettings settings) {
        return settings.credentials().stream()
                .mapToInt(credential -> EmbeddingApi.of(credential).maxTexts(settings.input()))
                .reduce(settings.batchSize(), Math::min);
    }

    @Override
    public Future<float[]> embedQuery(String text, Deadline deadline) {
        return heard(provider.ask(
                        question(List.of(text), Side.QUERY), Urgency.QUESTION, settings.queryTimeout(), deadline))
                .map(List::getFirst);
    }

    @Override
    public Future<List<float[]>> embedPassages(List<String> texts) {
        return texts.isEmpty() ? Future.succeededFuture(List.of()) : batches.embed(texts);
    }

    private Future<List<float[]>> requestPassages(List<String> texts) {
        return heard(provider.ask(
                question(texts, Side.DOCUMENT), Urgency.BULK, settings.limits().timeout(), Deadline.none()));
    }

    private <T> Future<T> heard(Future<T> answer) {
        return answer.onComplete((_, failure) -> health.heard(failure));
    }

    private EmbeddingQuestion question(List<String> texts, Side side) {
        List<String> cut = texts.stream()
                .map(text -> Tokens.cut(text, settings.maxInputTokens()))
                .toList();
        return new EmbeddingQuestion(cut, side, dimensions, settings);
    }

    /** Cuts texts into passages, by the estimate: the vocabulary is not known. */
    public Chunker chunker() {
        int tokens = Math.max(8, Math.min(settings.passageTokens(), settings.maxInputTokens()));
        return new CharacterChunker(tokens, tokens / OVERLAP_SHARE);
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public String model() {
        return settings.credentials().getFirst().model();
    }

    @Override
    public int maxTokens() {
        return settings.maxInputTokens();
    }

    @Override
    public String provider() {
        return settings.credentials().getFirst().provider();
    }

    /** What is known from the calls so far; asks the provider only when nothing good was heard of it for a minute. */
    @Override
    public Future<Void> check() {
        return health.check();
    }

    /** For the observer. */
    public ModelUse use() {
        return provider.use();
    }

    @Override
    public Future<Void> close() {
        return provider.close();
    }
}
