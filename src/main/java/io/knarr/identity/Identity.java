package io.knarr.identity;

/**
 * Who somebody was found to be.
 *
 * @param account the tenant
 * @param user the user within it
 * @param role what the user may do
 */
public record Identity(AccountId account, String user, Role role) {
    private static final String DEFAULT = "default";

    /** Whom the root key stands for, and who asks where nobody has to say who they are. */
    public static Identity ofDefault(Role role) {
        return new Identity(new AccountId(DEFAULT), DEFAULT, role);
    }
}
