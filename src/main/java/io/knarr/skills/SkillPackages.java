package io.knarr.skills;

import io.knarr.identity.Caller;
import io.knarr.ingest.source.ArchiveBlocking;
import io.knarr.ingest.source.ArchiveLimits;
import io.knarr.ingest.source.LocalFileBlocking;
import io.knarr.ingest.source.ScanRules;
import io.knarr.offload.Pool;
import io.knarr.parse.Decoding;
import io.knarr.parse.FileKind;
import io.knarr.parse.FileKinds;
import io.knarr.tree.UploadStore;
import io.knarr.tree.UploadStore.Upload;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what a caller sent into skills. */
final class SkillPackages {
    private static final int LARGEST_FILE = 16 << 20;
    private static final ArchiveBlocking ARCHIVES =
            new ArchiveBlocking(new ArchiveLimits(2_000, LARGEST_FILE, SkillFiles.MOST_BYTES, 100, 16L * 1024 * 1024));
    private static final ScanRules WHOLE =
            new ScanRules(List.of(), List.of(), List.of(), ScanRules.Origin.WHOLE, ScanRules.Strictness.FAIL);

    private final UploadStore uploads;
    private final Pool compute;

    /** @param compute unpacks and parses */
    SkillPackages(UploadStore uploads, Pool compute) {
        this.uploads = uploads;
        this.compute = compute;
    }

    /** @param source what the server knows of where they came from (core 7.8) */
    record Arrived(List<SkillPackage> skills, JsonObject source) {}

    /** {@code INVALID_ARGUMENT} for what is no skill, {@code PERMISSION_DENIED} for a bad upload id and paths. */
    Future<Arrived> read(Caller caller, SkillRequest request) {
        if (request.uploadId().isEmpty()) {
            return compute.run(caller.deadline(), () -> inline(request));
        }
        String id = request.uploadId().get();
        return uploads.find(caller.account(), id)
                .compose(upload -> uploads.localCopy(caller.account(), id)
                        .compose(path ->
                                compute.run(caller.deadline(), () -> uploaded(upload, path, request.chosen()))));
    }

    private static Arrived inline(SkillRequest request) {
        Skill skill = SkillData.read(request.data()).skill();
        return new Arrived(
                List.of(new SkillPackage(skill, Map.of())),
                new JsonObject().put("type", "api").put("source", "inline_content"));
    }

    private static Arrived uploaded(Upload upload, Path path, Optional<List<String>> chosen) throws IOException {
        JsonObject source = new JsonObject()
                .put("type", "api")
                .put("source", "temp_upload")
                .put("upload_mode", upload.id().startsWith("shared_") ? "shared" : "local")
                .put("original_filename", upload.fileName());
        if (FileKinds.of(upload.fileName()) == FileKind.ARCHIVE) {
            TreeMap<String, byte[]> files = new TreeMap<>();
            var _ = ARCHIVES.read(path, WHOLE, file -> files.put(file.path(), file.content()));
            return new Arrived(new Unpacking(files).skills(chosen), source);
        }
        String text = Decoding.text(LocalFileBlocking.read(path, LARGEST_FILE));
        TreeMap<String, byte[]> alone = new TreeMap<>();
        alone.put(SkillNames.DEFINITION, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Arrived(new Unpacking(alone).skills(chosen), source);
    }
}
