package io.knarr.http;

import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.AuthMode;
import io.knarr.identity.Authenticator;
import io.knarr.identity.Caller;
import io.knarr.identity.Credentials;
import io.knarr.identity.Identity;
import io.knarr.identity.PeerView;
import io.knarr.identity.Role;
import io.knarr.wire.Endpoint;
import io.knarr.wire.RoleRule;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the headers that say who asks, and has them judged. */
final class Authentication {
    private final Authenticator authenticator;

    Authentication(Authenticator authenticator) {
        this.authenticator = authenticator;
    }

    AuthMode mode() {
        return authenticator.mode();
    }

    /** Who calls the endpoint; for one without authentication nobody in particular. */
    Future<Caller> caller(Call call, Deadline deadline) {
        Endpoint endpoint = call.endpoint();
        if (endpoint.role() == RoleRule.NONE) {
            Identity nobody = Identity.ofDefault(Role.USER);
            return Future.succeededFuture(caller(nobody, Optional.empty(), call, deadline));
        }
        return authenticator.authenticate(credentials(call)).map(identity -> {
            Optional<String> peer = PeerView.of(call.headers().get("X-OpenViking-Actor-Peer"));
            return caller(identity, peer, call, deadline);
        });
    }

    /** Whom a key or Authorization header belongs to, for endpoints that answer either way. */
    Future<Optional<Identity>> identify(Call call) {
        MultiMap headers = call.headers();
        boolean asked = headers.contains("X-API-Key") || headers.contains("Authorization");
        return asked ? authenticator.identify(credentials(call)) : Future.succeededFuture(Optional.empty());
    }

    /** Whether the caller may use the endpoint, once it is known that the request is valid. @throws Fault */
    void permit(Endpoint endpoint, Caller caller) {
        if (endpoint.needsKeys() && !authenticator.mode().managesKeys()) {
            throw Fault.denied(
                    "This needs managed keys: set server.root_api_key and auth_mode api_key", endpoint.path());
        }
        endpoint.role().require(caller.role());
    }

    private static Caller caller(Identity identity, Optional<String> peer, Call call, Deadline deadline) {
        return new Caller(identity.account(), identity.user(), identity.role(), peer, call.requestId(), deadline);
    }

    private static Credentials credentials(Call call) {
        MultiMap headers = call.headers();
        return new Credentials(
                Credentials.key(headers.get("X-API-Key"), headers.get("Authorization")),
                Credentials.trimmed(headers.get("X-OpenViking-Account")),
                Credentials.trimmed(headers.get("X-OpenViking-User")),
                Credentials.trimmed(headers.get("X-OpenViking-Role")),
                named(call, "account_id"),
                named(call, "user_id"),
                // The template and not what was sent: no spelling of a path can change what it is.
                call.endpoint().path());
    }

    private static Optional<String> named(Call call, String parameter) {
        Optional<String> inPath = Optional.ofNullable(call.path().get(parameter));
        return inPath.or(() -> Optional.ofNullable(call.query().get(parameter)).map(List::getLast))
                .flatMap(Credentials::trimmed);
    }

    /**
     * A request that found its endpoint.
     *
     * @param endpoint what is called
     * @param path the decoded path parameters
     * @param query the decoded query
     * @param headers as sent
     * @param requestId its id
     */
    record Call(
            Endpoint endpoint,
            Map<String, String> path,
            Map<String, List<String>> query,
            MultiMap headers,
            String requestId) {}
}
