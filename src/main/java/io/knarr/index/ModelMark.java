package io.knarr.index;

import io.knarr.fault.Fault;

/**
 * Which vectors an index holds. Those of another model cannot be compared with them.
 *
 * @param model name of the embedding model
 * @param dimensions values per vector
 */
public record ModelMark(String model, int dimensions) {
    /** How far from 1 the square of a length may be: rounding of providers that send few digits. */
    private static final double TOLERANCE = 0.01;

    public ModelMark {
        if (model.isEmpty() || dimensions < 1) {
            throw new IllegalArgumentException("a model has a name and at least one dimension");
        }
    }

    /** @throws Fault {@code INVALID_ARGUMENT} unless the vector has these dimensions and length 1 */
    public void check(float[] vector) {
        if (vector.length != dimensions) {
            throw Fault.invalid("A vector of " + dimensions + " dimensions is needed, this one has " + vector.length);
        }
        double squares = 0;
        for (float value : vector) {
            squares += (double) value * value;
        }
        // Negated, so that NaN is refused too.
        if (!(Math.abs(squares - 1) <= TOLERANCE)) {
            throw Fault.invalid("A vector of length 1 is needed, the length of this one is " + Math.sqrt(squares));
        }
    }
}
