package io.knarr.wire;

import io.knarr.identity.Caller;
import io.vertx.core.Future;

/** {@code /api/v1/search}: find, search and recall (core 6.1-6.5). */
public final class SearchOperations {
    private final ListSearch lists;
    private final ContextSearch contexts;

    public SearchOperations(ListSearch lists, ContextSearch contexts) {
        this.lists = lists;
        this.contexts = contexts;
    }

    public Operations operations() {
        return Operations.none()
                .on("search.find", lists::find)
                .on("search.search", this::search)
                .on("search.recall", contexts::recall);
    }

    private Future<Answer> search(Caller caller, Input input) {
        return input.text("mode").equals("context") ? contexts.search(caller, input) : lists.search(caller, input);
    }
}
