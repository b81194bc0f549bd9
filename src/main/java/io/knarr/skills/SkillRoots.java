package io.knarr.skills;

import io.knarr.context.SkillAddress;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.uri.VikingUri;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which directories hold the skills a call is about (core 7.1, {@code target_uri}). Pure. */
final class SkillRoots {
    private SkillRoots() {}

    static VikingUri own(Caller caller) {
        return caller.home().child("skills");
    }

    /** The caller’s own, then the account’s. */
    static List<VikingUri> all(Caller caller) {
        return List.of(own(caller), SkillAddress.ACCOUNT_ROOT);
    }

    /** @throws Fault {@code INVALID_URI} for a target that is no root of skills, {@code PERMISSION_DENIED} */
    static VikingUri toAdd(Caller caller, Optional<VikingUri> target) {
        VikingUri wanted = target.orElseGet(() -> own(caller));
        Access.requireWrite(caller, wanted);
        if (SkillAddress.ACCOUNT_ROOT.contains(wanted)) {
            return SkillAddress.ACCOUNT_ROOT;
        }
        if (!wanted.equals(own(caller))) {
            throw Fault.invalidUri(
                    wanted.toString(), "a skill goes to " + own(caller) + " or " + SkillAddress.ACCOUNT_ROOT);
        }
        return wanted;
    }

    /** Where to look for a skill, in this order. @throws Fault {@code INVALID_ARGUMENT} for a target that is elsewhere */
    static Set<VikingUri> toLookIn(Caller caller, Optional<VikingUri> target) {
        Set<VikingUri> roots = new LinkedHashSet<>();
        target.ifPresent(uri -> roots.add(all(caller).stream()
                .filter(root -> root.contains(uri))
                .findFirst()
                .orElseThrow(() -> elsewhere(caller))));
        roots.addAll(all(caller));
        return roots;
    }

    private static Fault elsewhere(Caller caller) {
        List<String> allowed = all(caller).stream().map(VikingUri::toString).toList();
        return new Fault(
                Code.INVALID_ARGUMENT,
                "target_uri is one of " + String.join(" and ", allowed),
                Map.of("field", "target_uri", "allowed", allowed));
    }
}
