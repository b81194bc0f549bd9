package io.knarr.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.testing.Await;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorTest {
    private static final String DATA = "/api/v1/fs/ls";
    private static final String ADMIN = "/api/v1/admin/accounts";
    private static final Identity ALICE = new Identity(new AccountId("acme"), "alice", Role.ADMIN);
    private static final Authenticator DEV = new Authenticator(new AuthMode.Dev());
    private static final Authenticator API_KEY = new Authenticator(new AuthMode.ApiKey(
            new RootKey("root"),
            key -> Future.succeededFuture(Optional.of(ALICE).filter(_ -> key.equals("user")))));
    private static final Authenticator TRUSTED =
            new Authenticator(new AuthMode.Trusted(Optional.of(new RootKey("root"))));
    private static final Authenticator OPEN = new Authenticator(new AuthMode.Trusted(Optional.empty()));

    @Test
    void makesEverybodyRootInDevMode() {
        assertThat(who(DEV, sent())).isEqualTo(Identity.ofDefault(Role.ROOT));
        assertThat(who(DEV, sent().key("any").account("acme").user("bob")))
                .isEqualTo(new Identity(new AccountId("acme"), "bob", Role.ROOT));
        assertThat(code(DEV, sent().account("_x"))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(code(DEV, sent().user("a@b@c"))).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void knowsUsersByTheirKeyAndIgnoresHeaders() {
        assertThat(who(API_KEY, sent().key("user").account("other").role("user")))
                .isEqualTo(ALICE);
        assertThat(code(API_KEY, sent())).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(code(API_KEY, sent().key("wrong"))).isEqualTo(Code.UNAUTHENTICATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/admin/accounts",
                "/api/v1/observer/queue",
                "/api/v1/console/audit",
                "/api/v1/tasks/{task_id}",
                "/api/v1/system/backend/sync-status",
                "/api/v1/system/sync/{uri}",
                "/api/v1/system/status",
                "/api/v1/system/wait",
                "/api/v1/debug/health"
            })
    void lets(String path) {
        assertThat(who(API_KEY, sent().key("root").path(path))).isEqualTo(Identity.ofDefault(Role.ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {DATA, "/api/v1/system/consistency", "/api/v1/debug/vector/count", "/api/v1/sessions"})
    void keepsTheRootKeyFromTheDataOfTenants(String path) {
        Fault fault = fault(API_KEY, sent().key("root").path(path));

        assertThat(fault.code()).isEqualTo(Code.PERMISSION_DENIED);
        assertThat(fault.getMessage()).contains("tenant").contains("user key");
    }

    @Test
    void usesNoWordIn401ByWhichAPluginKnowsARootKey() {
        for (Fault fault :
                new Fault[] {fault(API_KEY, sent()), fault(API_KEY, sent().key("x")), fault(TRUSTED, sent())}) {
            assertThat(fault.code()).isEqualTo(Code.UNAUTHENTICATED);
            assertThat(fault.getMessage().toLowerCase(Locale.ROOT))
                    .doesNotContain("account", "tenant", "user id", "user_id", "userid", "user context", "user key");
        }
    }

    @Test
    void failsWhenKeysCannotBeLookedUp() {
        Authenticator broken = new Authenticator(new AuthMode.ApiKey(
                new RootKey("root"), _ -> Future.failedFuture(Fault.unavailable("key store", "down"))));

        assertThat(code(broken, sent().key("user"))).isEqualTo(Code.UNAVAILABLE);
        assertThat(Await.of(broken.identify(sent().key("user").credentials()))).isEmpty();
    }

    @Test
    void believesTheGatewayInTrustedMode() {
        Sent alice = sent().key("root").account("acme").user("alice");
        assertThat(who(TRUSTED, alice).role()).isEqualTo(Role.USER);
        assertThat(who(TRUSTED, alice.role("ADMIN")).role()).isEqualTo(Role.ADMIN);
        assertThat(code(TRUSTED, alice.role("root"))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(code(TRUSTED, alice.key("wrong"))).isEqualTo(Code.UNAUTHENTICATED);
        assertThat(code(TRUSTED, sent().key("root").account("acme"))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(code(TRUSTED, sent().key("root").user("alice"))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(who(OPEN, sent().account("acme").user("alice")).role()).isEqualTo(Role.USER);
        assertThat(code(OPEN, sent().account("acme").user("alice").role("user")))
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void takesIdentityFromTheUrlInTrustedMode() {
        assertThat(who(TRUSTED, sent().key("root").named("acme", "alice")).user())
                .isEqualTo("alice");
        assertThat(who(TRUSTED, sent().key("root").named("acme", "alice").user("alice"))
                        .user())
                .isEqualTo("alice");
        assertThat(code(TRUSTED, sent().key("root").named("acme", "alice").user("bob")))
                .isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void makesTheGatewayRootOnAdminPaths() {
        assertThat(who(TRUSTED, sent().key("root").path(ADMIN)))
                .isEqualTo(new Identity(new AccountId("trusted"), "trusted", Role.ROOT));
        assertThat(who(OPEN, sent().path(ADMIN)).role()).isEqualTo(Role.ROOT);
        assertThat(code(OPEN, sent().path(ADMIN).account("acme"))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(who(OPEN, sent().path(ADMIN).account("acme").user("alice")).role())
                .isEqualTo(Role.USER);
    }

    @Test
    void readsTheKeyFromEitherHeader() {
        assertThat(Credentials.key("a", "Bearer b")).contains("a");
        assertThat(Credentials.key("", "Bearer b")).contains("b");
        assertThat(Credentials.key(null, "Bearer b c")).contains("b c");
        for (String other : new String[] {"bearer b", "Basic b", "Bearer", "Bearer ", "b", " Bearer b"}) {
            assertThat(Credentials.key(null, other)).as(other).isEmpty();
        }
    }

    @Test
    void readsPeers() {
        assertThat(PeerView.of(" -home-me ")).contains("-home-me");
        assertThat(PeerView.of("  ")).isEmpty();
        assertThat(PeerView.of(null)).isEmpty();
        for (String wrong : new String[] {"a/b", "a\\b", ".", "..", "a@b@c", "a b", "ä"}) {
            assertThatThrownBy(() -> PeerView.of(wrong)).as(wrong).isInstanceOf(Fault.class);
        }
    }

    @Test
    void listensToOthersOnlyWithAKey() {
        assertThat(new AuthMode.Dev().refusalOn("0.0.0.0")).isPresent();
        assertThat(new AuthMode.Dev().refusalOn("127.0.0.1")).isEmpty();
        assertThat(OPEN.mode().refusalOn("10.0.0.1")).isPresent();
        assertThat(TRUSTED.mode().refusalOn("10.0.0.1")).isEmpty();
        assertThat(API_KEY.mode().refusalOn("0.0.0.0")).isEmpty();
    }

    @Test
    void keepsTheRootKeyToItself() {
        assertThatThrownBy(() -> new RootKey("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(API_KEY.mode().toString()).doesNotContain("=root");
    }

    private static Identity who(Authenticator authenticator, Sent sent) {
        return Await.of(authenticator.authenticate(sent.credentials()));
    }

    private static Fault fault(Authenticator authenticator, Sent sent) {
        return Await.faultOf(authenticator.authenticate(sent.credentials()));
    }

    private static Code code(Authenticator authenticator, Sent sent) {
        return fault(authenticator, sent).code();
    }

    private static Sent sent() {
        return new Sent(null, null, null, null, null, null, DATA);
    }

    private record Sent(
            @Nullable String key,
            @Nullable String account,
            @Nullable String user,
            @Nullable String role,
            @Nullable String namedAccount,
            @Nullable String namedUser,
            String path) {
        Sent key(String value) {
            return new Sent(value, account, user, role, namedAccount, namedUser, path);
        }

        Sent account(String value) {
            return new Sent(key, value, user, role, namedAccount, namedUser, path);
        }

        Sent user(String value) {
            return new Sent(key, account, value, role, namedAccount, namedUser, path);
        }

        Sent role(String value) {
            return new Sent(key, account, user, value, namedAccount, namedUser, path);
        }

        Sent named(String inUrl, String userInUrl) {
            return new Sent(key, account, user, role, inUrl, userInUrl, path);
        }

        Sent path(String value) {
            return new Sent(key, account, user, role, namedAccount, namedUser, value);
        }

        Credentials credentials() {
            return new Credentials(
                    Optional.ofNullable(key),
                    Optional.ofNullable(account),
                    Optional.ofNullable(user),
                    Optional.ofNullable(role),
                    Optional.ofNullable(namedAccount),
                    Optional.ofNullable(namedUser),
                    path);
        }
    }
}
