package io.knarr.wire;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a surface received it, before validation.
 *
 * @param path the decoded path parameters
 * @param query the decoded query, each name with all its values in order
 * @param form the text fields of a multipart body
 * @param body the JSON body as {@link Json#read} gives it; empty for no body and for null
 * @param upload the file part of a multipart body
 * @param gone completes when nobody waits for the answer any more
 */
public record RawRequest(
        Map<String, String> path,
        Map<String, List<String>> query,
        Map<String, List<String>> form,
        Optional<Object> body,
        Optional<Upload> upload,
        Future<Void> gone) {}
