package io.knarr.identity;

/**
 * A tenant. Every port takes it first: there is no call without one.
 *
 * @param id {@code [a-zA-Z0-9_.@-]+}, not starting with an underscore
 */
public record AccountId(String id) implements Comparable<AccountId> {
    public AccountId {
        Identifiers.requireAccount(id);
    }

    @Override
    public int compareTo(AccountId other) {
        return id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return id;
    }
}
