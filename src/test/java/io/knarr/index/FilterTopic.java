package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.index.Filter.Bound;
import io.knarr.testing.Await;
import io.knarr.testing.FilterMeaning;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which entries a filter leaves: every question must leave the same ones. */
abstract class FilterTopic extends IndexTopic {
    private static final VikingUri HANDBOOK = VikingUri.of("resources", "handbook");

    private static final List<Entry> ENTRIES = List.of(
            EntryDraft.at("resources/handbook")
                    .level(Level.ABSTRACT)
                    .tags("team=core")
                    .made(),
            EntryDraft.at("resources/handbook").level(Level.OVERVIEW).made(),
            EntryDraft.at("resources/handbook/refunds.md")
                    .tags("team=core", "state=final")
                    .used(3)
                    .made(),
            EntryDraft.at("resources/handbook/deep/er/travel.md")
                    .updated("2026-07-01T00:00:00.001Z")
                    .made(),
            EntryDraft.at("resources/handbook-old/refunds.md")
                    .updated("2026-07-01T00:00:00Z")
                    .made(),
            EntryDraft.at("resources/odd/*?[]{}\\.\"'^$|+-()~&#<>@ name".replace("\\", "%5C"))
                    .made(),
            EntryDraft.at("resources/odd/naïve 文書 🦉.md").tags("sprache=de").made(),
            EntryDraft.at("resources/odd/100% sure_thing").made(),
            EntryDraft.at("user/alice/memories/a.md")
                    .created("2026-05-05T00:00:00Z")
                    .used(1)
                    .made(),
            EntryDraft.at("user/alice/skills/x/SKILL.md").tags("state=draft").made(),
            EntryDraft.at("user/bob/memories/a.md")
                    .vectors(Vectors.axis(0), Vectors.axis(1), Vectors.axis(2))
                    .used(7)
                    .made());

    FilterTopic(IndexOpener opener) {
        super(opener);
    }

    @BeforeEach
    void fill() {
        put(ENTRIES);
    }

    @Test
    void takesAllOrNothing() {
        leaves(Filter.all(), 11);
        leaves(Filter.and(), 11);
        leaves(new Filter.Or(List.of()), 0);
        leaves(new Filter.Not(Filter.all()), 0);
        leaves(new Filter.Not(new Filter.Or(List.of())), 11);
        leaves(new Filter.In(Field.NAME, List.of()), 0);
    }

    @Test
    void takesSubtreesAndDepths() {
        leaves(Filter.under(HANDBOOK), 4);
        leaves(Filter.exactly(HANDBOOK), 2);
        leaves(new Filter.Under(HANDBOOK, Optional.of(1)), 3);
        leaves(new Filter.Under(HANDBOOK, Optional.of(2)), 3);
        leaves(new Filter.Under(HANDBOOK, Optional.of(3)), 4);
        leaves(Filter.under(VikingUri.ROOT), 11);
        leaves(new Filter.Under(VikingUri.ROOT, Optional.of(0)), 0);
        leaves(new Filter.Under(VikingUri.ROOT, Optional.of(2)), 2);
        leaves(Filter.under(VikingUri.of("resources", "hand")), 0);
        leaves(Filter.underAny(List.of(HANDBOOK, VikingUri.of("user", "bob"))), 5);
        leaves(Filter.underAny(List.of()), 0);
        leaves(new Filter.Not(Filter.under(HANDBOOK)), 7);
    }

    @Test
    void takesTypesLevelsAndTags() {
        leaves(Filter.types(List.of(ContextType.MEMORY)), 2);
        leaves(Filter.types(List.of(ContextType.MEMORY, ContextType.SKILL)), 3);
        leaves(Filter.levels(List.of(Level.ABSTRACT)), 1);
        leaves(Filter.levels(List.of(Level.ABSTRACT, Level.OVERVIEW)), 2);
        leaves(Filter.tags(List.of("team=core")), 2);
        leaves(Filter.tags(List.of("team=core", "state=final")), 1);
        leaves(new Filter.In(Field.TAGS, List.of("state=final", "state=draft")), 2);
        leaves(new Filter.In(Field.SEARCH_TAGS, List.of("state")), 0);
        leaves(new Filter.In(Field.TYPE, List.of("directory")), 2);
    }

