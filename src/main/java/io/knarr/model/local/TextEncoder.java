package io.knarr.model.local;

/** A loaded model. Safe for many threads at once; computes on the calling thread. */
interface TextEncoder {
    /** The text’s vector, of length 1; a text that is too long is cut. Fails with {@code EMBEDDING_FAILED}. */
    float[] encode(String text);

    /** Frees what the model holds; nothing may be running. */
    void free();
}
