package io.knarr.identity;

import io.knarr.fault.Fault;
import io.knarr.uri.PathVariables;
import io.knarr.uri.VikingUri;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;

/**
 * Turns an address as a caller wrote it into the canonical one, in the order of core 1.8: path variables, scope, alias,
 * canonical form. Whether the caller may go there is for {@link Access} to say.
 */
public final class Namespace {
    private static final Set<String> SCOPES = Set.of("resources", "user", "agent", "session");
    private static final Set<String> HOME_PARTS =
            Set.of("memories", "resources", "skills", "peers", "privacy", "sessions");

    private final Clock clock;

    /** @param clock in the server’s own time zone, for path variables */
    public Namespace(Clock clock) {
        this.clock = clock;
    }

    /** @throws Fault {@code INVALID_URI}, {@code INVALID_ARGUMENT} or {@code PERMISSION_DENIED} as in core 1.8 */
    public VikingUri resolve(Caller caller, String written) {
        VikingUri uri = VikingUri.parse(PathVariables.expand(written, LocalDate.now(clock)));
        return switch (uri.scope()) {
            case "" -> uri;
            case "~" -> caller.home().resolve(belowAlias(caller, uri, written));
            case "session" -> caller.home().child("sessions").resolve(belowAlias(caller, uri, written));
            case "user" -> withUser(caller, uri, written);
            default -> inScope(uri, written);
        };
    }

    private static String belowAlias(Caller caller, VikingUri uri, String written) {
        if (caller.isRoot()) {
            throw Fault.invalidUri(
                    written, "the alias viking://" + uri.scope() + " needs a user; name it: viking://user/<user_id>/…");
        }
        return String.join("/", uri.segments().subList(1, uri.depth()));
    }

    private static VikingUri withUser(Caller caller, VikingUri uri, String written) {
        String first = uri.segment(1);
        if (!caller.isRoot() && HOME_PARTS.contains(first) && !caller.user().equals(first)) {
            throw Fault.invalidUri(written, "the user id is missing; write viking://~/" + first + "/… for your own");
        }
        return uri;
    }

    private static VikingUri inScope(VikingUri uri, String written) {
        if (!SCOPES.contains(uri.scope())) {
            throw Fault.invalidUri(written, "the scope is one of agent, resources, session, user");
        }
        return uri;
    }
}
