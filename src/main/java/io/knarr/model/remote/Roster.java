package io.knarr.model.remote;

import io.knarr.fault.Code;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The accounts of one purpose, in the order they were configured. The first serves; when it cannot, the next one takes over
 * and keeps serving until it is time to try the first again. Any thread.
 */
final class Roster {
    private final List<Account> accounts;
    private final Failback failback;
    private final LongSupplier nanos;

    private int serving;
    private long since;
    private int served;

    /** An account with what is known of its health. */
    record Account(Credential credential, Breaker breaker, Failures failures) {}

    Roster(List<Account> accounts, Failback failback, LongSupplier nanos) {
        this.accounts = List.copyOf(accounts);
        this.failback = failback;
        this.nanos = nanos;
    }

    static Roster of(
            String purpose,
            List<Credential> credentials,
            CallLimits.Breaking breaking,
            Failback failback,
            Code unreadable,
            Clock clock) {
        List<Account> accounts = credentials.stream()
                .map(credential -> new Account(
                        credential,
                        new Breaker(breaking, System::nanoTime),
                        new Failures(purpose, credential, unreadable, clock)))
                .toList();
        return new Roster(accounts, failback, System::nanoTime);
    }

    /** Whom to ask, in this order. */
    synchronized List<Account> order() {
        boolean due = nanos.getAsLong() - since >= failback.after().toNanos() || served >= failback.calls();
        if (serving != 0 && due) {
            serving = 0;
        }
        List<Account> order = new ArrayList<>(accounts.subList(serving, accounts.size()));
        order.addAll(accounts.subList(0, serving));
        return order;
    }

    /** This one answered. */
    synchronized void answered(Account account) {
        int index = accounts.indexOf(account);
        if (index == serving) {
            served++;
            return;
        }
        serving = index;
        since = nanos.getAsLong();
        served = 1;
    }

    synchronized Account serving() {
        return accounts.get(serving);
    }

    List<Account> all() {
        return accounts;
    }
}
