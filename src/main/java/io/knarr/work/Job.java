package io.knarr.work;

import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A job that this process has claimed.
 *
 * @param id unique
 * @param attempt 1 for the first try
 * @param token changes with each claim: an old claim can change nothing any more
 */
public record Job(
        long id,
        AccountId account,
        Queue queue,
        VikingUri key,
        JsonObject payload,
        List<String> groups,
        int attempt,
        long token) {
    public Job {
        groups = List.copyOf(groups);
    }
}
