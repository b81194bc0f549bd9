package io.knarr.ingest;

import io.knarr.identity.AccountId;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import java.util.List;

/** Reads and parses a source into a staging directory; the result are warnings for people. */
public interface SourceReader {
    Future<List<String>> stage(AccountId account, Import wanted, VikingUri staged);
}
