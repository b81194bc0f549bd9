package io.knarr.wire;

import java.util.List;
import java.util.Optional;

/**
 * One operation of the document, ready to be routed and checked.
 *
 * @param method in upper case
 * @param path template: segments, of which {@code {name}} ones are parameters
 * @param rest whether the path parameters take more than one segment
 * @param id the {@code operationId}
 * @param summary one sentence
 * @param envelope how its answers are wrapped
 * @param role who may call it
 * @param lane what kind of work it is
 * @param planned whether this version promises not to have it yet
 * @param needsKeys whether it is refused where no keys are managed (dev mode)
 * @param parameters path parameters, then query parameters
 * @param body the JSON body, if it reads one
 * @param form the text fields of a multipart body, if it takes a file
 */
public record Endpoint(
        String method,
        String path,
        boolean rest,
        String id,
        String summary,
        Envelope envelope,
        RoleRule role,
        Lane lane,
        boolean planned,
        boolean needsKeys,
        List<Parameter> parameters,
        Optional<Body> body,
        Optional<Schema.Model> form) {
    /**
     * A JSON body.
     *
     * @param model its fields
     * @param required whether no body is an error; else it counts as an empty object
     */
    record Body(Schema.Model model, boolean required) {}

    public boolean readsJson() {
        return body.isPresent();
    }

    public boolean takesFile() {
        return form.isPresent();
    }
}
