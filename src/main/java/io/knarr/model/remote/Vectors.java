package io.knarr.model.remote;

import java.util.Arrays;

/** Vectors as an {@link io.knarr.model.Embedder} gives them. */
final class Vectors {
    private Vectors() {}

    /** The first values of a vector, scaled to length 1. */
    static float[] unit(float[] vector, int dimensions) {
        if (vector.length < dimensions) {
            throw new Question.Unreadable("vectors of " + vector.length + " values, " + dimensions
                    + " are expected: set embedding.dense.dimension to " + vector.length);
        }
        float[] unit = Arrays.copyOf(vector, dimensions);
        double squares = 0;
        for (float value : unit) {
            squares += (double) value * value;
        }
        double length = Math.sqrt(squares);
        if (!Double.isFinite(length) || length == 0) {
            throw new Question.Unreadable("a vector without direction");
        }
        for (int i = 0; i < dimensions; i++) {
            unit[i] = (float) (unit[i] / length);
        }
        return unit;
    }
}
