package io.knarr.http;

import io.knarr.observe.Doing;
import io.knarr.observe.Meters;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the HTTP surface is watched.
 *
 * @param meters where requests are counted; one for all verticles
 * @param doing told which request a context works on
 * @param metrics makes what {@code /metrics} answers, in the text form of Prometheus; empty: switched off
 */
public record HttpWatch(RequestMeters meters, Doing doing, Optional<Supplier<Future<Buffer>>> metrics) {
    /** Nobody watches. */
    public static HttpWatch none() {
        return new HttpWatch(new RequestMeters(Meters.NONE), new Doing(), Optional.empty());
    }
}
