package io.knarr.testing;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.model.Embedder;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An embedder without a model: words and their letter trigrams are hashed into the vector, so texts that share words are
 * near and others are not (cosine about 0). Equal texts have equal vectors, in any JVM, as query and as passage.
 *
 * <p>Answers at once unless told to {@link #holdUntil wait} or to {@link #failWith fail}; both hold for calls made after
 * the switch, from any thread.
 */
public final class HashEmbedder implements Embedder {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    private static final float WORD = 1f;
    private static final float TRIGRAM = 0.2f;
    /** In every text, so that the empty one has a direction too. */
    private static final float COMMON = 0.1f;

    private final int dimensions;
    private final AtomicInteger queries = new AtomicInteger();
    private final AtomicInteger passages = new AtomicInteger();
    private volatile Future<?> gate = Future.succeededFuture();
    private volatile @Nullable Fault failure;
    private volatile @Nullable Function<Deadline, Future<float[]>> answering;

    public HashEmbedder() {
        this(256);
    }

    /** With 64 dimensions and fewer, unrelated texts collide now and then. */
    public HashEmbedder(int dimensions) {
        this.dimensions = dimensions;
    }

    /** Every call from now on fails with this. */
    public void failWith(Fault fault) {
        failure = fault;
    }

    public void failNoMore() {
        failure = null;
    }

    /** Every question from now on is answered so. */
    public void answerQueriesWith(Function<Deadline, Future<float[]>> answer) {
        answering = answer;
    }

    /** Every call from now on answers only after this future, and fails when it fails. Pass a promise’s future. */
    public void holdUntil(Future<?> opened) {
        gate = opened;
    }

    /** How often a query was asked for, failed calls included. */
    public int queries() {
        return queries.get();
    }

    /** How many passages were asked for, failed calls included. */
    public int passages() {
        return passages.get();
    }

    /** The vector of a text, without the switches. */
    public float[] vector(String text) {
        float[] vector = new float[dimensions];
        add(vector, "", COMMON);
        for (String word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
            if (!word.isEmpty()) {
                addWord(vector, word);
            }
        }
        return scaled(vector);
    }

    @Override
    public Future<float[]> embedQuery(String text, Deadline deadline) {
        queries.incrementAndGet();
        Function<Deadline, Future<float[]>> otherwise = answering;
        if (otherwise != null) {
            return otherwise.apply(deadline);
        }
        return answer(() -> vector(text))
                .compose(vector -> deadline.expired()
                        ? Future.failedFuture(deadline.fault("embedding a query"))
                        : Future.succeededFuture(vector));
    }

    @Override
    public Future<List<float[]>> embedPassages(List<String> texts) {
        passages.addAndGet(texts.size());
        return answer(() -> texts.stream().map(this::vector).toList());
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public String model() {
        return "hash-" + dimensions;
    }

    @Override
    public int maxTokens() {
        return 512;
    }

    @Override
    public String provider() {
        return "test";
    }

    @Override
    public Future<Void> check() {
        return answer(() -> this).mapEmpty();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private <T> Future<T> answer(Supplier<T> result) {
        Fault fault = failure;
        return gate.compose(_ -> fault == null ? Future.succeededFuture(result.get()) : Future.failedFuture(fault));
    }

    private static void addWord(float[] vector, String word) {
        add(vector, word, WORD);
        String framed = "^" + word + "$";
        for (int i = 0; i + 3 <= framed.length(); i++) {
            add(vector, "3" + framed.substring(i, i + 3), TRIGRAM);
        }
    }

    private static void add(float[] vector, String feature, float weight) {
        int mixed = mixed(feature.hashCode());
        vector[Math.floorMod(mixed, vector.length)] += (mixed & 0x4000_0000) == 0 ? weight : -weight;
    }

    /** The finaliser of MurmurHash3: neighbouring hash codes fall far apart. */
    private static int mixed(int hash) {
        int h = hash;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }

    private static float[] scaled(float[] vector) {
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
