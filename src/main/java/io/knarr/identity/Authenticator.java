package io.knarr.identity;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out who sends a request, by the rules of the mode (core 1.3, sessions 11). Faults: {@code UNAUTHENTICATED} for a
 * missing or wrong key, {@code INVALID_ARGUMENT} for headers that make no sense, {@code PERMISSION_DENIED} for the root key
 * where it has no business.
 *
 * <p>The texts of the 401 answers name no header and no id and that of the 403 speaks of tenants and user keys: a plug-in
 * tells a root key from a wrong one by such words (sessions, table of matched texts).
 */
public final class Authenticator {
    private static final Set<String> ROOT_PATHS =
            Set.of("/api/v1/system/status", "/api/v1/system/wait", "/api/v1/debug/health");
    private static final List<String> ROOT_PREFIXES = List.of(
            "/api/v1/admin",
            "/api/v1/observer",
            "/api/v1/console",
            "/api/v1/tasks",
            "/api/v1/system/backend",
            "/api/v1/system/sync");
    private static final String ADMIN = "/api/v1/admin";
    private static final String TRUSTED = "trusted";

    private final AuthMode mode;

    public Authenticator(AuthMode mode) {
        this.mode = mode;
    }

    public AuthMode mode() {
        return mode;
    }

    /** Who it is, if they may call this path at all. */
    public Future<Identity> authenticate(Credentials credentials) {
        return resolve(credentials).map(identity -> {
            boolean rootKey = mode instanceof AuthMode.ApiKey && identity.role() == Role.ROOT;
            if (rootKey && !openToRootKey(credentials.path())) {
                throw new Fault(
                        Code.PERMISSION_DENIED,
                        "The root key has no access to the data of a tenant: call this with a user key");
            }
            return identity;
        });
    }

    /** Who it is, on whatever path; for endpoints that answer either way. A failure says nobody. */
    public Future<Optional<Identity>> identify(Credentials credentials) {
        return resolve(credentials).map(Optional::of).otherwise(Optional.empty());
    }

    private Future<Identity> resolve(Credentials credentials) {
        try {
            return switch (mode) {
                case AuthMode.Dev _ -> Future.succeededFuture(dev(credentials));
                case AuthMode.ApiKey byKey -> byKey(byKey, credentials);
                case AuthMode.Trusted trusted -> Future.succeededFuture(trusted(trusted, credentials));
            };
        } catch (Fault fault) {
            return Future.failedFuture(fault);
        }
    }

    private static Identity dev(Credentials credentials) {
        Identity nobody = Identity.ofDefault(Role.ROOT);
        return identity(
                credentials.account().orElse(nobody.account().id()),
                credentials.user().orElse(nobody.user()),
                Role.ROOT);
    }

    private static Future<Identity> byKey(AuthMode.ApiKey mode, Credentials credentials) {
        if (credentials.key().isEmpty()) {
            throw unauthenticated("A key is needed, and none was sent");
        }
        String key = credentials.key().get();
        if (mode.rootKey().matches(key)) {
            return Future.succeededFuture(Identity.ofDefault(Role.ROOT));
        }
        return mode.keys().find(key).map(found -> found.orElseThrow(() -> unauthenticated("This key is not valid")));
    }

    private static Identity trusted(AuthMode.Trusted mode, Credentials credentials) {
        mode.rootKey().ifPresent(rootKey -> {
            if (credentials.key().filter(rootKey::matches).isEmpty()) {
                throw unauthenticated("The root key is needed in trusted mode, and a wrong one or none was sent");
            }
        });
        Optional<Role> asserted = credentials.role().map(role -> assertedRole(mode, role));
        Optional<String> account = agreed("X-OpenViking-Account", credentials.account(), credentials.namedAccount());
        Optional<String> user = agreed("X-OpenViking-User", credentials.user(), credentials.namedUser());
        if (credentials.path().startsWith(ADMIN)) {
            if (mode.rootKey().isPresent()) {
                return identity(account.orElse(TRUSTED), user.orElse(TRUSTED), Role.ROOT);
            }
            if (account.isEmpty() && user.isEmpty()) {
                return identity(TRUSTED, TRUSTED, Role.ROOT);
            }
        }
        return identity(
                account.orElseThrow(() -> missing("X-OpenViking-Account")),
                user.orElseThrow(() -> missing("X-OpenViking-User")),
                asserted.orElse(Role.USER));
    }

    private static Role assertedRole(AuthMode.Trusted mode, String role) {
        if (mode.rootKey().isEmpty()) {
            throw Fault.invalid("X-OpenViking-Role needs trusted mode with a root key");
        }
        return switch (role.toLowerCase(Locale.ROOT)) {
            case "user" -> Role.USER;
            case "admin" -> Role.ADMIN;
            default -> throw Fault.invalid("X-OpenViking-Role is user or admin");
        };
    }

    private static Optional<String> agreed(String header, Optional<String> sent, Optional<String> named) {
        if (sent.isPresent() && named.isPresent() && !sent.equals(named)) {
            throw Fault.invalid(header + " and the URL name different ones");
        }
        return named.or(() -> sent);
    }

    private static Identity identity(String account, String user, Role role) {
        Identifiers.require("user", user);
        return new Identity(new AccountId(account), user, role);
    }

    private static boolean openToRootKey(String path) {
        return ROOT_PATHS.contains(path) || ROOT_PREFIXES.stream().anyMatch(path::startsWith);
    }

    private static Fault unauthenticated(String message) {
        return new Fault(Code.UNAUTHENTICATED, message);
    }

    private static Fault missing(String header) {
        return Fault.invalid(header + " is needed in trusted mode");
    }
}
