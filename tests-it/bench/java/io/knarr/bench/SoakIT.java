package io.knarr.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@link SoakBench}: finds, writes, imports and probes beside each other, and nothing fails or hangs. */
class SoakIT {
    /** A machine that is too slow for this may say so (429). */
    @Test
    void everyCallIsAnsweredBesideImports() throws IOException, InterruptedException {
        List<String> unwell = SoakBench.soak(Duration.ofSeconds(5), 4);

        assertThat(unwell).allSatisfy(others -> assertThat(others).doesNotContain("× 5", "× 40", "no answer"));
    }
}
