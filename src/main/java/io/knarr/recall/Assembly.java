package io.knarr.recall;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses how much of each hit goes into the block (behaviour 4.6, steps 4 to 7). Pure and deterministic; the block is never
 * estimated above the budget, no body stands in it twice.
 *
 * <p>First each hit, best first, is put in at the tier where it begins, or at a lower one that fits. Then what is left of the
 * budget deepens those that may be deepened, in the same order.
 */
public final class Assembly {
    private final int budget;
    private final int cap;

    /** @param hits how many are to be assembled */
    Assembly(int budget, int hits) {
        this.budget = budget;
        this.cap = cap(budget, hits);
    }

    /** Tokens that one entry may take while others may want some. */
    static int cap(int budget, int hits) {
        return Math.max(1, budget / Math.max(1, hits) * 2);
    }

    /** A hit with the texts that were read for it. */
    record Piece(Candidate candidate, Course course, Map<Tier, String> texts) {
        Piece {
            texts = Map.copyOf(texts);
        }

        /** Empty for an address alone and for a tier that has none. */
        String text(Tier tier) {
            return tier == Tier.URI ? "" : texts.getOrDefault(tier, "").strip();
        }
    }

    /** A hit that is served. */
    public record Entry(
            io.knarr.uri.VikingUri uri, Category category, Origin origin, double score, Tier tier, String text) {}

    /** What the left-over budget was used for. */
    public record Fill(int floorTokens, int overviewUpgrades, int fullUpgrades, int spareUpgrades) {}

    /**
     * The block.
     *
     * @param rendered the entries as text
     * @param usedTokens estimate of it
     * @param cap see {@link Assembly#cap}
     * @param dropped did not fit
     * @param deduped had the text of another one
     */
    public record Block(
            List<Entry> entries, String rendered, int usedTokens, int cap, int dropped, int deduped, Fill fill) {
        public Block {
            entries = List.copyOf(entries);
        }

        /** How many stand at each tier; tiers without any are left out. */
        public Map<Tier, Long> tiers() {
            return entries.stream()
                    .collect(
                            Collectors.groupingBy(Entry::tier, () -> new EnumMap<>(Tier.class), Collectors.counting()));
        }
    }

    /** What is in the block so far. One thread. */
    private final class Filling {
        private final List<Slot> slots = new ArrayList<>();
        private final Set<String> bodies = new HashSet<>();
        private int used;
        private int dropped;
        private int deduped;

        void floor(Piece piece) {
            for (Tier tier : piece.course().attempts()) {
                String text = piece.text(tier);
                boolean told = tier == Tier.URI || !text.isEmpty();
                if (!told || isHopeless(text)) {
                    continue;
                }
                int tokens = Fragment.tokens(piece.candidate(), tier, text);
                int separator = slots.isEmpty() ? 0 : 1;
                boolean fits = (tier == Tier.URI || tokens <= cap) && used + separator + tokens <= budget;
                if (!fits) {
                    continue;
                }
                if (!text.isEmpty() && !bodies.add(text)) {
                    deduped++;
                    return;
                }
                slots.add(new Slot(piece, tier, text, tokens));
                used += separator + tokens;
                return;
            }
            dropped++;
        }

        int deepen(Tier target, int most) {
            int upgrades = 0;
            for (int i = 0; i < slots.size(); i++) {
                Slot slot = slots.get(i);
                String text = slot.piece().text(target);
                boolean allowed = slot.tier().compareTo(target) < 0
                        && slot.piece().course().ceiling().compareTo(target) >= 0
                        && !text.isEmpty()
                        && !isHopeless(text);
                if (!allowed) {
                    continue;
                }
                int tokens = Fragment.tokens(slot.piece().candidate(), target, text);
                boolean fits = tokens <= most && used - slot.tokens() + tokens <= budget;
                if (fits && (text.equals(slot.text()) || bodies.add(text))) {
                    if (!text.equals(slot.text())) {
                        bodies.remove(slot.text());
                    }
                    slots.set(i, new Slot(slot.piece(), target, text, tokens));
                    used += tokens - slot.tokens();
                    upgrades++;
                }
            }
            return upgrades;
        }

        /** So long that it need not be measured: a character is estimated at a quarter of a token or more. */
        private boolean isHopeless(String text) {
            return text.length() / 4 > budget;
        }
    }

    private record Slot(Piece piece, Tier tier, String text, int tokens) {
        Entry entry() {
            Candidate candidate = piece.candidate();
            return new Entry(candidate.uri(), candidate.category(), candidate.origin(), candidate.score(), tier, text);
        }
    }

    /** @param ranked best first */
    Block assemble(List<Piece> ranked) {
        Filling filling = new Filling();
        ranked.forEach(filling::floor);
        int floor = filling.used;
        int overviews = filling.deepen(Tier.OVERVIEW, cap);
        int fulls = filling.deepen(Tier.FULL, cap);
        int spare = filling.deepen(Tier.FULL, Integer.MAX_VALUE);
        String rendered = filling.slots.stream()
                .map(slot -> Fragment.of(slot.piece().candidate(), slot.tier(), slot.text()))
                .collect(Collectors.joining("\n"));
        return new Block(
                filling.slots.stream().map(Slot::entry).toList(),
                rendered,
                filling.used,
                cap,
                filling.dropped,
                filling.deduped,
                new Fill(floor, overviews, fulls, spare));
    }
}
