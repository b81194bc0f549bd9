package io.knarr.wire;

import io.knarr.context.Level;
import io.knarr.fault.Code;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.ingest.AddLocations;
import io.knarr.skills.Skill;
import io.knarr.skills.SkillAdding;
import io.knarr.skills.SkillCheck;
import io.knarr.skills.SkillFinding;
import io.knarr.skills.SkillReading;
import io.knarr.skills.SkillRemoval;
import io.knarr.skills.SkillRequest;
import io.knarr.uri.VikingUri;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code /api/v1/skills} (core 7). */
public final class SkillOperations {
    private static final int MOST_HITS = 10_000;

    private final Namespace namespace;
    private final SkillAdding adding;
    private final SkillReading reading;
    private final SkillFinding finding;
    private final SkillRemoval removal;
    private final SkillCheck check;
    private final AddLocations locations;

    public SkillOperations(
            Namespace namespace,
            SkillAdding adding,
            SkillReading reading,
            SkillFinding finding,
            SkillRemoval removal,
            SkillCheck check,
            AddLocations locations) {
        this.namespace = namespace;
        this.adding = adding;
        this.reading = reading;
        this.finding = finding;
        this.removal = removal;
        this.check = check;
        this.locations = locations;
    }

    public Operations operations() {
        return Operations.none()
                .on("skills.list", this::list)
                .on("skills.add", this::add)
                .on("skills.find", this::find)
                .on("skills.validate", this::validate)
                .on("skills.get", this::get)
                .on("skills.update", this::update)
                .on("skills.delete", this::delete);
    }

    private Optional<VikingUri> target(Caller caller, Input input) {
        return input.optionalText("target_uri")
                .filter(text -> !text.isBlank())
                .map(text -> namespace.resolve(caller, text));
    }

    private Future<Answer> list(Caller caller, Input input) {
        Optional<VikingUri> target = target(caller, input);
        return reading.list(caller, target.map(List::of).orElseGet(() -> SkillReading.roots(caller)))
                .map(skills -> Answer.of(SkillJson.list(
                        caller, target, skills.stream().map(SkillJson::summary).toList())));
    }

    private Future<Answer> add(Caller caller, Input input) {
        long started = System.nanoTime();
        SkillRequest request = request(caller, input);
        if (input.flag("list_only")) {
            SkillRequest all = request.chosen().isPresent() ? request : request.choosing(List.of("*"));
            return adding.preview(caller, all)
                    .map(skills -> Answer.of(new JsonObject()
                            .put(
                                    "skills",
                                    new JsonArray(skills.stream()
                                            .map(SkillOperations::listed)
                                            .toList()))));
        }
        return placed(caller, request)
                .compose(placed -> adding.add(caller, placed))
                .map(outcome ->
                        Answer.of(SkillJson.outcome(outcome), telemetry(input, "resources.add_skill", started)));
    }

    /** Without a target it goes where the user’s skills go (core 9.6). */
    private Future<SkillRequest> placed(Caller caller, SkillRequest request) {
        return request.target().isPresent()
                ? Future.succeededFuture(request)
                : locations.of(caller).map(chosen -> request.into(chosen.skill()));
    }

    private static JsonObject listed(Skill skill) {
        return new JsonObject().put("name", skill.name()).put("description", skill.description());
    }

    private Future<Answer> update(Caller caller, Input input) {
        long started = System.nanoTime();
        String name = input.text("name");
        if (input.flag("from_source")) {
            return fromSource(caller, name, target(caller, input));
        }
        SkillRequest request = request(caller, input);
        // Of an archive with several the one that is replaced.
        SkillRequest own = request.chosen().isPresent() ? request.choosing(List.of(name)) : request;
        return adding.update(caller, name, own)
                .map(outcome -> Answer.of(
                        SkillJson.outcome(outcome).put("action", "update"),
                        telemetry(input, "skills.update", started)));
    }

