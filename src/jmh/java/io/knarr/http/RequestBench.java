package io.knarr.http;

import io.knarr.uri.VikingUri;
import io.knarr.wire.ApiDocument;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does each request cost an event loop before anything is done for it: finding its route among all of the document,
 * reading an address, and its turn in a lane that is free?
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class RequestBench {
    private final Routes routes = Routes.of(ApiDocument.load());
    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Future<Void> waits = Promise.<Void>promise().future();
    private final FairLane lane = new FairLane("read", new LaneBounds(8, 8), System::nanoTime);

    @TearDown
    public void close() {
        var _ = vertx.close();
    }

    @Benchmark
    public Object route() {
        return routes.match("GET", "/api/v1/tasks/5f2d7c1e-0000-4000-8000-000000000000");
    }

    @Benchmark
    public Object address() {
        return VikingUri.parse("viking://resources/handbook/chapter_3/refunds.md");
    }

    @Benchmark
    public Object turn() {
        return lane.enter("acme", context, waits).onSuccess(FairLane.Turn::end);
    }
}
