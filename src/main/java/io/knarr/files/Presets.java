package io.knarr.files;

import io.knarr.context.Level;
import io.knarr.identity.Caller;
import io.knarr.layers.Sidecar;
import io.knarr.storage.FollowUps;
import io.knarr.storage.Storage;
import io.knarr.storage.TreeChange;
import io.knarr.uri.VikingUri;
import io.knarr.work.NewJob;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Directories that every account and user has from its first call on (core 1.8). */
public final class Presets {
    private static final Map<String, String> HOME = new LinkedHashMap<>();

    static {
        HOME.put("memories", "What is remembered about this user: profile, preferences, people and things, events.");
        HOME.put("resources", "Documents that belong to this user alone.");
        HOME.put("privacy", "Private values that skills of this user are filled with.");
        HOME.put("peers", "What is known about the people and agents this user works with.");
        HOME.put("skills", "Skills that belong to this user alone.");
        HOME.put("sessions", "Conversations of this user.");
    }

    private final Storage storage;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    public Presets(Storage storage) {
        this.storage = storage;
    }

    /** Makes what is missing; after the first call for a user it costs nothing. */
    public Future<Void> ensure(Caller caller) {
        String key = caller.account() + "/" + caller.user();
        if (known.contains(key)) {
            return Future.succeededFuture();
        }
        VikingUri home = caller.home();
        // First what holds the others: making one of those would make it too, and without its layers.
        return make(caller, VikingUri.of("resources"), "Documents shared by everybody in this account.")
                .compose(_ -> make(caller, home, "Everything that belongs to user " + caller.user() + "."))
                .compose(_ -> Batches.mapInOrder(
                        List.copyOf(HOME.keySet()),
                        4,
                        name -> make(caller, home.child(name), HOME.getOrDefault(name, ""))))
                .onSuccess(_ -> known.add(key))
                .mapEmpty();
    }

    private Future<Void> make(Caller caller, VikingUri directory, String text) {
        return storage.tree().stat(caller.account(), directory).compose(found -> {
            if (found.isPresent()) {
                return Future.succeededFuture();
            }
            Map<String, Buffer> sidecars = new LinkedHashMap<>();
            sidecars.put(Level.ABSTRACT.sidecar(), sidecar(directory, text));
            sidecars.put(Level.OVERVIEW.sidecar(), sidecar(directory, "# " + directory.name() + "\n\n" + text));
            List<NewJob> jobs = new ArrayList<>();
            if (!directory.name().equals("sessions")) {
                jobs.add(FollowUps.index(directory, List.of()));
            }
            return storage.atomically(caller.account(), List.of(new TreeChange.WriteAll(directory, sidecars)), jobs);
        });
    }

    private static Buffer sidecar(VikingUri directory, String body) {
        Sidecar sidecar = new Sidecar(
                directory,
                Optional.empty(),
                Optional.of(new Sidecar.GeneratedBy("preset", "context_write")),
                Optional.of(new Sidecar.Freshness(0, 0, 0)),
                body);
        return Buffer.buffer(sidecar.text());
    }
}