    /** Only repositories can be asked again, and fetching from one is not there yet. */
    private Future<Answer> fromSource(Caller caller, String name, Optional<VikingUri> target) {
        SkillReading.Wanted source =
                new SkillReading.Wanted(Optional.of(Level.ABSTRACT), Optional.empty(), SkillReading.Files.NONE, true);
        return reading.get(caller, name, target, source).compose(found -> {
            boolean repository = found.source()
                    .flatMap(SkillReading.Source::record)
                    .filter(known -> "git".equals(known.getValue("type")))
                    .isPresent();
            return Future.failedFuture(
                    repository
                            ? Fault.unimplemented("fetching a skill from its repository again")
                            : Fault.invalid(
                                    "This skill did not come from a repository; send its new text or an upload"));
        });
    }

    private SkillRequest request(Caller caller, Input input) {
        return new SkillRequest(
                input.optionalText("temp_file_id").filter(id -> !id.isBlank()),
                input.value("data"),
                input.optionalTexts("skills").filter(names -> !names.isEmpty()),
                target(caller, input),
                input.object("source_metadata"),
                FileOperations.until(input));
    }

    private Future<Answer> find(Caller caller, Input input) {
        long started = System.nanoTime();
        Optional<VikingUri> target = target(caller, input);
        SkillFinding.Question question = new SkillFinding.Question(
                input.text("query"),
                levels(input.array("level").orElseGet(JsonArray::new)),
                Math.clamp(input.integer("limit"), 0, MOST_HITS),
                input.optionalNumber("score_threshold"));
        return finding.find(caller, question, target.map(List::of).orElseGet(() -> SkillReading.roots(caller)))
                .map(answer -> {
                    JsonObject json = SkillJson.list(
                            caller,
                            target,
                            answer.matches().stream().map(SkillJson::match).toList());
                    if (!answer.degraded().isEmpty()) {
                        json.put("degraded", new JsonArray(answer.degraded()));
                    }
                    return Answer.of(json, telemetry(input, "skills.find", started));
                });
    }

    private static Set<Level> levels(JsonArray numbers) {
        return Arrays.stream(Level.values())
                .filter(level -> numbers.stream()
                        .anyMatch(number -> number instanceof Number n && n.longValue() == level.number()))
                .collect(Collectors.toSet());
    }

    private Future<Answer> validate(Caller caller, Input input) {
        boolean strict = input.flag("strict");
        return check.check(
                        caller,
                        input.value("data"),
                        strict ? SkillCheck.Strictness.STRICT : SkillCheck.Strictness.LENIENT,
                        input.optionalText("skill_dir_name").filter(name -> !name.isEmpty()))
                .map(report -> Answer.of(SkillJson.report(
                        report,
                        strict,
                        input.optionalText("source_path").orElse(""),
                        input.optionalText("skill_dir_name").orElse(""))));
    }

    private Future<Answer> get(Caller caller, Input input) {
        SkillReading.Files files = !input.flag("include_files")
                ? SkillReading.Files.NONE
                : input.flag("include_integrity") ? SkillReading.Files.WITH_INTEGRITY : SkillReading.Files.LISTED;
        SkillReading.Wanted wanted = new SkillReading.Wanted(
                level(input), input.optionalFlag("include_content"), files, input.flag("include_source"));
        return reading.get(caller, input.text("name"), target(caller, input), wanted)
                .map(found -> Answer.of(SkillJson.found(found)));
    }

    private static Optional<Level> level(Input input) {
        if (input.optionalInteger("level").isEmpty()) {
            return Optional.empty();
        }
        int number = input.integer("level");
        for (Level level : Level.values()) {
            if (level.number() == number) {
                return Optional.of(level);
            }
        }
        throw new Fault(
                Code.INVALID_ARGUMENT,
                "level is 0, 1 or 2, not " + number,
                Map.of("field", "level", "allowed", List.of(0, 1, 2)));
    }

    private Future<Answer> delete(Caller caller, Input input) {
        return removal.remove(caller, input.text("name"), target(caller, input))
                .map(outcome -> Answer.of(new JsonObject()
                        .put("name", outcome.uri().name())
                        .put("uri", outcome.uri().toString())
                        .put("root_uri", outcome.uri().toString())
                        .put("estimated_deleted_count", outcome.records())
                        .put("privacy_deleted", false)));
    }

    private static Optional<JsonObject> telemetry(Input input, String operation, long started) {
        return input.wantsTelemetry()
                ? Optional.of(Telemetry.of(operation, System.nanoTime() - started, new JsonObject()))
                : Optional.empty();
    }
}
