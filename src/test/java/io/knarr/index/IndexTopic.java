package io.knarr.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.testing.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One topic of the contract: a fresh index per test, and questions that check that nothing of the decoy shows. */
abstract class IndexTopic {
    static final AccountId ACME = new AccountId("acme");
    /** Its name starts with the other’s: a prefix must not be enough. */
    static final AccountId DECOY = new AccountId("acme2");

    private static final String DECOY_SUMMARY = "of the decoy";

    private final IndexOpener opener;
    private Path place;
    private IndexOpener.Opened opened;

    IndexTopic(IndexOpener opener) {
        this.opener = opener;
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        place = directory;
        opened = opener.open(place, dimensions());
    }

    @AfterEach
    void close() {
        Await.of(opened.close().get());
    }

    int dimensions() {
        return Vectors.DIMENSIONS;
    }

    void reopen() {
        close();
        opened = opener.open(place, dimensions());
    }

    VectorIndex index() {
        return opened.index();
    }

    /** Stores entries, and the same ones for the decoy. */
    void put(Entry... entries) {
        put(List.of(entries));
    }

    void put(List<Entry> entries) {
        putForDecoy(entries);
        Await.of(index().upsert(ACME, entries));
    }

    /** As {@link #put(List)}, with a decoy for one of twenty: they cost as much time as the others. */
    void putMany(List<Entry> entries) {
        putForDecoy(IntStream.range(0, entries.size())
                .filter(i -> i % 20 == 0)
                .mapToObj(entries::get)
                .toList());
        Await.of(index().upsert(ACME, entries));
    }

    private void putForDecoy(List<Entry> entries) {
        Await.of(index().upsert(DECOY, entries.stream().map(IndexTopic::decoy).toList()));
    }

    void put(EntryDraft... drafts) {
        put(Stream.of(drafts).map(EntryDraft::made).toList());
    }

    private static Entry decoy(Entry entry) {
        return new Entry(
                entry.uri(),
                entry.level(),
                entry.type(),
                entry.name(),
                DECOY_SUMMARY,
                entry.tags(),
                entry.createdAt(),
                entry.updatedAt(),
                entry.activeCount(),
                entry.digest(),
                entry.words(),
                entry.vectors());
    }

    List<Match> nearest(float[] vector, Filter filter, int limit) {
        return own(Await.of(index().nearest(ACME, vector, filter, limit, Deadline.none())));
    }

    List<Match> matching(String words, Filter filter, int limit) {
        return own(Await.of(index().matching(ACME, words, filter, limit, Deadline.none())));
    }

    /** All entries that a filter leaves, read in one page. */
    List<Entry> all(Filter filter) {
        VectorIndex.Page page = Await.of(index().scan(ACME, filter, Optional.empty(), 10_000));
        assertThat(page.cursor()).isEmpty();
        assertThat(page.entries()).noneMatch(entry -> entry.summary().equals(DECOY_SUMMARY));
        return page.entries();
    }

    long count(Filter filter) {
        return Await.of(index().count(ACME, filter));
    }

    /** How many entries the decoy has: what is done to one account leaves the other alone. */
    long decoys() {
        return Await.of(index().count(DECOY, Filter.all()));
    }

    private static List<Match> own(List<Match> matches) {
        assertThat(matches).noneMatch(match -> match.entry().summary().equals(DECOY_SUMMARY));
        assertThat(matches).isSortedAccordingTo(Match.BEST_FIRST);
        return matches;
    }

    static List<String> paths(List<Match> matches) {
        return pathsOf(matches.stream().map(Match::entry).toList());
    }

    /** Addresses below {@code viking://}, in their order. */
    static List<String> pathsOf(List<Entry> entries) {
        List<String> paths = new ArrayList<>();
        entries.forEach(entry -> paths.add(String.join("/", entry.uri().segments())));
        return paths;
    }
}
