package io.knarr.index;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Vectors of length 1. */
public final class Vectors {
    /** Of the small vectors that most tests use. */
    public static final int DIMENSIONS = 8;

    private Vectors() {}

    /** Along one axis. */
    public static float[] axis(int index) {
        float[] vector = new float[DIMENSIONS];
        vector[index] = 1;
        return vector;
    }

    /** In the plane of the first two axes, with this cosine to the first. */
    public static float[] leaning(double cosine) {
        float[] vector = new float[DIMENSIONS];
        vector[0] = (float) cosine;
        vector[1] = (float) Math.sqrt(1 - cosine * cosine);
        return vector;
    }

    public static float[] random(RandomGenerator random, int dimensions) {
        float[] vector = new float[dimensions];
        for (int i = 0; i < dimensions; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return scaled(vector);
    }

    /** In clusters, as vectors of real texts are; the noise keeps two of a cluster at a cosine of about 0.7. */
    public static List<float[]> clustered(RandomGenerator random, int dimensions, int clusters, int count) {
        List<float[]> centres = new ArrayList<>();
        for (int i = 0; i < clusters; i++) {
            centres.add(random(random, dimensions));
        }
        double noise = 0.65 / Math.sqrt(dimensions);
        List<float[]> vectors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = centres.get(random.nextInt(clusters)).clone();
            for (int d = 0; d < dimensions; d++) {
                vector[d] += (float) (random.nextGaussian() * noise);
            }
            vectors.add(scaled(vector));
        }
        return vectors;
    }

    public static double dot(float[] left, float[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    private static float[] scaled(float[] vector) {
        float length = (float) Math.sqrt(dot(vector, vector));
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= length;
        }
        return vector;
    }
}
