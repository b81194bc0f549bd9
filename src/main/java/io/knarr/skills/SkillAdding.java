package io.knarr.skills;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.layers.Sidecar;
import io.knarr.offload.Pool;
import io.knarr.storage.Storage;
import io.knarr.uri.VikingUri;
import io.knarr.work.Following;
import io.knarr.work.GroupProgress;
import io.knarr.work.Queue;
import io.knarr.work.Task;
import io.knarr.work.TaskStore;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Adds skills and replaces them (core 7.3, 7.7). Their files are there before the answer, their vectors follow. */
public final class SkillAdding {
    /** The task’s type, as clients know it. */
    public static final String TASK_TYPE = "add_skill";

    private final Storage storage;
    private final Following following;
    private final SkillPackages packages;
    private final SkillOverview overviews;
    private final SkillFiles files;
    private final SkillLookup lookup;
    private final Supplier<String> newGroup;

    /**
     * @param compute unpacks and parses
     * @param newGroup makes ids of work that is followed without being a task
     */
    public SkillAdding(
            Storage storage, Following following, Pool compute, SkillOverview overviews, Supplier<String> newGroup) {
        this.storage = storage;
        this.following = following;
        this.packages = new SkillPackages(storage.uploads(), compute);
        this.overviews = overviews;
        this.files = new SkillFiles(storage);
        this.lookup = new SkillLookup(storage.tree(), compute);
        this.newGroup = newGroup;
    }

    /** One that is stored now. */
    public record Stored(String name, VikingUri uri, int auxiliaryFiles) {}

    /**
     * What became of a request.
     *
     * @param skills at least one
     * @param taskId of the work that follows; empty when it was waited for
     * @param progress of that work, when it was waited for
     */
    public record Outcome(List<Stored> skills, Optional<String> taskId, Optional<GroupProgress> progress) {
        public Outcome {
            skills = List.copyOf(skills);
        }
    }

    /** What a request would add; nothing is stored. */
    public Future<List<Skill>> preview(Caller caller, SkillRequest request) {
        return packages.read(caller, request)
                .map(arrived ->
                        arrived.skills().stream().map(SkillPackage::skill).toList());
    }

    /** A skill of the same name is replaced. Faults as in core 7.3. */
    public Future<Outcome> add(Caller caller, SkillRequest request) {
        return Future.succeededFuture()
                .map(_ -> SkillRoots.toAdd(caller, request.target()))
                .compose(root -> packages.read(caller, request)
                        .compose(arrived -> store(caller, request, root, arrived, "add")));
    }

    /** Replaces a skill where it is. {@code NOT_FOUND}; {@code INVALID_ARGUMENT} when the new one has another name. */
    public Future<Outcome> update(Caller caller, String name, SkillRequest request) {
        return lookup.find(caller, name, request.target())
                .compose(skill -> packages.read(caller, request).compose(arrived -> {
                    Optional<String> other = arrived.skills().stream()
                            .map(one -> one.skill().name())
                            .filter(actual -> !actual.equals(name))
                            .findFirst();
                    return other.isPresent()
                            ? Future.failedFuture(new Fault(
                                    Code.INVALID_ARGUMENT,
                                    "The skill to replace is " + name + ", this one is " + other.get(),
                                    Map.of("expected", name, "actual", other.get())))
                            : store(caller, request, skill.parent(), arrived, "update");
                }));
    }

    private Future<Outcome> store(
            Caller caller, SkillRequest request, VikingUri root, SkillPackages.Arrived arrived, String operation) {
        List<Future<SkillFiles.Placed>> placing = arrived.skills().stream()
                .map(one -> placed(
                        caller,
                        root,
                        one,
                        request.sourceMetadata()
                                .orElseGet(() -> arrived.source().copy().put("operation", operation))))
                .toList();
        List<Stored> stored = arrived.skills().stream()
                .map(one -> new Stored(
                        one.skill().name(),
                        root.child(one.skill().name()),
                        one.auxiliary().size()))
                .toList();
        return Future.all(placing).compose(all -> {
            List<SkillFiles.Placed> placed = all.list();
            return request.waitUntil().isPresent()
                    ? waited(caller, request, placed, stored)
                    : asTask(caller, placed, stored);
        });
    }

