package io.knarr.identity;

import io.knarr.fault.Fault;
import java.util.regex.Pattern;

/** What an account, user or peer may be called (behaviour 1.2). */
public final class Identifiers {
    private static final Pattern VALID = Pattern.compile("[a-zA-Z0-9_.@-]+");

    private Identifiers() {}

    public static boolean isValid(String id) {
        return VALID.matcher(id).matches()
                && !id.equals(".")
                && !id.equals("..")
                && id.indexOf('@') == id.lastIndexOf('@');
    }

    /** @throws Fault {@code INVALID_ARGUMENT} */
    public static void require(String what, String id) {
        if (!isValid(id)) {
            throw Fault.invalid("The " + what
                    + " is made of letters, digits, '_', '-', '.' and at most one '@'; this is not: " + printable(id));
        }
    }

    static void requireAccount(String id) {
        require("account", id);
        if (id.startsWith("_")) {
            throw Fault.invalid("An account does not start with '_': " + id);
        }
    }

    private static String printable(String id) {
        String shown = id.length() > 64 ? id.substring(0, 64) + "…" : id;
        return shown.replaceAll("\\p{Cntrl}", "?");
    }
}
