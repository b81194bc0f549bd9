package io.knarr.model.remote;

import io.knarr.observe.Meters;
import io.knarr.offload.Pool;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What all providers share.
 *
 * @param decoding reads long answers
 * @param memory what answers that are on their way may take together
 * @param clock for dates in answers and the time of the last use
 * @param random for the jitter
 */
public record ProviderSurroundings(
        Vertx vertx, Pool decoding, ReplyMemory memory, Meters meters, Clock clock, RandomGenerator random) {}
