package io.knarr.architecture;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which package may use which, directly (design 3). A package that is not here fails the build. */
final class PackageTable {
    private static final Map<String, List<String>> DIRECT = new LinkedHashMap<>();

    /** Libraries that only some packages may know. */
    static final Map<String, List<String>> RESERVED_LIBRARIES = Map.of(
            "io.vertx.ext.web.client..", List.of("model.remote", "ingest.source", "client"),
            "io.vertx.ext.web", List.of("http"),
            "org.apache.lucene..", List.of("storage.embedded"),
            "org.sqlite..", List.of("storage.embedded"),
            "java.sql..", List.of("storage.embedded"),
            "io.micrometer..", List.of("observe.prometheus"),
            "ai.onnxruntime..", List.of("model.local"),
            "org.jsoup..", List.of("parse"),
            "org.commonmark..", List.of("parse"),
            "picocli..", List.of("runtime"));

    static {
        row("fault");
        row("observe");
        row("observe.prometheus", "observe");
        row("offload", "fault", "observe");
        row("uri", "fault");
        row("context", "uri");
        row("identity", "context");
        row("model", "context", "observe");
        row("model.local", "model", "offload");
        // offload: an answer of megabytes is not read on a loop.
        row("model.remote", "model", "offload");
        row("parse", "context");
        row("tree", "identity");
        row("index", "identity");
        row("work", "identity", "observe");
        row("storage", "tree", "index", "work");
        row("storage.embedded", "storage", "offload");
        row("storage.postgres", "storage");
        row("layers", "tree", "model", "parse", "offload");
        row("files", "storage", "layers", "offload");
        row("ingest", "storage", "parse", "layers", "offload", "ingest.source");
        row("ingest.source", "storage", "parse", "offload");
        row("retrieve", "index", "layers");
        row("recall", "retrieve");
        row("skills", "retrieve", "files", "ingest.source");
        row("session", "storage", "layers");
        row("memory", "session");
        row("wire", "retrieve", "files", "ingest", "skills", "recall", "memory", "session");
        row("http", "wire");
        row("mcp", "wire");
        row("client", "wire");
        row("runtime");
    }

    private PackageTable() {}

    private static void row(String name, String... uses) {
        DIRECT.put(name, List.of(uses));
    }

    static Set<String> names() {
        return DIRECT.keySet();
    }

    /** The package itself and all it may use, directly or through others; {@code runtime} may use all. */
    static Set<String> reachableFrom(String name) {
        if (name.equals("runtime")) {
            return names();
        }
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (seen.add(next)) {
                open.addAll(DIRECT.getOrDefault(next, List.of()));
            }
        }
        // Surfaces see operations, not what those are made of.
        if (Set.of("http", "mcp", "client").contains(name)) {
            seen.removeAll(Set.of("storage", "index", "model", "parse"));
        }
        return seen;
    }
}
