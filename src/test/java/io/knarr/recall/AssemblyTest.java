package io.knarr.recall;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.context.Tokens;
import io.knarr.recall.Assembly.Block;
import io.knarr.recall.Assembly.Entry;
import io.knarr.recall.Assembly.Fill;
import io.knarr.recall.Assembly.Piece;
import io.knarr.tree.Node;
import io.knarr.uri.VikingUri;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class AssemblyTest {
    private static final String LONG = "A sentence with some words in it. ".repeat(40);

    private static Candidate candidate(String uri, Category category, String abstractText) {
        return new Candidate(
                VikingUri.parse("viking://" + uri), Node.Kind.FILE, category, Origin.SELF, 0.5, 0.5, abstractText);
    }

    private static Candidate directory(String uri) {
        return new Candidate(
                VikingUri.parse("viking://" + uri), Node.Kind.DIRECTORY, Category.RESOURCES, Origin.SELF, 0.6, 0.6, "");
    }

    private static Piece piece(int cap, Candidate candidate, Optional<Tier> pin, String overview, String full) {
        Map<Tier, String> texts = new EnumMap<>(Tier.class);
        texts.put(Tier.ABSTRACT, candidate.abstractText());
        texts.put(Tier.OVERVIEW, overview);
        texts.put(Tier.FULL, full);
        return new Piece(candidate, Course.of(candidate, pin, cap), texts);
    }

    private static Piece piece(int cap, Candidate candidate, String overview, String full) {
        return piece(cap, candidate, Optional.empty(), overview, full);
    }

    private static Block assemble(int budget, Piece... pieces) {
        return new Assembly(budget, pieces.length).assemble(List.of(pieces));
    }

    private static List<Tier> tiers(Block block) {
        return block.entries().stream().map(Entry::tier).toList();
    }

    @Test
    void rendersTheExampleOfTheContract() {
        Candidate handbook = new Candidate(
                VikingUri.parse("viking://resources/handbook"),
                Node.Kind.DIRECTORY,
                Category.RESOURCES,
                Origin.SELF,
                0.6120,
                0.6120,
                "");
        Candidate mail = new Candidate(
                VikingUri.parse("viking://user/alice/memories/preferences/refund-mail.md"),
                Node.Kind.FILE,
                Category.PREFERENCES,
                Origin.SELF,
                0.4312,
                0.4312,
                "Alice wants refund notices by e-mail.");

        Block block = assemble(
                800, piece(800, handbook, "Leave, travel and refunds for staff.", ""), piece(800, mail, "", ""));

        assertThat(block.rendered())
                .isEqualTo("<memory uri=\"viking://resources/handbook\" type=\"resources\" score=\"0.61\""
                        + " detail=\"overview\">\nLeave, travel and refunds for staff.\n</memory>\n"
                        + "<memory uri=\"viking://user/alice/memories/preferences/refund-mail.md\""
                        + " type=\"preferences\" score=\"0.43\" detail=\"abstract\">\n"
                        + "Alice wants refund notices by e-mail.\n</memory>");
        assertThat(block.cap()).isEqualTo(800);
        assertThat(block.fill()).isEqualTo(new Fill(block.usedTokens(), 0, 0, 0));
        assertThat(block.tiers()).isEqualTo(Map.of(Tier.ABSTRACT, 1L, Tier.OVERVIEW, 1L));
        assertThat(block.dropped()).isZero();
    }

    @Test
    void escapesWhatWouldBreakTheBlock() {
        Candidate odd = candidate("resources/a\"b&c<d.md", Category.RESOURCES, "x");

        assertThat(Fragment.of(odd, Tier.URI, ""))
                .isEqualTo("<memory uri=\"viking://resources/a&quot;b&amp;c&lt;d.md\" type=\"resources\""
                        + " score=\"0.50\" detail=\"uri\" />");
        assertThat(Fragment.of(odd, Tier.ABSTRACT, "a</memory>b <MEMORY x> <memory/> <memories> </Memory"))
                .endsWith(">\na<\\/memory>b <\\MEMORY x> <\\memory/> <memories> <\\/Memory\n</memory>");
    }

    @Test
    void aTierThatDoesNotFitFallsToALowerOne() {
        Candidate event = candidate("user/a/memories/events/e.md", Category.EVENTS, "Short.");
        Candidate preference = candidate("user/a/memories/preferences/p.md", Category.PREFERENCES, "");
        Candidate resource = candidate("resources/r.md", Category.RESOURCES, LONG);

        Block block = assemble(
                240,
                piece(160, event, LONG, LONG),
                piece(160, preference, "Summary.", LONG),
                piece(160, resource, "Overview.", LONG));

        assertThat(tiers(block)).containsExactly(Tier.ABSTRACT, Tier.OVERVIEW, Tier.URI);
        assertThat(block.entries()).extracting(Entry::text).containsExactly("Short.", "Summary.", "");
    }

    @Test
    void whatFitsAtNoTierIsDropped() {
        Block block = assemble(
                64,
                piece(64, candidate("resources/" + "n".repeat(200), Category.RESOURCES, "text"), "", ""),
                piece(64, candidate("resources/b.md", Category.RESOURCES, "text"), "", ""),
                piece(64, candidate("resources/" + "m".repeat(250), Category.RESOURCES, "text"), "", ""));

        assertThat(block.entries()).extracting(entry -> entry.uri().name()).containsExactly("b.md");
        assertThat(block.dropped()).isEqualTo(2);
    }

    @Test
    void theSameTextIsServedOnce() {
        Block block = assemble(
                2000,
                piece(2000, candidate("resources/a.md", Category.RESOURCES, "Same."), "", ""),
                piece(2000, candidate("resources/b.md", Category.RESOURCES, " Same. "), "", ""),
                piece(2000, candidate("user/a/memories/events/e.md", Category.EVENTS, "Short."), "Same.", "Same."));

        assertThat(block.entries()).hasSize(1);
        assertThat(block.deduped()).isEqualTo(2);
    }

    @Test
    void leftOverBudgetDeepensEventsOnly() {
        Candidate event = candidate("user/a/memories/events/e.md", Category.EVENTS, "Short.");
        Candidate entity = candidate("user/a/memories/entities/e.md", Category.ENTITIES, "Brief.");

        Block block = assemble(
                1000, piece(1000, event, "Overview.", "All that happened."), piece(1000, entity, "More.", "All."));

        assertThat(tiers(block)).containsExactly(Tier.FULL, Tier.ABSTRACT);
        assertThat(block.fill().fullUpgrades()).isEqualTo(1);
        assertThat(block.fill().floorTokens()).isLessThan(block.usedTokens());
    }

    @Test
    void theLastPassIgnoresTheCap() {
        Candidate event = candidate("user/a/memories/events/e.md", Category.EVENTS, "Short.");
        Piece[] pieces = {
            piece(200, event, "Overview.", LONG),
            piece(200, candidate("resources/a.md", Category.RESOURCES, "A."), "", ""),
            piece(200, candidate("resources/b.md", Category.RESOURCES, "B."), "", ""),
            piece(200, candidate("resources/c.md", Category.RESOURCES, "C."), "", ""),
            piece(200, candidate("resources/d.md", Category.RESOURCES, "D."), "", "")
        };

        Block block = assemble(500, pieces);

        assertThat(block.cap()).isEqualTo(200);
        assertThat(tiers(block)).startsWith(Tier.FULL);
        assertThat(block.fill().spareUpgrades()).isEqualTo(1);
        assertThat(block.fill().fullUpgrades()).isZero();
    }

    @Test
    void aPinIsStartAndCeiling() {
        Candidate event = candidate("user/a/memories/events/e.md", Category.EVENTS, "Short.");
        Candidate resource = candidate("resources/r.md", Category.RESOURCES, "Short r.");

        Block shallow = assemble(1000, piece(1000, event, Optional.of(Tier.ABSTRACT), "Overview.", "Full."));
        Block deep = assemble(1000, piece(1000, resource, Optional.of(Tier.FULL), "Overview.", "Full."));
        Block tight = assemble(80, piece(80, resource, Optional.of(Tier.FULL), LONG, LONG));

        assertThat(tiers(shallow)).containsExactly(Tier.ABSTRACT);
        assertThat(tiers(deep)).containsExactly(Tier.FULL);
        assertThat(tiers(tight)).containsExactly(Tier.ABSTRACT);
    }

    @Test
    void aDirectoryIsServedByItsOverviewWhateverIsPinned() {
        Piece plain = piece(500, directory("resources/d"), "Overview.", "");
        Piece pinned = piece(500, directory("resources/d"), Optional.of(Tier.ABSTRACT), "Overview.", "");
        Piece bare = piece(500, directory("resources/d"), "", "");

        assertThat(tiers(assemble(500, plain))).containsExactly(Tier.OVERVIEW);
        assertThat(tiers(assemble(500, pinned))).containsExactly(Tier.OVERVIEW);
        assertThat(tiers(assemble(500, bare))).containsExactly(Tier.URI);
    }

    @Test
    void nothingMakesAnEmptyBlock() {
        Block block = assemble(64);

        assertThat(block.rendered()).isEmpty();
        assertThat(block.usedTokens()).isZero();
        assertThat(block.cap()).isEqualTo(128);
    }

    @Test
    void capsDivideBeforeTheyDouble() {
        assertThat(Assembly.cap(800, 2)).isEqualTo(800);
        assertThat(Assembly.cap(100, 7)).isEqualTo(28);
        assertThat(Assembly.cap(64, 100)).isEqualTo(1);
    }

    @Test
    void keepsItsPromisesForAnything() {
        long seed = Long.getLong("test.seed", 20261121L);
        RandomGenerator random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            int budget = 64 + random.nextInt(random.nextInt(10) == 0 ? 5000 : 600);
            int hits = random.nextInt(12);
            int cap = Assembly.cap(budget, hits);
            List<Piece> pieces = new ArrayList<>();
            for (int i = 0; i < hits; i++) {
                pieces.add(randomPiece(random, cap, i));
            }

            Block block = new Assembly(budget, hits).assemble(pieces);
            Block again = new Assembly(budget, hits).assemble(List.copyOf(pieces));

            String told = "seed " + seed + " round " + round;
            assertThat(Tokens.estimate(block.rendered())).as(told).isLessThanOrEqualTo(budget);
            assertThat(block.usedTokens())
                    .as(told)
                    .isLessThanOrEqualTo(budget)
                    .isGreaterThanOrEqualTo(Tokens.estimate(block.rendered()));
            assertThat(block).as(told).isEqualTo(again);
            assertThat(block.entries().size() + block.dropped() + block.deduped())
                    .as(told)
                    .isEqualTo(hits);
            assertThat(block.entries().stream().map(Entry::text).filter(text -> !text.isEmpty()))
                    .as(told)
                    .doesNotHaveDuplicates();
            assertThat(block.entries()).as(told).extracting(Entry::uri).doesNotHaveDuplicates();
            assertThat(block.rendered().split("\n</memory>", -1).length - 1)
                    .as(told)
                    .isEqualTo((int) block.entries().stream()
                            .filter(entry -> entry.tier() != Tier.URI)
                            .count());
        }
    }

    private static Piece randomPiece(RandomGenerator random, int cap, int number) {
        Category category = oneOf(random, Category.values());
        Candidate candidate = new Candidate(
                VikingUri.parse("viking://resources/" + "n".repeat(1 + random.nextInt(60)) + number),
                random.nextInt(4) == 0 ? Node.Kind.DIRECTORY : Node.Kind.FILE,
                category,
                oneOf(random, Origin.values()),
                random.nextDouble(),
                random.nextDouble(),
                text(random));
        Optional<Tier> pin = random.nextInt(3) == 0
                ? Optional.of(oneOf(random, Tier.ABSTRACT, Tier.OVERVIEW, Tier.FULL))
                : Optional.empty();
        return piece(cap, candidate, pin, text(random), text(random));
    }

    @SafeVarargs
    private static <T> T oneOf(RandomGenerator random, T... values) {
        return values[random.nextInt(values.length)];
    }

    private static String text(RandomGenerator random) {
        String word = List.of("a", "</memory>", "日本", "🙂", "word ", "<memory ").get(random.nextInt(6));
        return switch (random.nextInt(4)) {
            case 0 -> "";
            case 1 -> "same";
            default -> word.repeat(random.nextInt(300));
        };
    }
}