    private Future<SkillFiles.Placed> placed(Caller caller, VikingUri root, SkillPackage arrived, JsonObject source) {
        Skill skill = arrived.skill();
        VikingUri directory = root.child(skill.name());
        return overviews.of(skill, caller.deadline()).map(overview -> {
            Map<String, Buffer> contents = new HashMap<>(arrived.auxiliary());
            contents.put(SkillNames.DEFINITION, Buffer.buffer(skill.definition()));
            contents.put(Level.ABSTRACT.sidecar(), sidecar(directory, "skill", skill.summary()));
            contents.put(Level.OVERVIEW.sidecar(), sidecar(directory, overview.author(), overview.text()));
            contents.put(
                    SkillNames.SOURCE,
                    Buffer.buffer(source.copy().put("skill_name", skill.name()).encode()));
            return new SkillFiles.Placed(directory, contents);
        });
    }

    private static Buffer sidecar(VikingUri directory, String author, String body) {
        Sidecar sidecar = new Sidecar(
                directory,
                Optional.empty(),
                Optional.of(new Sidecar.GeneratedBy(author, "context_write")),
                Optional.of(new Sidecar.Freshness(0, 0, 0)),
                body);
        return Buffer.buffer(sidecar.text());
    }

    private Future<Outcome> waited(
            Caller caller, SkillRequest request, List<SkillFiles.Placed> placed, List<Stored> stored) {
        String group = newGroup.get();
        return files.put(caller.account(), placed, List.of(group))
                .compose(_ -> following.whenDone(group, request.waitUntil().orElseThrow(), "add skill"))
                .compose(progress -> {
                    Optional<String> error =
                            progress.in(Queue.EMBEDDING).errors().stream().findFirst();
                    return error.isPresent()
                            ? Future.failedFuture(new Fault(Code.PROCESSING_ERROR, error.get()))
                            : Future.succeededFuture(new Outcome(stored, Optional.empty(), Optional.of(progress)));
                });
    }

    private Future<Outcome> asTask(Caller caller, List<SkillFiles.Placed> placed, List<Stored> stored) {
        String id = UUID.randomUUID().toString();
        TaskStore.NewTask task = new TaskStore.NewTask(
                Optional.of(id),
                caller.account(),
                caller.user(),
                TASK_TYPE,
                Optional.empty(),
                new JsonObject(),
                Optional.of("queued"));
        // The result first: the work may have ended before the next line here.
        TaskStore.Change told = new TaskStore.Change(
                Optional.of(Task.Status.RUNNING),
                Optional.of("processing_queue"),
                Optional.empty(),
                Optional.of(result(stored)),
                Optional.empty());
        TaskStore tasks = storage.tasks();
        return tasks.create(task)
                .compose(_ -> tasks.update(caller.account(), id, told))
                .compose(_ -> files.put(caller.account(), placed, List.of(id))
                        .recover(cause -> tasks.update(
                                        caller.account(),
                                        id,
                                        TaskStore.Change.failed(Fault.of(cause).getMessage()))
                                .transform(_ -> Future.failedFuture(cause))))
                .map(new Outcome(stored, Optional.of(id), Optional.empty()));
    }

    /** The members of an answer that tell of the skills; those of the first where there are several. */
    public static JsonObject result(List<Stored> skills) {
        Stored first = skills.getFirst();
        JsonObject result = one(first).put("status", "success");
        if (skills.size() > 1) {
            List<JsonObject> all = new ArrayList<>();
            skills.forEach(skill -> all.add(one(skill)));
            result.put("skills", new JsonArray(all));
        }
        return result;
    }

    private static JsonObject one(Stored skill) {
        return new JsonObject()
                .put("uri", skill.uri().toString())
                .put("name", skill.name())
                .put("auxiliary_files", skill.auxiliaryFiles())
                .put("root_uri", skill.uri().toString());
    }
}
