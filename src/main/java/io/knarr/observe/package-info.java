/**
 * What the server knows about itself: counters, timers and gauges as small interfaces with a no-op.
 *
 * <p>Read first: {@link io.knarr.observe.Meters}, then {@link io.knarr.observe.LocalMeters}.
 *
 * <p>The names in use. On {@code /metrics} dots become underscores, counters end in {@code _total}, durations in
 * {@code _seconds}; names of the contract (core 9.5) begin with {@code openviking_} there, ours with {@code knarr_}.
 *
 * <table>
 * <caption>Names</caption>
 * <tr><td>{@code http.requests}, {@code http.request.duration}</td><td>method, route, status</td></tr>
 * <tr><td>{@code http.inflight.requests} (gauge)</td><td>route</td></tr>
 * <tr><td>{@code lane.running}, {@code lane.waiting} (gauges); {@code lane.refused}; {@code lane.wait} (time)</td>
 * <td>lane</td></tr>
 * <tr><td>{@code pool.busy}, {@code pool.queued} (gauges); {@code pool.refused}; {@code pool.wait}, {@code pool.run}
 * (times)</td><td>pool</td></tr>
 * <tr><td>{@code operation.requests}, {@code operation.duration} (time)</td><td>operation, status</td></tr>
 * <tr><td>{@code lock.active}, {@code lock.waiting} (gauges); {@code lock.conflicts}</td><td></td></tr>
 * <tr><td>{@code queue.pending}, {@code queue.in.progress} (gauges); {@code queue.processed}, {@code queue.errors}</td>
 * <td>queue</td></tr>
 * <tr><td>{@code service.readiness}; {@code storage.readiness}; {@code model.provider.readiness} (gauges: 0 or 1)</td>
 * <td>valid; probe; provider</td></tr>
 * <tr><td>{@code loop.lag} (time); {@code loop.late}, {@code loop.blocked}; {@code loop.block} (time)</td><td>loop</td></tr>
 * <tr><td>{@code model.<kind>.calls}, {@code model.<kind>.call.duration} (time), {@code model.<kind>.tokens.input},
 * {@code model.<kind>.tokens.output}; kind is {@code embedding}, {@code vlm} (chat) or {@code rerank}</td>
 * <td>provider, model_name</td></tr>
 * <tr><td>{@code model.<kind>.errors}</td><td>provider, model_name, error_code</td></tr>
 * <tr><td>{@code provider.running}, {@code provider.waiting} (gauges); {@code provider.circuit} (gauge: 0 closed, 1 half
 * open, 2 open); {@code provider.retries}; {@code provider.wait} (time)</td><td>purpose ({@code embedding}, {@code vlm},
 * {@code query_planner}, {@code rerank})</td></tr>
 * <tr><td>{@code retrieval.requests}, {@code retrieval.results}, {@code retrieval.zero.result}, {@code retrieval.latency}
 * (time)</td><td>context_type ({@code any} unless exactly one is asked for)</td></tr>
 * <tr><td>{@code retrieval.score} (value), {@code retrieval.rerank.used}, {@code retrieval.rerank.fallback}</td><td></td></tr>
 * <tr><td>{@code vector.searches}, {@code vector.scored}, {@code vector.passed}, {@code vector.returned},
 * {@code vector.scanned}</td><td>operation ({@code search.find}, {@code search.search})</td></tr>
 * <tr><td>{@code job.duration} (time); {@code queue.resting} (gauge: 1 while what its jobs need is away)</td><td>queue</td></tr>
 * </table>
 *
 * <p>Why labels and not longer names? One name with a label can be summed and compared in a dashboard, and a test can hold
 * its values to a small set.
 */
@NullMarked
@CheckReturnValue
package io.knarr.observe;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
