package io.knarr.testing;

import io.knarr.fault.Deadline;
import io.knarr.model.Prompt;
import io.knarr.model.Writer;
import io.knarr.model.Written;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A writer that answers as a test says. Any thread. */
public final class ScriptedWriter implements Writer {
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Asked, Future<Written>> answer;

    /** A call as it came. */
    public record Asked(Prompt prompt, Deadline deadline) {
        /** The words of the last message. */
        public String text() {
            return prompt.messages().getLast().text();
        }
    }

    public ScriptedWriter(Function<Asked, Future<Written>> answer) {
        this.answer = answer;
    }

    /** Always says this. */
    public static ScriptedWriter saying(String text) {
        return new ScriptedWriter(_ -> Future.succeededFuture(written(text)));
    }

    public static Written written(String text) {
        return new Written(text, List.of(), "stop", Written.Usage.NONE);
    }

    /** Every call from now on is answered so. */
    public void answerWith(Function<Asked, Future<Written>> other) {
        answer = other;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    @Override
    public Future<Written> write(Prompt prompt, Deadline deadline) {
        Asked call = new Asked(prompt, deadline);
        asked.add(call);
        return answer.apply(call);
    }

    @Override
    public String model() {
        return "scripted";
    }

    @Override
    public String provider() {
        return "test";
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
