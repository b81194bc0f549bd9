package io.knarr.work;

import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A job to be enqueued.
 *
 * @param queue kind of work
 * @param key what it is about; one waiting job per queue and key
 * @param payload all a handler needs, so that any process can do it; when it joins a waiting job, its payload’s keys
 *     replace that job’s
 * @param groups whose outcome it counts towards (see {@link WorkQueue#progress}); may be empty, a name may not
 */
public record NewJob(Queue queue, VikingUri key, JsonObject payload, List<String> groups) {
    public NewJob {
        groups = List.copyOf(groups);
        if (groups.contains("")) {
            throw new IllegalArgumentException("a group has a name");
        }
    }
}
