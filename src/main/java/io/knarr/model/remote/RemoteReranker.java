package io.knarr.model.remote;

import io.knarr.context.Tokens;
import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.model.ModelUse;
import io.knarr.model.Reranker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** A reranker at a provider. */
public final class RemoteReranker implements Reranker {
    private static final String PURPOSE = "rerank";
    /** Between the head and the tail of a document that was cut (behaviour 4.5). */
    private static final String LEFT_OUT = "\n…\n";

    private static final double HEAD = 0.75;

    private final RerankSettings settings;
    private final Provider provider;

    public RemoteReranker(ProviderSurroundings around, RerankSettings settings) {
        this.settings = settings;
        this.provider = new Provider(
                around,
                PURPOSE,
                settings.limits(),
                Roster.of(
                        PURPOSE,
                        List.of(settings.credential()),
                        settings.limits().breaker(),
                        Failback.DEFAULT,
                        Code.PROCESSING_ERROR,
                        around.clock()));
    }

    @Override
    public Future<double[]> scores(String question, List<String> documents, Deadline deadline) {
        if (documents.isEmpty()) {
            return Future.succeededFuture(new double[0]);
        }
        Duration limit = settings.limits().timeout();
        return provider.ask(cut(question, documents), Urgency.QUESTION, limit, deadline);
    }

    /** The question may take three quarters of what the model reads, each document the rest. */
    private RerankQuestion cut(String question, List<String> documents) {
        int most = settings.maxInputTokens();
        if (most == 0) {
            return new RerankQuestion(question, documents);
        }
        String shortened = Tokens.cut(question, most * 3 / 4);
        int rest = most - Tokens.estimate(shortened);
        return new RerankQuestion(
                shortened,
                documents.stream().map(document -> middleOut(document, rest)).toList());
    }

    static String middleOut(String document, int tokens) {
        if (Tokens.cut(document, tokens).length() == document.length()) {
            return document;
        }
        int room = Math.max(2, tokens - Tokens.estimate(LEFT_OUT));
        int head = (int) (room * HEAD);
        return Tokens.cut(document, head) + LEFT_OUT + Tokens.cutFront(document, room - head);
    }

    @Override
    public String model() {
        return settings.credential().model();
    }

    @Override
    public String provider() {
        return settings.credential().provider();
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
