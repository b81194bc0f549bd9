/**
 * Models of providers over HTTP: embeddings, writing, reranking.
 *
 * <p>Read first: {@code Provider} (how any of them is called), {@code Call} (the course of one call), {@code Trouble} (the
 * ways it goes wrong and what follows), then {@link io.knarr.model.remote.RemoteEmbedder}.
 *
 * <p>A call waits at the {@code Gate} for its turn, then asks the accounts of the {@code Roster} one after the other: each has
 * a {@code Breaker}, and each request of it is an {@code Exchange}. {@code Failures} turns whatever happens into a fault with
 * an outlook. The whole of a call runs on one context; what is shared between contexts is guarded and never waits.
 *
 * <h2>Why</h2>
 *
 * <p><b>Why Vert.x’s HTTP client and not its web client?</b> A call that nobody waits for must be reset on the wire, and an
 * answer must not grow without bound: both need the request itself, which the web client keeps to itself.
 *
 * <p><b>Why is a request that timed out not sent again?</b> It has waited for all it was given; the provider is slow or gone,
 * and a second request would make it slower. The breaker counts it.
 *
 * <p><b>Why does the breaker count calls and not requests?</b> A second of errors under load would open it, while
 * repetitions get over it.
 *
 * <p><b>Why is the answer of a provider never logged?</b> Some repeat the key they refuse, or the text they were sent.
 */
@NullMarked
@CheckReturnValue
package io.knarr.model.remote;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
