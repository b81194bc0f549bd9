package io.knarr.runtime;

import io.vertx.core.Vertx;

/** Puts an application together from its parts, by their constructors. */
interface Assembly {
    Application assemble(Vertx vertx, Settings settings, Watching watching);
}
