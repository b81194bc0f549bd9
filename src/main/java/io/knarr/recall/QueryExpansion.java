package io.knarr.recall;

import io.knarr.identity.Caller;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.List;

/** More queries for one question, made with a session in mind. */
public interface QueryExpansion {
    /**
     * Queries to ask besides the original, the most important first; empty for a session without messages, also for one that
     * does not exist. Fails when the model does.
     *
     * @param caller whose deadline is that of the planning
     * @param session its directory
     */
    Future<List<String>> expand(Caller caller, String query, VikingUri session);
}
