package io.knarr.wire;

import io.knarr.identity.Caller;
import io.knarr.skills.SkillAdding;
import io.knarr.skills.SkillCheck;
import io.knarr.skills.SkillContents;
import io.knarr.skills.SkillFinding;
import io.knarr.skills.SkillReading;
import io.knarr.skills.Summary;
import io.knarr.uri.VikingUri;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Writes skills (core 7). */
final class SkillJson {
    private SkillJson() {}

    static JsonObject summary(Summary skill) {
        return new JsonObject()
                .put("type", "skill")
                .put("name", skill.name())
                .put("uri", skill.uri().toString())
                .put("root_uri", skill.uri().toString())
                .put("skill_md_uri", skill.definition().toString())
                .put("description", skill.description())
                .put("tags", new JsonArray(skill.tags()))
                .put("allowed_tools", new JsonArray(skill.allowedTools()));
    }

    static JsonObject match(SkillFinding.Match match) {
        return summary(match.summary())
                .put("score", match.score())
                .put("match_reason", "")
                .put("level", match.level().number())
                .put("abstract", match.abstractText());
    }

    /** @param target where was looked; empty: in all roots */
    static JsonObject list(Caller caller, Optional<VikingUri> target, List<JsonObject> skills) {
        JsonObject json = new JsonObject();
        target.ifPresentOrElse(
                uri -> json.put("root_uri", uri.toString()),
                () -> json.put(
                        "root_uris",
                        new JsonArray(SkillReading.roots(caller).stream()
                                .map(VikingUri::toString)
                                .toList())));
        return json.put("skills", new JsonArray(skills)).put("total", skills.size());
    }

    static JsonObject outcome(SkillAdding.Outcome outcome) {
        JsonObject json = SkillAdding.result(outcome.skills());
        outcome.taskId().ifPresent(id -> json.put("task_id", id));
        outcome.progress().ifPresent(progress -> json.put("queue_status", QueueStatusJson.of(progress)));
        return json;
    }

    static JsonObject found(SkillReading.Found found) {
        JsonObject json = summary(found.summary());
        found.abstractText().ifPresent(text -> json.put("abstract", text));
        found.overview().ifPresent(text -> json.put("overview", text));
        found.content()
                .ifPresent(content -> json.put("content", content.text()).put("content_sha256", content.sha256()));
        found.files().ifPresent(files -> {
            json.put(
                    "files",
                    new JsonArray(files.entries().stream().map(SkillJson::file).toList()));
            files.revision().ifPresent(revision -> json.put("revision", revision));
        });
        found.source().ifPresent(source -> json.put("source", source(source)));
        return json;
    }

    private static JsonObject file(SkillContents.Entry entry) {
        JsonObject json = new JsonObject()
                .put("name", entry.uri().name())
                .put("uri", entry.uri().toString())
                .put("path", entry.path())
                .put("is_dir", entry.isDirectory())
                .put("kind", entry.kind().label());
        entry.sha256().ifPresent(hash -> json.put("size", entry.size()).put("sha256", hash));
        return json;
    }

    private static JsonObject source(SkillReading.Source source) {
        return source.record()
                .map(known -> known.copy()
                        .put("tracked", true)
                        .put("metadata_uri", source.uri().toString()))
                .orElseGet(() -> new JsonObject()
                        .put("tracked", false)
                        .put("message", "Where this skill came from was not written down"));
    }

    static JsonObject report(SkillCheck.Report report, boolean strict, String sourcePath, String directoryName) {
        JsonObject json =
                new JsonObject().put("valid", report.errors().isEmpty()).put("strict", strict);
        report.read()
                .ifPresent(read -> json.put("name", read.name())
                        .put("description", read.description())
                        .put("tags", new JsonArray(read.tags()))
                        .put("allowed_tools", new JsonArray(read.allowedTools()))
                        .put("body_lines", read.bodyLines())
                        .put("source_path", sourcePath)
                        .put("skill_dir_name", directoryName));
        json.put("errors", problems(report.errors())).put("warnings", problems(report.warnings()));
        return report.read().isPresent() ? json : json.put("source_path", sourcePath);
    }

    private static JsonArray problems(List<SkillCheck.Problem> problems) {
        return new JsonArray(problems.stream()
                .map(problem -> new JsonObject()
                        .put("rule", problem.rule())
                        .put("message", problem.message())
                        .put("field", problem.field()))
                .toList());
    }
}
