package io.knarr.http;

import io.knarr.wire.ApiDocument;
import io.knarr.wire.Endpoint;
import io.vertx.core.buffer.Buffer;

/** The page at {@code /docs}: what can be called. It loads nothing but itself. */
final class OperationsPage {
    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Knarr: operations</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
            table { border-collapse: collapse; width: 100% }
            td, th { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884 }
            code { font: 13px ui-monospace, monospace }
            .planned { opacity: .5 }
            </style></head><body>
            <h1>Operations</h1>
            <p>All parameters and bodies are in <a href="openapi.json">openapi.json</a>. Pale ones are not offered yet.</p>
            <table><thead><tr><th>Method</th><th>Path</th><th>What it does</th></tr></thead><tbody>
            """;

    private OperationsPage() {}

    static Buffer of(ApiDocument document) {
        StringBuilder page = new StringBuilder(HEAD);
        for (Endpoint endpoint : document.endpoints()) {
            page.append(endpoint.planned() ? "<tr class=\"planned\">" : "<tr>")
                    .append("<td><code>" + endpoint.method() + "</code></td>")
                    .append("<td><code>" + escaped(endpoint.path()) + "</code></td>")
                    .append("<td>" + escaped(endpoint.summary()) + "</td></tr>\n");
        }
        return Buffer.buffer(page.append("</tbody></table></body></html>\n").toString());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
