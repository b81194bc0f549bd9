package io.knarr.model.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Azure’s addresses: the deployment stands in the path, the version of the API behind it. */
final class Azure {
    /** The latest version that is not a preview. */
    private static final String VERSION = "2024-10-21";

    private Azure() {}

    /** @param base of the resource, or one that leads to the deployment already */
    static String url(String base, Credential credential, String operation) {
        String deployment =
                base.contains("/openai") ? base : base + "/openai/deployments/" + encoded(credential.model());
        return deployment + "/" + operation + "?api-version="
                + encoded(credential.apiVersion().orElse(VERSION));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
