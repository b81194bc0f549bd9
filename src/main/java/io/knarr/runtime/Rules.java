package io.knarr.runtime;

import io.knarr.runtime.ServerSettings.AuthKind;
import java.util.ArrayList;
import java.util.List;

/** Which values do not go together. */
final class Rules {
    private Rules() {}

    static List<Problem> broken(Values values, boolean acceptCorruption) {
        List<Problem> broken = new ArrayList<>();
        ServerSettings server = ServerSettings.of(values);
        boolean noRootKey = server.rootApiKey().isEmpty();
        AuthKind mode = server.effectiveAuthMode();
        if (mode == AuthKind.DEV && !server.isLocal()) {
            broken.add(problem(
                    values,
                    Keys.HOST,
                    "server.host " + server.host() + " is reachable from other machines and "
                            + (noRootKey
                                    ? "without server.root_api_key anybody there could do anything"
                                    : "server.auth_mode dev asks nobody for a key")
                            + ": set server.root_api_key (KNARR_SERVER_ROOT_API_KEY)"
                            + (noRootKey ? "" : " and server.auth_mode api_key")
                            + ", or use server.host 127.0.0.1"));
        }
        if (mode == AuthKind.API_KEY && noRootKey) {
            broken.add(problem(
                    values,
                    Keys.AUTH_MODE,
                    "server.auth_mode api_key needs server.root_api_key: set it (KNARR_SERVER_ROOT_API_KEY)"));
        }
        if (mode == AuthKind.TRUSTED && noRootKey && !server.isLocal()) {
            broken.add(
                    problem(
                            values,
                            Keys.AUTH_MODE,
                            "server.auth_mode trusted with server.host " + server.host()
                                    + " needs server.root_api_key: set it (KNARR_SERVER_ROOT_API_KEY), or use server.host 127.0.0.1"));
        }
        if (server.replicas() > 1) {
            broken.add(problem(
                    values,
                    Keys.REPLICAS,
                    "server.replicas " + server.replicas()
                            + " does not go with storage.workspace: a data directory belongs to one process. Use server.replicas 1;"
                            + " server.workers uses more cores"));
        }
        if (values.get(Keys.SKIP_PROCESS_LOCK) && !acceptCorruption) {
            broken.add(problem(
                    values,
                    Keys.SKIP_PROCESS_LOCK,
                    "storage.skip_process_lock lets two processes destroy the data in storage.workspace: set it to false,"
                            + " or start with --accept-corruption as well"));
        }
        broken.addAll(ProviderRules.broken(values));
        Transports.problem(server.loop()).ifPresent(why -> broken.add(problem(values, Keys.LOOP, why)));
        return broken;
    }

    private static Problem problem(Values values, Key<?> key, String text) {
        return new Problem(key.path(), values.origin(key), text);
    }
}