    @Test
    void takesAccountsAndOwners() {
        leaves(new Filter.In(Field.ACCOUNT_ID, List.of("acme")), 11);
        leaves(new Filter.In(Field.ACCOUNT_ID, List.of("acme2")), 0);
        leaves(new Filter.Prefix(Field.ACCOUNT_ID, "ac"), 11);
        leaves(new Filter.In(Field.OWNER_USER_ID, List.of("alice")), 2);
        leaves(new Filter.Not(new Filter.In(Field.OWNER_USER_ID, List.of("alice"))), 9);
        leaves(new Filter.Or(List.of(new Filter.In(Field.ACCOUNT_ID, List.of("acme2")), Filter.under(HANDBOOK))), 4);
    }

    @Test
    void takesNumbers() {
        leaves(used(Optional.of(new Bound<>(3.0, true)), Optional.empty()), 2);
        leaves(used(Optional.of(new Bound<>(3.0, false)), Optional.empty()), 1);
        leaves(used(Optional.empty(), Optional.of(new Bound<>(1.0, false))), 8);
        leaves(used(Optional.of(new Bound<>(0.5, true)), Optional.of(new Bound<>(3.5, false))), 2);
        leaves(used(Optional.of(new Bound<>(4.0, true)), Optional.of(new Bound<>(2.0, true))), 0);
        leaves(used(Optional.empty(), Optional.empty()), 11);
        leaves(level(new Bound<>(0.0, false), new Bound<>(2.0, false)), 1);
        leaves(level(new Bound<>(1.0, true), new Bound<>(2.0, true)), 10);
        leaves(level(new Bound<>(2.5, true), new Bound<>(9.0, true)), 0);
    }

    @Test
    void takesTimes() {
        Instant july = Instant.parse("2026-07-01T00:00:00Z");
        leaves(updated(Optional.of(new Bound<>(july, true)), Optional.empty()), 2);
        leaves(updated(Optional.of(new Bound<>(july, false)), Optional.empty()), 1);
        leaves(updated(Optional.empty(), Optional.of(new Bound<>(july, false))), 9);
        leaves(updated(Optional.of(new Bound<>(july, true)), Optional.of(new Bound<>(july, true))), 1);
        leaves(updated(Optional.of(new Bound<>(Instant.MIN, true)), Optional.of(new Bound<>(Instant.MAX, true))), 11);
        leaves(
                new Filter.TimeRange(
                        Field.CREATED_AT, Optional.of(new Bound<>(EntryDraft.LONG_AGO, false)), Optional.empty()),
                1);
    }

    @Test
    void takesPartsOfTextsAsTheyAre() {
        leaves(new Filter.Prefix(Field.URI, "viking://resources/handbook"), 5);
        leaves(new Filter.Prefix(Field.URI, "resources"), 0);
        leaves(new Filter.Prefix(Field.NAME, "refunds"), 2);
        leaves(new Filter.Prefix(Field.NAME, ""), 11);
        leaves(new Filter.Contains(Field.NAME, "*?[]{}"), 1);
        leaves(new Filter.Contains(Field.NAME, ".\"'^$|+-()~&#<>@ "), 1);
        leaves(new Filter.Contains(Field.NAME, "*"), 1);
        leaves(new Filter.Contains(Field.NAME, "0% s"), 1);
        leaves(new Filter.Contains(Field.NAME, "%"), 2);
        leaves(new Filter.Contains(Field.NAME, "_"), 1);
        leaves(new Filter.Contains(Field.NAME, "書 🦉"), 1);
        leaves(new Filter.Contains(Field.URI, "book/deep"), 1);
        leaves(new Filter.Contains(Field.URI, "acme"), 0);
        leaves(new Filter.Contains(Field.TAGS, "core"), 2);
        leaves(new Filter.In(Field.NAME, List.of("100% sure_thing", "a.md")), 3);
        leaves(new Filter.In(Field.URI, List.of("viking://user/bob/memories/a.md", "viking://user")), 1);
        leaves(new Filter.Prefix(Field.NAME, "\uD83E"), 0);
    }

