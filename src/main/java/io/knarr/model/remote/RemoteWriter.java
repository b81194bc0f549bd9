package io.knarr.model.remote;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.model.ModelUse;
import io.knarr.model.Prompt;
import io.knarr.model.Writer;
import io.knarr.model.Written;
import io.vertx.core.Future;

/** A writer at a provider. Its faults say what trying again brings ({@link io.knarr.fault.Fault#outlook}). */
public final class RemoteWriter implements Writer {
    private final ChatSettings settings;
    private final Provider provider;

    public RemoteWriter(ProviderSurroundings around, ChatSettings settings) {
        this.settings = settings;
        this.provider = new Provider(
                around,
                settings.purpose(),
                settings.limits(),
                Roster.of(
                        settings.purpose(),
                        settings.credentials(),
                        settings.limits().breaker(),
                        settings.failback(),
                        Code.VLM_FAILED,
                        around.clock()));
    }

    @Override
    public Future<Written> write(Prompt prompt, Deadline deadline) {
        return provider.ask(
                new ChatQuestion(prompt, settings),
                Urgency.QUESTION,
                settings.limits().timeout(),
                deadline);
    }

    @Override
    public String model() {
        return settings.credentials().getFirst().model();
    }

    @Override
    public String provider() {
        return settings.credentials().getFirst().provider();
    }

    /** For the observer. */
    public ModelUse use() {
        return provider.use();
    }

    @Override
    public Future<Void> close() {
        return provider.close();
    }
}
