/**
 * The meters as Prometheus reads them, kept by Micrometer.
 *
 * <p>Read first: {@link io.knarr.observe.prometheus.PrometheusMeters}.
 *
 * <p>Why beside {@link io.knarr.observe.LocalMeters} and not instead? The observer answers without this being on, and needs
 * a handful of sums; a histogram per route costs memory that nobody should pay who does not scrape.
 */
@NullMarked
@CheckReturnValue
package io.knarr.observe.prometheus;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