    @Test
    void takesRegularExpressions() {
        leaves(new Filter.Regex(Field.NAME, "^refunds\\.md$"), 2);
        leaves(new Filter.Regex(Field.NAME, "(?i)SKILL|refunds"), 3);
        leaves(new Filter.Regex(Field.NAME, "\\*\\?\\[\\]"), 1);
        leaves(new Filter.Regex(Field.NAME, "^\\d+%"), 1);
        leaves(new Filter.Regex(Field.URI, "^viking://user/[^/]+/memories/"), 2);
        leaves(new Filter.Regex(Field.SEARCH_TAGS, "^state="), 2);
        leaves(new Filter.Regex(Field.NAME, "(a+)+$"), 0);
        leaves(new Filter.Not(new Filter.Regex(Field.NAME, "")), 0);
    }

    @Test
    void refusesFiltersThatMakeNoSense() {
        refused(() -> new Filter.Regex(Field.NAME, "("));
        refused(() -> new Filter.Regex(Field.LEVEL, "2"));
        refused(() -> new Filter.In(Field.ACTIVE_COUNT, List.of("2")));
        refused(() -> new Filter.Prefix(Field.CREATED_AT, "2026"));
        refused(() -> new Filter.Contains(Field.LEVEL, "2"));
        refused(() -> new Filter.Range(Field.NAME, Optional.empty(), Optional.empty()));
        refused(() -> new Filter.TimeRange(Field.LEVEL, Optional.empty(), Optional.empty()));
        refused(() -> new Filter.Under(HANDBOOK, Optional.of(-1)));
    }

    @Test
    void meansTheSameHoweverFiltersAreNested() {
        long seed = Long.getLong("test.seed", 20261121);
        Random random = new Random(seed);
        RandomFilters filters = new RandomFilters(random, ENTRIES);

        for (int i = 0; i < 300; i++) {
            Filter filter = filters.next(4);
            assertThat(new HashSet<>(all(filter)))
                    .as("seed %d, filter %d: %s", seed, i, filter)
                    .isEqualTo(new HashSet<>(expected(filter)));
        }
    }

    @Test
    void deletesExactlyWhatANestedFilterLeaves() {
        Filter filter = Filter.and(
                new Filter.Not(Filter.under(HANDBOOK)),
                new Filter.Or(List.of(new Filter.Prefix(Field.NAME, "refunds"), new Filter.Contains(Field.NAME, "*"))));

        assertThat(Await.of(index().delete(ACME, filter))).isEqualTo(2);

        assertThat(count(Filter.all())).isEqualTo(9);
        assertThat(decoys()).isEqualTo(11);
    }

    private void leaves(Filter filter, int number) {
        List<Entry> expected = expected(filter);
        assertThat(expected).as("the test itself, %s", filter).hasSize(number);
        assertThat(all(filter)).as("scan, %s", filter).isEqualTo(expected);
        assertThat(count(filter)).as("count, %s", filter).isEqualTo(number);
        assertThat(nearest(Vectors.axis(0), filter, 100))
                .extracting(Match::entry)
                .as("nearest, %s", filter)
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(matching("everywhere", filter, 100))
                .extracting(Match::entry)
                .as("matching, %s", filter)
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<Entry> expected(Filter filter) {
        FilterMeaning meaning = new FilterMeaning(ACME);
        return ENTRIES.stream()
                .filter(entry -> meaning.matches(filter, entry))
                .map(Entry::bare)
                .sorted((a, b) -> a.key().compareTo(b.key()))
                .toList();
    }

    private static void refused(Runnable making) {
        assertThatThrownBy(making::run)
                .isInstanceOfSatisfying(
                        Fault.class, fault -> assertThat(fault.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    private static Filter used(Optional<Bound<Double>> from, Optional<Bound<Double>> to) {
        return new Filter.Range(Field.ACTIVE_COUNT, from, to);
    }

    private static Filter level(Bound<Double> from, Bound<Double> to) {
        return new Filter.Range(Field.LEVEL, Optional.of(from), Optional.of(to));
    }

    private static Filter updated(Optional<Bound<Instant>> from, Optional<Bound<Instant>> to) {
        return new Filter.TimeRange(Field.UPDATED_AT, from, to);
    }
}
