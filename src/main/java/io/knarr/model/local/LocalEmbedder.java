package io.knarr.model.local;

import io.knarr.fault.Deadline;
import io.knarr.model.Chunker;
import io.knarr.model.Embedder;
import io.knarr.model.PassageChunker;
import io.knarr.offload.Pool;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;

/**
 * An embedder in this process: a quantised bge-small-en-v1.5 on ONNX Runtime, 384 dimensions, 512 tokens. A text has the
 * same vector to the last bit whatever is computed beside it.
 *
 * <p>The model is loaded by the first call or by {@link #check}, once, in a pool (0.6 s, 170 MB). Call {@code check} at
 * start, so that no question pays for it. Until it could be loaded every call tries, and fails with
 * {@code MODEL_UNAVAILABLE}.
 *
 * <p>On one core, in ms: 3 for 10 tokens, 14 for 64, 29 for 128, 63 for 256, 161 for 512.
 */
public final class LocalEmbedder implements Embedder {
    /** What {@link #provider} says. */
    public static final String PROVIDER = "local";
    /** Tokens that are added to every text: one before and one after. */
    private static final int FRAME = 2;

    private static final LocalModel MODEL = LocalModel.BGE_SMALL_EN;

    private final LocalModelSettings settings;
    private final Pool queries;
    private final Pool bulk;
    private final Supplier<WordPiece> tokenizer;
    private final SharedEncoder encoder;
    private final BulkLane lane;

    /**
     * @param queries threads for questions alone, at normal priority; its bounds are the bounds on waiting questions
     * @param bulk {@link LocalModelSettings#bulkThreads} threads at background priority, for this embedder alone
     */
    public LocalEmbedder(Pool queries, Pool bulk, LocalModelSettings settings) {
        this(queries, bulk, settings, new Once<>(() -> Resources.tokenizer(MODEL)));
    }

    private LocalEmbedder(Pool queries, Pool bulk, LocalModelSettings settings, Supplier<WordPiece> tokenizer) {
        this(queries, bulk, settings, tokenizer, () -> OnnxEncoder.load(MODEL, tokenizer.get()));
    }

    /** With another encoder than the bundled one. */
    LocalEmbedder(
            Pool queries,
            Pool bulk,
            LocalModelSettings settings,
            Supplier<WordPiece> tokenizer,
            Supplier<TextEncoder> loader) {
        this.settings = settings;
        this.queries = queries;
        this.bulk = bulk;
        this.tokenizer = tokenizer;
        this.encoder = new SharedEncoder(loader);
        this.lane = new BulkLane(bulk, settings.bulkThreads(), settings.bulkLists(), encoder::encode);
    }

    @Override
    public Future<float[]> embedQuery(String text, Deadline deadline) {
        return queries.run(deadline, () -> {
            encoder.load();
            // The first question may have waited for the model.
            if (deadline.expired()) {
                throw deadline.fault("loading the embedding model");
            }
            return encoder.encode(MODEL.queryPrefix() + text);
        });
    }

    @Override
    public Future<List<float[]>> embedPassages(List<String> texts) {
        return texts.isEmpty() ? Future.succeededFuture(List.of()) : onCallersContext(lane.embed(texts));
    }

    /**
     * Cuts texts into passages of {@link LocalModelSettings#passageTokens}, counted by the model’s own vocabulary, which the
     * first call reads (0.15 s) when no text has been embedded yet.
     */
    public Chunker chunker() {
        int budget = settings.passageTokens() - FRAME;
        return text -> new PassageChunker(tokenizer.get()::words, budget, settings.overlapTokens()).chunks(text);
    }

    @Override
    public int dimensions() {
        return MODEL.dimensions();
    }

    @Override
    public String model() {
        return MODEL.name();
    }

    @Override
    public int maxTokens() {
        return MODEL.maxTokens();
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    /** Loads the model if need be; once it is there, answers at once. */
    @Override
    public Future<Void> check() {
        if (encoder.loaded()) {
            return Future.succeededFuture();
        }
        return queries.run(() -> encoder.encode("")).mapEmpty();
    }

    /** Fails the texts that wait with {@code UNAVAILABLE}, lets those under way end, then frees the model. */
    @Override
    public Future<Void> close() {
        return onCallersContext(lane.close()
                .compose(_ -> bulk.run(() -> {
                    encoder.close();
                    return null;
                })));
    }

    /** Texts of several callers are fed by one another’s completions; each caller still gets its answer on its own context. */
    private static <T> Future<T> onCallersContext(Future<T> future) {
        Context context = Vertx.currentContext();
        if (context == null) {
            return future;
        }
        Promise<T> here = Promise.promise();
        future.onComplete((value, failure) -> context.runOnContext(_ -> here.complete(value, failure)));
        return here.future();
    }
}
