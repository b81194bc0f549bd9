package io.knarr.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.uri.VikingUri;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerTest {
    private static final VikingUri A = VikingUri.of("resources", "a");
    private static final VikingUri B = VikingUri.of("resources", "b");

    private static Assembly.Entry served(VikingUri uri, Tier tier) {
        return new Assembly.Entry(uri, Category.RESOURCES, Origin.SELF, 0.5, tier, "");
    }

    @Test
    void isWrittenAsTheContractSays() {
        Ledger ledger = Ledger.EMPTY.with(List.of(served(B, Tier.URI), served(A, Tier.OVERVIEW)), 4, 5);

        assertThat(ledger.json(4).toString())
                .isEqualTo("{\"version\":1,\"updated_turn\":4,\"entries\":{"
                        + "\"viking://resources/a\":{\"turn\":4,\"detail\":\"overview\"},"
                        + "\"viking://resources/b\":{\"turn\":4,\"detail\":\"uri\"}}}");
        assertThat(Ledger.read(ledger.json(4))).contains(ledger);
    }

    @Test
    void servedTextsCoolForSomeTurns() {
        Ledger ledger = Ledger.EMPTY.with(List.of(served(A, Tier.ABSTRACT), served(B, Tier.URI)), 10, 5);

        assertThat(ledger.cooled(10, 5)).containsExactly(A);
        assertThat(ledger.cooled(14, 5)).containsExactly(A);
        assertThat(ledger.cooled(15, 5)).isEmpty();
    }

    @Test
    void forgetsWhatIsLongAgoAndWhatIsTooMuch() {
        Ledger old = new Ledger(Map.of(A, new Ledger.Served(1, Tier.FULL), B, new Ledger.Served(10, Tier.FULL)));
        List<Assembly.Entry> many = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            many.add(served(VikingUri.of("resources", "n" + i), Tier.ABSTRACT));
        }

        assertThat(old.with(List.of(), 30, 5).entries()).containsOnlyKeys(B);
        assertThat(old.with(many, 30, 5).entries()).hasSize(500).doesNotContainKey(B);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{\"entries\":[]}",
                "{\"entries\":{\"no uri\":{\"turn\":1,\"detail\":\"full\"}}}",
                "{\"entries\":{\"viking://a\":{\"turn\":1,\"detail\":\"deep\"}}}",
                "{\"entries\":{\"viking://a\":{\"turn\":\"x\",\"detail\":\"full\"}}}",
            })
    void aBrokenLedgerIsNone(String stored) {
        assertThat(Ledger.read(Buffer.buffer(stored))).isEmpty();
    }
}
