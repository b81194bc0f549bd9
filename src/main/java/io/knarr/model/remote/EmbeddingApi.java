package io.knarr.model.remote;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The providers of embeddings we can talk to (behaviour 9.2). */
enum EmbeddingApi {
    OPENAI(Form.OPENAI, "https://api.openai.com/v1", 2048),
    AZURE(Form.OPENAI, "", 2048),
    JINA(Form.JINA, "https://api.jina.ai/v1", 2048),
    VOYAGE(Form.VOYAGE, "https://api.voyageai.com/v1", 128),
    COHERE(Form.COHERE, "https://api.cohere.com", 96),
    MINIMAX(Form.MINIMAX, "https://api.minimax.chat/v1", 4096),
    OLLAMA(Form.OPENAI, "http://localhost:11434/v1", 2048),
    GEMINI(Form.OPENAI, "https://generativelanguage.googleapis.com/v1beta/openai", 100),
    /** Its compatible mode; text-embedding-v3 and later take ten texts. */
    DASHSCOPE(Form.OPENAI, "https://dashscope.aliyuncs.com/compatible-mode/v1", 10),
    VOLCENGINE(Form.OPENAI, "https://ark.cn-beijing.volces.com/api/v3", 256),
    /** A LiteLLM proxy, or any other server of OpenAI’s API. */
    LITELLM(Form.OPENAI, "", 2048);

    private final Form form;
    private final String base;
    private final int maxTexts;

    /** The shapes of requests and answers. */
    enum Form {
        OPENAI,
        JINA,
        VOYAGE,
        COHERE,
        MINIMAX,
        /** Volcengine’s for models that take pictures: one vector for all parts, so one text per request. */
        ARK
    }

    EmbeddingApi(Form form, String base, int maxTexts) {
        this.form = form;
        this.base = base;
        this.maxTexts = maxTexts;
    }

    static Optional<EmbeddingApi> of(String provider) {
        return Arrays.stream(values())
                .filter(api -> api.provider().equals(provider))
                .findFirst();
    }

    /** For a credential that was not refused. */
    static EmbeddingApi of(Credential credential) {
        return of(credential.provider()).orElseThrow(() -> new IllegalArgumentException(credential.provider()));
    }

    static List<String> providers() {
        return Arrays.stream(values()).map(EmbeddingApi::provider).toList();
    }

    private String provider() {
        return name().toLowerCase(Locale.ROOT);
    }

    Form form(EmbeddingSettings.Input input) {
        return this == VOLCENGINE && input == EmbeddingSettings.Input.MULTIMODAL ? Form.ARK : form;
    }

    /** How many texts one request takes. */
    int maxTexts(EmbeddingSettings.Input input) {
        return form(input) == Form.ARK ? 1 : maxTexts;
    }

    /** Empty when a credential must name it. */
    String base() {
        return base;
    }

    /** Whether the model can be asked for shorter vectors, so that not all of it travels. */
    boolean takesDimensions(String model) {
        return switch (this) {
            case OPENAI -> model.startsWith("text-embedding-3");
            case AZURE, LITELLM -> !model.contains("ada-002");
            case GEMINI, DASHSCOPE, JINA -> true;
            case VOYAGE -> !model.matches("voyage-(2|large-2.*|code-2|law-2|finance-2|3|3-lite|multi.*)");
            case COHERE -> model.contains("v4");
            case VOLCENGINE -> model.contains("vision");
            case OLLAMA, MINIMAX -> false;
        };
    }

    Post.KeyHeader keyHeader() {
        return this == AZURE ? Post.KeyHeader.API_KEY : Post.KeyHeader.BEARER;
    }

    String url(Credential credential, EmbeddingSettings.Input input) {
        String own = credential.base(base);
        return switch (this) {
            case AZURE -> Azure.url(own, credential, "embeddings");
            case COHERE -> (own.endsWith("/v2") ? own : own + "/v2") + "/embed";
            case OLLAMA -> (own.matches("https?://[^/]+") ? own + "/v1" : own) + "/embeddings";
            case VOLCENGINE -> own + (form(input) == Form.ARK ? "/embeddings/multimodal" : "/embeddings");
            default -> own + "/embeddings";
        };
    }
}
