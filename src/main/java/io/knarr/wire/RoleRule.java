package io.knarr.wire;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Role;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Which roles may call an endpoint; {@code x-knarr-role} in the document. */
public enum RoleRule {
    /** No authentication at all. */
    NONE("none"),
    ANY("any"),
    USER_UP("U+"),
    ADMIN_UP("A+"),
    ROOT("root"),
    NOT_ROOT("not-root");

    private final String label;

    RoleRule(String label) {
        this.label = label;
    }

    static RoleRule of(String label) {
        return Arrays.stream(values())
                .filter(rule -> rule.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such role rule: " + label));
    }

    /** @throws Fault {@code PERMISSION_DENIED} */
    public void require(Role role) {
        if (!admits(role)) {
            String needed = Arrays.stream(Role.values())
                    .filter(this::admits)
                    .map(Role::label)
                    .collect(Collectors.joining(", "));
            throw new Fault(Code.PERMISSION_DENIED, "Requires role: " + needed);
        }
    }

    private boolean admits(Role role) {
        return switch (this) {
            case NONE, ANY, USER_UP -> true;
            case ADMIN_UP -> role != Role.USER;
            case ROOT -> role == Role.ROOT;
            case NOT_ROOT -> role != Role.ROOT;
        };
    }
}
