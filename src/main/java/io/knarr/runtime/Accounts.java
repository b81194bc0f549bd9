package io.knarr.runtime;

import io.knarr.model.remote.ApiKey;
import io.knarr.model.remote.Credential;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who serves a model, as a section says it: an account of its own, or several whose gaps it fills.
 *
 * @param several empty: the one that the section names
 */
record Accounts(
        Optional<String> provider,
        Optional<String> model,
        Optional<Secret> apiKey,
        Optional<String> apiBase,
        Optional<String> apiVersion,
        Map<String, Secret> extraHeaders,
        List<AccountSettings> several) {
    private static final AccountSettings OWN = new AccountSettings(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of());

    /** In the order they are to be tried. */
    List<Credential> credentials(String usualModel) {
        return (several.isEmpty() ? List.of(OWN) : several)
                .stream().map(account -> credential(account, usualModel)).toList();
    }

    private Credential credential(AccountSettings account, String usualModel) {
        // A section’s address and key belong to its provider; another provider must not get them.
        boolean same = account.provider().isEmpty() || account.provider().equals(provider);
        Map<String, ApiKey> headers = new LinkedHashMap<>();
        extraHeaders.forEach((name, value) -> headers.put(name, new ApiKey(value.reveal())));
        account.extraHeaders().forEach((name, value) -> headers.put(name, new ApiKey(value.reveal())));
        return new Credential(
                account.provider().or(this::provider).orElse("").toLowerCase(Locale.ROOT),
                account.model().or(this::model).orElse(usualModel),
                account.apiBase().or(() -> same ? apiBase : Optional.empty()),
                account.apiKey().or(() -> same ? apiKey : Optional.empty()).map(key -> new ApiKey(key.reveal())),
                account.apiVersion().or(() -> same ? apiVersion : Optional.empty()),
                headers);
    }

    /** All that must never be shown. */
    List<Secret> secrets() {
        List<Secret> secrets = new ArrayList<>(extraHeaders.values());
        apiKey.ifPresent(secrets::add);
        several.forEach(account -> {
            account.apiKey().ifPresent(secrets::add);
            secrets.addAll(account.extraHeaders().values());
        });
        return secrets;
    }
}
