package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.vertx.core.Future;

/** {@code /api/v1/search}: find and search (core 6.1-6.5). */
public final class SearchOperations {
    private final ListSearch lists;

    public SearchOperations(ListSearch lists) {
        this.lists = lists;
    }

    public Operations operations() {
        return Operations.none().on("search.find", lists::find).on("search.search", this::search);
    }

    private Future<Answer> search(Caller caller, Input input) {
        return input.text("mode").equals("context")
                ? Future.failedFuture(Fault.unimplemented("search for a ready block of text"))
                : lists.search(caller, input);
    }
}
