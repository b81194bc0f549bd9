package io.knarr.runtime;

import io.knarr.model.remote.Credential;
import io.knarr.model.remote.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Whether the configured providers can be used. */
final class ProviderRules {
    private ProviderRules() {}

    static List<Problem> broken(Values values) {
        List<Problem> broken = new ArrayList<>();
        EmbedderSettings embedder = EmbedderSettings.of(values);
        List<Credential> embedding = embedder.credentials();
        check(broken, values, EmbeddingKeys.PROVIDER.provider(), embedding, Credentials::whyNotEmbed);
        if (embedding.stream().map(Credential::model).distinct().count() > 1) {
            // Vectors of two models cannot be compared.
            broken.add(problem(
                    values,
                    EmbeddingKeys.PROVIDER.credentials(),
                    "embedding.dense.credentials must all name the same model: an index holds vectors of one"));
        }
        writer(broken, values, ChatKeys.VLM);
        writer(broken, values, ChatKeys.QUERY_PLANNER);
        List<Credential> rerank =
                RerankerSettings.of(values).credential().stream().toList();
        check(broken, values, RerankKeys.PROVIDER, rerank, Credentials::whyNotRerank);
        return broken;
    }

    private static void writer(List<Problem> broken, Values values, ChatKeys keys) {
        WriterSettings writer = WriterSettings.of(values, keys);
        if (writer.isUsable()) {
            check(broken, values, keys.provider().provider(), writer.all(), Credentials::whyNotChat);
        }
    }

    /** Models that are half configured: a file that OpenViking accepts is no error. */
    static List<String> notices(Values values) {
        return Stream.of(ChatKeys.VLM, ChatKeys.QUERY_PLANNER)
                .filter(keys -> {
                    WriterSettings writer = WriterSettings.of(values, keys);
                    return writer.isBegun() && !writer.isUsable();
                })
                .map(keys -> section(keys.provider().provider())
                        + " is not used: it needs a provider, a model and an api_key (or an api_base)")
                .toList();
    }

    private static String section(Key<?> key) {
        return key.path().substring(0, key.path().lastIndexOf('.'));
    }

    private static void check(
            List<Problem> broken,
            Values values,
            Key<?> key,
            List<Credential> credentials,
            Function<Credential, Optional<String>> whyNot) {
        String section = section(key);
        for (int i = 0; i < credentials.size(); i++) {
            Credential credential = credentials.get(i);
            String which = credentials.size() == 1 ? section : section + ", account " + (i + 1);
            Optional<String> problem = credential.provider().isEmpty()
                    ? Optional.of("it has no provider: set " + key.path())
                    : whyNot.apply(credential);
            problem.ifPresent(text -> broken.add(problem(values, key, which + ": " + text)));
        }
    }

    private static Problem problem(Values values, Key<?> key, String text) {
        return new Problem(key.path(), values.origin(key), text);
    }
}
