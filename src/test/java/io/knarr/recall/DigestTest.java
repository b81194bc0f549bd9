package io.knarr.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.model.Written;
import io.knarr.recall.Assembly.Block;
import io.knarr.recall.Assembly.Entry;
import io.knarr.recall.Assembly.Fill;
import io.knarr.uri.VikingUri;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigestTest {
    private static final String A = "viking://resources/a.md";
    private static final Block BLOCK = new Block(
            List.of(new Entry(VikingUri.parse(A), Category.RESOURCES, Origin.SELF, 0.5, Tier.ABSTRACT, "x")),
            "x",
            1,
            1,
            0,
            0,
            new Fill(1, 0, 0, 0));

    private static Digest.Outcome read(String text) {
        return Digest.read(new Written(text, List.of(), "stop", new Written.Usage(7, 3, 0, 0)), BLOCK, 2);
    }

    @Test
    void keepsBulletsThatCiteWhatWasServed() {
        Digest.Outcome outcome = read("Here it is:\n* One (" + A + ")\n- No source\n- Other (viking://resources/b.md)\n"
                + "- " + "x".repeat(500) + A + "\n  -  Two " + A + "  \n- Three " + A);

        assertThat(outcome.status()).isEqualTo(Digest.Status.OK);
        assertThat(outcome.text()).isEqualTo("OpenViking memory digest:\n- One (" + A + ")\n- Two " + A);
        assertThat(outcome.usage().orElseThrow().prompt()).isEqualTo(7);
    }

    @Test
    void tellsNothingOfUseFromNothing() {
        assertThat(read("NO_RELEVANT_MEMORY").status()).isEqualTo(Digest.Status.NO_RELEVANT);
        assertThat(read(" `NO_RELEVANT_MEMORY`.").status()).isEqualTo(Digest.Status.NO_RELEVANT);
        assertThat(read("I cannot.").status()).isEqualTo(Digest.Status.EMPTY);
        assertThat(read("").status()).isEqualTo(Digest.Status.EMPTY);
        assertThat(read("").text()).isEmpty();
    }
}
