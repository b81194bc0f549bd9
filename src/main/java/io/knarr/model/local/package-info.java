/**
 * The embedding model inside the process: ONNX Runtime, a quantised bge-small-en-v1.5, and a tokenizer of our own. Nothing
 * to configure, no network.
 *
 * <p>Read first: {@link io.knarr.model.local.LocalEmbedder} (the two lanes), {@code BulkLane} (how lists share it),
 * {@code WordPiece} (text to tokens), {@code OnnxEncoder} (tokens to a vector).
 *
 * <p>A question goes straight to the query pool. A list of passages waits in {@code BulkLane}, which puts one text at a time
 * of each list into the bulk pool. Threads of both pools share one ONNX session; the first of them loads it.
 *
 * <h2>Why</h2>
 *
 * <p><b>Why is each text computed alone?</b> The model is quantised: activations are scaled over the whole batch, so a text
 * gets another vector in a batch (cosine 0.997) and would depend on its neighbours. From 128 tokens on a batch is not
 * faster either, and ONNX Runtime never gives back the memory of its largest one (4.4 GB seen).
 *
 * <p><b>Why two pools?</b> Behind an import in one queue a question waited 128 ms; with a thread of its own, and bulk threads
 * at nice 19, 8 ms at the same import speed. One thread inside the runtime per text, without spinning: two parallel texts
 * on one thread each do 10 to 25 % more than texts that share two threads.
 *
 * <p><b>Why no tokenizer library?</b> It would be 18 MB of native code for what is a few lines and twenty times faster here.
 */
@NullMarked
@CheckReturnValue
package io.knarr.model.local;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
