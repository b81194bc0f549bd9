/**
 * The HTTP surface: routes, request ids, authentication, bodies, answers, and which status a fault has.
 *
 * <p>Read first: {@link io.knarr.http.HttpVerticle} (one per event loop, life cycle), {@link io.knarr.http.Dispatcher} (the
 * way of a request, in the order the contract checks things), {@link io.knarr.http.Exchange} (one request and its answer).
 *
 * <p>Everything of a request runs on the event loop that accepted its connection, except reading and writing large JSON,
 * which a pool does. Nothing here is shared between loops that changes.
 *
 * <p>Why no vertx-web? The document is the router: what is left is a tree of path segments, and the contract wants things of
 * it that the router of vertx-web does not do: {@code %2F} stays inside its segment, {@code //} inside a path parameter is
 * kept, 405 and 307 are answered in an envelope, malformed JSON is told before a missing key, uploads are streamed.
 *
 * <p>Why is the idle timeout not Vert.x’s? That one counts the silence while a request is being worked on as well, and would
 * cut long calls.
 */
@NullMarked
@CheckReturnValue
package io.knarr.http;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
