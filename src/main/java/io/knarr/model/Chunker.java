package io.knarr.model;

import java.util.List;

/**
 * Cuts a text into passages short enough for an embedding model: in the order of the text, each passage a part of it,
 * neighbours overlapping by a few words so that no thought is lost at a cut. A text of nothing but white space has none.
 *
 * <p>Size is counted in tokens of the model, or in an estimate of them where its vocabulary is not known; each
 * implementation says which, and how many.
 *
 * <p>Processor work, linear in the text (0.1 to 0.3 s per MB): call it on a worker thread, never on an event loop. Safe for
 * many threads at once. Throws a {@link io.knarr.fault.Fault} when the vocabulary it needs cannot be read.
 */
public interface Chunker {
    List<String> chunks(String text);
}
