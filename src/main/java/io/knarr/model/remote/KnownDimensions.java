package io.knarr.model.remote;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How long the vectors of well-known models are (behaviour 9.2). */
final class KnownDimensions {
    private static final int OTHERWISE = 2048;
    /** By a part of the name; the first that fits. */
    private static final Map<String, Integer> BY_NAME = new LinkedHashMap<>();

    static {
        BY_NAME.put("text-embedding-ada-002", 1536);
        BY_NAME.put("text-embedding-3-small", 1536);
        BY_NAME.put("text-embedding-3-large", 3072);
        BY_NAME.put("voyage", 1024);
        BY_NAME.put("embed-v4", 1536);
        BY_NAME.put("light-v3", 384);
        BY_NAME.put("embed-english-v3", 1024);
        BY_NAME.put("embed-multilingual-v3", 1024);
        BY_NAME.put("nomic-embed", 768);
        BY_NAME.put("mxbai", 1024);
        BY_NAME.put("all-minilm", 384);
        BY_NAME.put("snowflake", 1024);
        BY_NAME.put("qwen3-embedding", 1024);
        BY_NAME.put("embeddinggemma", 768);
        BY_NAME.put("jina-embeddings-v5-text-small", 1024);
        BY_NAME.put("jina-embeddings-v5-text-nano", 768);
        BY_NAME.put("jina-embeddings-v3", 1024);
        BY_NAME.put("jina-embeddings-v4", 2048);
    }

    private KnownDimensions() {}

    static int of(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return BY_NAME.entrySet().stream()
                .filter(known -> name.contains(known.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERWISE);
    }
}
