package io.knarr.wire;

import io.knarr.fault.Code;
import io.knarr.fault.Deadline;
import io.knarr.fault.Fault;
import io.knarr.identity.Caller;
import io.knarr.identity.Namespace;
import io.knarr.ingest.AddResource;
import io.knarr.ingest.Intake;
import io.knarr.tree.UploadStore;
import io.knarr.uri.VikingUri;
import io.knarr.work.Task;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code /api/v1/resources}: uploads and what becomes of them (core 3). */
public final class ResourceOperations {
    private static final List<String> REMOTE = List.of("http://", "https://", "git@", "ssh://", "git://", "tos://");
    private static final Set<String> CORE_FIELDS = Set.of(
            "path",
            "to",
            "parent",
            "reason",
            "instruction",
            "wait",
            "timeout",
            "build_index",
            "summarize",
            "processing_mode",
            "watch_interval",
            "strict",
            "source_name",
            "ignore_dirs",
            "include",
            "exclude",
            "directly_upload_media",
            "preserve_structure",
            "create_parent",
            "telemetry",
            "tags",
            "tag_mode",
            "ctx",
            "to_is_directory");

    private final Namespace namespace;
    private final UploadStore uploads;
    private final Intake intake;
    private final UploadLimits limits;

    /**
     * What uploads may be.
     *
     * @param defaultMode form of id when the client does not say
     * @param maxBytes largest upload
     */
    public record UploadLimits(UploadStore.Mode defaultMode, long maxBytes) {}

    public ResourceOperations(Namespace namespace, UploadStore uploads, Intake intake, UploadLimits limits) {
        this.namespace = namespace;
        this.uploads = uploads;
        this.intake = intake;
        this.limits = limits;
    }

    public Operations operations() {
        return Operations.none().on("resources.temp_upload", this::upload).on("resources.add", this::add);
    }

    private Future<Answer> upload(Caller caller, Input input) {
        UploadStore.Mode mode = input.optionalText("upload_mode")
                .map(name -> name.equals("shared") ? UploadStore.Mode.SHARED : UploadStore.Mode.LOCAL)
                .orElse(limits.defaultMode());
        Upload upload = input.upload();
        long started = System.nanoTime();
        return uploads.save(caller.account(), upload.fileName(), mode, upload.content(), limits.maxBytes())
                .map(saved -> Answer.of(
                        new JsonObject().put("temp_file_id", saved.id()),
                        Telemetry.asked(input, "resources.temp_upload", started)));
    }

    private Future<Answer> add(Caller caller, Input input) {
        long started = System.nanoTime();
        AddResource request = request(caller, input);
        Optional<Deadline> until = FileOperations.until(input);
        return intake.accept(caller, request)
                .compose(accepted -> until.isEmpty()
                        ? Future.succeededFuture(
                                Answer.of(queued(accepted), Telemetry.asked(input, "resources.add_resource", started)))
                        : intake.ended(caller, accepted.taskId(), until.get())
                                .map(task -> ended(task, Telemetry.asked(input, "resources.add_resource", started))));
    }

    private static JsonObject queued(Intake.Accepted accepted) {
        JsonObject json = new JsonObject().put("status", "success").put("task_id", accepted.taskId());
        accepted.root().ifPresent(root -> json.put("root_uri", root.toString()));
        return json;
    }

    private static Answer ended(Task task, Optional<JsonObject> telemetry) {
        return switch (task.status()) {
            case COMPLETED -> Answer.of(task.result().orElseGet(JsonObject::new), telemetry);
            case CANCELLED -> Answer.of(new JsonObject().put("status", "cancelled"), telemetry);
            default ->
                new Answer.Rejected(
                        new Fault(Code.PROCESSING_ERROR, task.error().orElse("the import failed")), telemetry);
        };
    }

    private AddResource request(Caller caller, Input input) {
        String uploadId = uploadId(input);
        JsonObject args = input.object("args").orElseGet(JsonObject::new);
        args.fieldNames().stream().filter(CORE_FIELDS::contains).findFirst().ifPresent(field -> {
            throw Fault.invalid("args holds options of parsers; " + field + " is a field of the request itself");
        });
        if (input.number("watch_interval") > 0) {
            throw Fault.invalid("An upload cannot be watched: its source does not change");
        }
        return new AddResource(
                uploadId,
                input.optionalText("source_name").filter(name -> !name.isBlank()),
                address(caller, input, "to"),
                address(caller, input, "parent"),
                input.flag("create_parent"),
                new AddResource.Selection(
                        list(input, "ignore_dirs"),
                        list(input, "include"),
                        list(input, "exclude"),
                        input.flag("strict"),
                        input.flag("directly_upload_media")),
                input.text("processing_mode").equals("vectors_only"),
                noSplit(args),
                AttributeOperations.tagging("tag_mode", input.optionalTexts("tags"), input.text("tag_mode")));
    }

    private static String uploadId(Input input) {
        Optional<String> upload = input.optionalText("temp_file_id").filter(id -> !id.isBlank());
        Optional<String> path = input.optionalText("path").filter(text -> !text.isBlank());
        boolean connector =
                input.optionalText("add_type").filter(type -> !type.isBlank()).isPresent();
        if (connector) {
            throw Fault.invalid("Connectors (add_type) are not configured on this server");
        }
        if (upload.isPresent()) {
            return upload.get();
        }
        if (path.isEmpty()) {
            throw valueError("one of path and temp_file_id is needed");
        }
        if (REMOTE.stream().noneMatch(path.get()::startsWith)) {
            throw Fault.denied(
                    "Paths of the server’s own machine are not read; upload the file (temp_upload) and send its temp_file_id",
                    path.get());
        }
        throw Fault.unimplemented("adding a resource from a URL or repository");
    }

    static Fault valueError(String message) {
        String full = "Value error, " + message;
        return new Fault(
                Code.INVALID_ARGUMENT,
                "Invalid request parameters: body: " + full,
                Map.of(
                        "validation_errors",
                        List.of(Map.of("loc", List.of("body"), "message", full, "type", "value_error"))));
    }

    private Optional<VikingUri> address(Caller caller, Input input, String name) {
        return input.optionalText(name).filter(text -> !text.isBlank()).map(text -> namespace.resolve(caller, text));
    }

    private static List<String> list(Input input, String name) {
        return input.optionalText(name)
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList())
                .orElse(List.of());
    }

    private static boolean noSplit(JsonObject args) {
        Object mode = args.getValue("parse_mode", "default");
        return switch (String.valueOf(mode)) {
            case "default" -> false;
            case "no_split" -> true;
            default -> throw Fault.invalid("parse_mode is default or no_split, not " + mode);
        };
    }
}
