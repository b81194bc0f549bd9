package io.knarr.wire;

import io.knarr.fault.Fault;
import io.knarr.identity.Access;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.ingest.AddLocations;
import io.knarr.ingest.AddLocations.Chosen;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** Where what a user adds goes when no target is named (core 9.6). */
public final class UserSettingsOperations {
    /** How addresses without a user were written once; understood here alone. */
    private static final String OLD_HOME = "viking://user/";

    private final Namespace namespace;
    private final AddLocations locations;

    public UserSettingsOperations(Namespace namespace, AddLocations locations) {
        this.namespace = namespace;
        this.locations = locations;
    }

    public Operations operations() {
        return Operations.none()
                .on(
                        "user_settings.locations_get",
                        (caller, _) -> locations.of(caller).map(UserSettingsOperations::answer))
                .on("user_settings.locations_patch", this::patch)
                .on(
                        "user_settings.locations_delete",
                        (caller, _) ->
                                locations.change(caller, _ -> Chosen.NOTHING).map(UserSettingsOperations::answer));
    }

    private static Answer answer(Chosen chosen) {
        // There are no defaults of the server: what is in effect is what the user chose.
        return Answer.of(new JsonObject().put("override", json(chosen)).put("effective", json(chosen)));
    }

    private static JsonObject json(Chosen chosen) {
        return new JsonObject()
                .put("resource_uri", chosen.resource().map(VikingUri::toString).orElse(null))
                .put("skill_uri", chosen.skill().map(VikingUri::toString).orElse(null));
    }

    /** A key that is not sent stays, null removes it. */
    private Future<Answer> patch(Caller caller, Input input) {
        Optional<VikingUri> resource = input.optionalText("resource_uri").map(text -> resource(caller, text));
        Optional<VikingUri> skill = input.optionalText("skill_uri").map(text -> skill(caller, text));
        return locations
                .change(
                        caller,
                        old -> new Chosen(
                                input.has("resource_uri") ? resource : old.resource(),
                                input.has("skill_uri") ? skill : old.skill()))
                .map(UserSettingsOperations::answer);
    }

    private VikingUri resource(Caller caller, String written) {
        VikingUri uri = resolve(caller, written, "resources");
        boolean below = uri.scope().equals("resources")
                || caller.home().child("resources").contains(uri)
                || (caller.home().child("peers").contains(uri) && uri.segment(4).equals("resources"));
        if (!below) {
            throw Fault.invalid(
                    "resource_uri is at or below viking://resources or viking://~/resources, not " + written);
        }
        return uri;
    }

    private VikingUri skill(Caller caller, String written) {
        VikingUri uri = resolve(caller, written, "skills");
        if (!uri.equals(caller.home().child("skills")) && !uri.equals(VikingUri.of("agent", "skills"))) {
            throw Fault.invalid("skill_uri is viking://~/skills or viking://agent/skills, not " + written);
        }
        return uri;
    }

    private VikingUri resolve(Caller caller, String written, String area) {
        String text = written.strip();
        boolean old = text.equals(OLD_HOME + area) || text.startsWith(OLD_HOME + area + "/");
        if (!text.startsWith(VikingUri.PREFIX)) {
            throw Fault.invalid("This is no address of a directory: " + written);
        }
        VikingUri uri = namespace.resolve(caller, old ? "viking://~/" + text.substring(OLD_HOME.length()) : text);
        Access.requireWrite(caller, uri);
        return uri;
    }
}
