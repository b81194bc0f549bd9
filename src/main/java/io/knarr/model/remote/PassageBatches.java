package io.knarr.model.remote;

import io.knarr.fault.Fault;
import io.knarr.fault.Outlook;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts the texts of several callers into common requests: a provider takes 32 texts nearly as fast as one. A request leaves
 * when it is full, or some milliseconds after its first text came. Any thread.
 *
 * <p>A request that is refused for its content is sent again for each caller alone, so that one bad text spoils only its
 * own caller’s.
 */
final class PassageBatches {
    /** Little beside a provider’s hundred, and enough for the other jobs of a batch to bring theirs. */
    private static final long GATHERING_MS = 5;

    private final Vertx vertx;
    private final int size;
    private final Function<List<String>, Future<List<float[]>>> send;

    /** Guarded by this, with the next. */
    private final Deque<Piece> pending = new ArrayDeque<>();

    private boolean gathering;

    PassageBatches(Vertx vertx, int size, Function<List<String>, Future<List<float[]>>> send) {
        this.vertx = vertx;
        this.size = size;
        this.send = send;
    }

    /** One vector per text, in their order. The future completes on the caller’s context. */
    Future<List<float[]>> embed(List<String> texts) {
        Order order = new Order(Vertx.currentContext(), texts);
        List<List<Piece>> full = new ArrayList<>();
        boolean begins;
        synchronized (this) {
            for (int i = 0; i < order.texts.size(); i++) {
                pending.add(new Piece(order, i));
            }
            while (pending.size() >= size) {
                full.add(take());
            }
            begins = !pending.isEmpty() && !gathering;
            gathering |= begins;
        }
        if (begins) {
            long _ = vertx.setTimer(GATHERING_MS, _ -> sendRest());
        }
        full.forEach(this::send);
        return order.end.future();
    }

    private void sendRest() {
        List<Piece> rest;
        synchronized (this) {
            gathering = false;
            rest = take();
        }
        send(rest);
    }

    /** Fewer than a whole request are left when the timer ends; the caller holds the lock. */
    private List<Piece> take() {
        List<Piece> batch = new ArrayList<>();
        while (batch.size() < size && !pending.isEmpty()) {
            batch.add(pending.remove());
        }
        return batch;
    }

    private void send(List<Piece> batch) {
        if (batch.isEmpty()) {
            return;
        }
        send.apply(batch.stream().map(Piece::text).toList()).onComplete((vectors, failure) -> {
            if (failure == null) {
                for (int i = 0; i < batch.size(); i++) {
                    batch.get(i).order.take(batch.get(i).index, vectors.get(i));
                }
            } else {
                failed(batch, failure);
            }
        });
    }

    private void failed(List<Piece> batch, Throwable failure) {
        Map<Order, List<Piece>> byOrder = new LinkedHashMap<>();
        batch.forEach(piece ->
                byOrder.computeIfAbsent(piece.order, _ -> new ArrayList<>()).add(piece));
        boolean onesOwn =
                Fault.of(failure).outlook().filter(Outlook.GIVE_UP::equals).isPresent();
        if (onesOwn && byOrder.size() > 1) {
            Collection<List<Piece>> alone = byOrder.values();
            alone.forEach(this::send);
        } else {
            byOrder.keySet().forEach(order -> order.fail(failure));
        }
    }

    private record Piece(Order order, int index) {
        String text() {
            return order.texts.get(index);
        }
    }

    /** The texts of one caller. Identity is what makes it equal. */
    private static final class Order {
        private final @Nullable Context context;
        private final List<String> texts;
        private final float[][] vectors;
        private final Promise<List<float[]>> end = Promise.promise();
        private int missing;

        Order(@Nullable Context context, List<String> texts) {
            this.context = context;
            this.texts = List.copyOf(texts);
            this.vectors = new float[this.texts.size()][];
            this.missing = vectors.length;
        }

        void take(int index, float[] vector) {
            boolean whole;
            synchronized (this) {
                vectors[index] = vector;
                missing--;
                whole = missing == 0;
            }
            if (whole) {
                tell(() -> end.tryComplete(Arrays.asList(vectors)));
            }
        }

        void fail(Throwable failure) {
            tell(() -> end.tryFail(failure));
        }

        private void tell(Runnable news) {
            if (context == null) {
                news.run();
            } else {
                context.runOnContext(_ -> news.run());
            }
        }
    }
}
