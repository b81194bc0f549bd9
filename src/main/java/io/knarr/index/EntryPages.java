package io.knarr.index;

import io.knarr.fault.Rounds;
import io.knarr.identity.AccountId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Goes through all entries that match, in their order, a page at a time. */
public final class EntryPages {
    private static final int PAGE = 1000;

    private final VectorIndex index;
    private final AccountId account;
    private final Filter filter;
    private Optional<String> cursor = Optional.empty();

    private EntryPages(VectorIndex index, AccountId account, Filter filter) {
        this.index = index;
        this.account = account;
        this.filter = filter;
    }

    /** The first failure, also of the step, ends it. */
    public static Future<Void> each(
            VectorIndex index, AccountId account, Filter filter, Function<List<Entry>, ? extends Future<?>> step) {
        EntryPages pages = new EntryPages(index, account, filter);
        return Rounds.until(() -> pages.next(step)).mapEmpty();
    }

    private Future<Optional<EntryPages>> next(Function<List<Entry>, ? extends Future<?>> step) {
        return index.scan(account, filter, cursor, PAGE)
                .compose(page -> step.apply(page.entries()).map(_ -> {
                    cursor = page.cursor();
                    return cursor.isPresent() ? Optional.empty() : Optional.of(this);
                }));
    }
}
