package io.knarr.bench;

import io.knarr.context.ContextType;
import io.knarr.context.Level;
import io.knarr.index.Entry;
import io.knarr.uri.VikingUri;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Entries that are written straight into an index, a hundred files per directory. Their vectors lie around those of a few
 * hundred real texts, since random ones have no neighbourhoods. One in a hundred has the tag {@code share=one}, thirty have
 * {@code part=thirty}.
 */
final class Filling {
    private static final int SEEDS = 300;
    private static final int BATCH = 1000;
    private static final int PER_DIRECTORY = 100;
    private static final int PART = 30;
    private static final float NOISE = 0.04f;

    private final Texts texts;
    private final int entries;
    private final boolean directories;

    private Filling(Texts texts, int entries, boolean directories) {
        this.texts = texts;
        this.entries = entries;
        this.directories = directories;
    }

    static Filling of(Texts texts, int entries) {
        return new Filling(texts, entries, false);
    }

    /** Also an abstract of each directory. */
    Filling withDirectories() {
        return new Filling(texts, entries, true);
    }

    void into(OfflineIndex index) {
        List<String> seeds = texts.list(SEEDS, 20);
        List<float[]> around = index.embedder().embedPassages(seeds).await();
        for (int start = 0; start < entries; start += BATCH) {
            List<Entry> batch = new ArrayList<>();
            for (int i = start; i < Math.min(entries, start + BATCH); i++) {
                float[] vector = around.get(i % SEEDS);
                batch.add(entry(directory(i).child("f" + i + ".md"), Level.CONTENT, tags(i), vector));
                if (directories && i % PER_DIRECTORY == 0) {
                    batch.add(entry(directory(i), Level.ABSTRACT, List.of(), vector));
                }
            }
            index.index().upsert(OfflineIndex.ACCOUNT, batch).await();
        }
        index.index().markReady().await();
    }

    private static VikingUri directory(int number) {
        return VikingUri.of("resources", "bench", "d" + number / PER_DIRECTORY);
    }

    private static List<String> tags(int number) {
        List<String> tags = new ArrayList<>();
        if (number % 100 == 0) {
            tags.add("share=one");
        }
        if (number % 100 < PART) {
            tags.add("part=thirty");
        }
        return tags;
    }

    private Entry entry(VikingUri uri, Level level, List<String> tags, float[] around) {
        String text = texts.of(40);
        return new Entry(
                uri,
                level,
                ContextType.of(uri),
                uri.name(),
                text.substring(0, 80),
                tags,
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                "bench",
                text,
                List.of(near(around, texts.random())));
    }

    /** Of length 1, with a cosine of about 0.8 to what it lies near to. */
    private static float[] near(float[] vector, RandomGenerator random) {
        float[] near = new float[vector.length];
        double squares = 0;
        for (int i = 0; i < near.length; i++) {
            near[i] = vector[i] + NOISE * (float) random.nextGaussian();
            squares += (double) near[i] * near[i];
        }
        float length = (float) Math.sqrt(squares);
        for (int i = 0; i < near.length; i++) {
            near[i] /= length;
        }
        return near;
    }
}
