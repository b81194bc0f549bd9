package io.knarr.ingest;

import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.storage.Storage;
import io.knarr.tree.PathLeases.Claim;
import io.knarr.tree.WriteMode;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where what a user adds goes when no target is named (core 9.6): kept in a file of the user’s settings, beside others’ keys.
 */
public final class AddLocations {
    private static final String KEY = "add_targets";
    private static final String RESOURCE = "resource_uri";
    private static final String SKILL = "skill_uri";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Storage storage;

    public AddLocations(Storage storage) {
        this.storage = storage;
    }

    /** Canonical addresses of directories; empty where the user has chosen none. */
    public record Chosen(Optional<VikingUri> resource, Optional<VikingUri> skill) {
        public static final Chosen NOTHING = new Chosen(Optional.empty(), Optional.empty());
    }

    /** {@code FAILED_PRECONDITION} when the file cannot be understood. */
    public Future<Chosen> of(Caller caller) {
        return settings(caller).map(AddLocations::chosen);
    }

    /** Changes what is chosen; the result is what is chosen then. What was there before is kept beside it. */
    public Future<Chosen> change(Caller caller, UnaryOperator<Chosen> change) {
        VikingUri file = file(caller);
        return storage.leases()
                .acquire(caller.account(), List.of(Claim.exact(file)), PATIENCE)
                .compose(lease -> settings(caller)
                        .compose(settings -> {
                            Chosen next = change.apply(chosen(settings));
                            return next.equals(chosen(settings))
                                    ? Future.succeededFuture(next)
                                    : write(caller, settings, next).map(next);
                        })
                        .onComplete(_ -> lease.release()));
    }

    private Future<Void> write(Caller caller, JsonObject old, Chosen next) {
        JsonObject targets = new JsonObject();
        next.resource().ifPresent(uri -> targets.put(RESOURCE, uri.toString()));
        next.skill().ifPresent(uri -> targets.put(SKILL, uri.toString()));
        JsonObject settings = old.copy().put(KEY, targets);
        VikingUri backup = file(caller).parent().child("user_config.backup.json");
        return put(caller, backup, old).compose(_ -> put(caller, file(caller), settings));
    }

    private Future<Void> put(Caller caller, VikingUri file, JsonObject json) {
        return storage.tree()
                .write(caller.account(), file, Buffer.buffer(json.encodePrettily()), WriteMode.UPSERT)
                .mapEmpty();
    }

    private static VikingUri file(Caller caller) {
        return caller.home().child("settings").child("user_config.json");
    }

    private Future<JsonObject> settings(Caller caller) {
        VikingUri file = file(caller);
        return IndexHandler.ifThere(storage.tree().read(caller.account(), file)).map(stored -> {
            try {
                return stored.map(buffer -> new JsonObject(buffer.toString())).orElseGet(JsonObject::new);
            } catch (DecodeException broken) {
                throw unreadable(file);
            }
        });
    }

    private static Chosen chosen(JsonObject settings) {
        return settings.getValue(KEY) instanceof JsonObject targets
                ? new Chosen(address(targets, RESOURCE), address(targets, SKILL))
                : Chosen.NOTHING;
    }

    private static Optional<VikingUri> address(JsonObject targets, String key) {
        return targets.getValue(key) instanceof String text ? Optional.of(VikingUri.parse(text)) : Optional.empty();
    }

    private static Fault unreadable(VikingUri file) {
        return new Fault(
                Code.FAILED_PRECONDITION,
                "Your settings cannot be read as JSON, repair or remove " + file,
                Map.of("resource", file.toString()));
    }
}
