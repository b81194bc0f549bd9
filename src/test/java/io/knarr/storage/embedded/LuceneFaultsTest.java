package io.knarr.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Code;
import java.io.IOException;
import org.apache.lucene.store.AlreadyClosedException;
import org.junit.jupiter.api.Test;

class LuceneFaultsTest {
    private final IllegalStateException dead =
            new IllegalStateException("this writer hit an unrecoverable error; cannot merge");

    @Test
    void aDiskThatFailsIsNeverAnInternalError() {
        assertThat(LuceneFaults.whileReading(new IOException("disk")).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(LuceneFaults.whileWriting(new IOException("disk")).code()).isEqualTo(Code.WRITE_FAILED);
    }

    @Test
    void aWriterThatDiedOfAnotherThreadsFailureIsNeverAnInternalError() {
        assertThat(LuceneFaults.whileReading(dead).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(LuceneFaults.whileWriting(dead).code()).isEqualTo(Code.WRITE_FAILED);
    }

    @Test
    void aClosedIndexIsNotAFullDisk() {
        AlreadyClosedException closed = new AlreadyClosedException("closed");

        assertThat(LuceneFaults.whileReading(closed).code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(LuceneFaults.whileWriting(closed).code()).isEqualTo(Code.UNAVAILABLE);
    }
}
