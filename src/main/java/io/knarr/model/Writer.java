package io.knarr.model;

import io.knarr.fault.Deadline;
import io.vertx.core.Future;

/**
 * A model that writes: reads a conversation, answers with text or by calling the tools it was offered.
 *
 * <p>May be called from any thread and never blocks it. Fails with {@code UNAVAILABLE} when too much is waiting or the model
 * cannot be reached, {@code MODEL_UNAVAILABLE} while it is not asked because it kept failing, {@code DEADLINE_EXCEEDED},
 * {@code VLM_FAILED} for an answer that is none, and with what core 1.5 says of a provider’s refusal.
 */
public interface Writer {
    Future<Written> write(Prompt prompt, Deadline deadline);

    String model();

    /** What is used and counted, for the observer: {@code openai}, {@code azure}, … */
    String provider();

    Future<Void> close();
}
