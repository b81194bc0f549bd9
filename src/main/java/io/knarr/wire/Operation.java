package io.knarr.wire;

import io.knarr.identity.Caller;
import io.vertx.core.Future;

/**
 * What one endpoint does. Called on an event loop with a validated input; must not block. It may also throw: that counts as
 * a failed future.
 */
@FunctionalInterface
public interface Operation {
    Future<Answer> run(Caller caller, Input input);
}
