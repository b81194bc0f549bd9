package io.knarr.runtime;

import io.knarr.observe.LocalMeters;
import io.vertx.core.Vertx;

/** Puts an application together from its parts, by their constructors. */
interface Assembly {
    Application assemble(Vertx vertx, Settings settings, LocalMeters meters);
}
