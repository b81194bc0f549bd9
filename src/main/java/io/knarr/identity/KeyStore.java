package io.knarr.identity;

import io.vertx.core.Future;
import java.util.Optional;

/** The keys of users. Comparing takes the same time whether a key is right or nearly right. */
public interface KeyStore {
    /** For servers that have the root key only. */
    KeyStore NONE = _ -> Future.succeededFuture(Optional.empty());

    /** Whose key this is; empty for an unknown one. */
    Future<Optional<Identity>> find(String key);
}
