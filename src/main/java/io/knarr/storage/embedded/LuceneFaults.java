package io.knarr.storage.embedded;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.search.IndexSearcher.TooManyClauses;
import org.apache.lucene.store.AlreadyClosedException;

/** What Lucene’s failures mean to callers. */
final class LuceneFaults {
    private LuceneFaults() {}

    static Fault whileReading(Throwable failure) {
        return failure instanceof IOException || isOfADeadWriter(failure)
                ? fault(Code.UNAVAILABLE, "The index cannot be read", failure)
                : other(failure);
    }

    static Fault whileWriting(Throwable failure) {
        return failure instanceof IOException || isOfADeadWriter(failure)
                ? fault(Code.WRITE_FAILED, "The index cannot be written (no space left, or the disk refuses)", failure)
                : other(failure);
    }

    /** What a commit, or a reader of what is not committed yet, says when something failed another thread of the same writer, or a merge, a moment before. */
    private static boolean isOfADeadWriter(Throwable failure) {
        return failure instanceof IllegalStateException && !(failure instanceof AlreadyClosedException);
    }

    private static Fault other(Throwable failure) {
        return switch (failure) {
            case Fault fault -> fault;
            case AlreadyClosedException closed -> fault(Code.UNAVAILABLE, "The index is closed", closed);
            case TooManyClauses tooMany -> Fault.invalid("The filter has too many conditions: " + tooMany.getMessage());
            // What Lucene says of a term above 32 766 bytes, which a tag or an address could be.
            case IllegalArgumentException refused -> Fault.invalid("This cannot be indexed: " + refused.getMessage());
            default -> Fault.of(failure);
        };
    }

    private static Fault fault(Code code, String message, Throwable cause) {
        return new Fault(
                code, message, Map.of("service", "index", "reason", String.valueOf(cause.getMessage())), cause);
    }
}
