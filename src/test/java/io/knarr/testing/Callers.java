package io.knarr.testing;

import io.knarr.fault.Deadline;
import io.knarr.identity.AccountId;
import io.knarr.identity.Caller;
import io.knarr.identity.Role;
import java.util.Optional;

/** Callers of one account, without a deadline. */
public final class Callers {
    public static final AccountId ACME = new AccountId("acme");

    private Callers() {}

    public static Caller alice() {
        return of("alice", Role.USER);
    }

    public static Caller bob() {
        return of("bob", Role.USER);
    }

    /** User {@code default}, as in dev mode. */
    public static Caller root() {
        return of("default", Role.ROOT);
    }

    public static Caller of(String user, Role role) {
        return new Caller(ACME, user, role, Optional.empty(), "request-1", Deadline.none());
    }

    public static Caller withPeer(Caller caller, String peer) {
        return new Caller(
                caller.account(),
                caller.user(),
                caller.role(),
                Optional.of(peer),
                caller.requestId(),
                caller.deadline());
    }
}
