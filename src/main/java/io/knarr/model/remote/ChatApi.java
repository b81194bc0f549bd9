package io.knarr.model.remote;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The providers of chat, all in the form of OpenAI (behaviour 9.1); they differ in address and in some words. */
final class ChatApi {
    private static final Map<String, String> BASES = Map.ofEntries(
            Map.entry("openai", "https://api.openai.com/v1"),
            Map.entry("volcengine", "https://ark.cn-beijing.volces.com/api/v3"),
            Map.entry("kimi", "https://api.moonshot.cn/v1"),
            Map.entry("glm", "https://open.bigmodel.cn/api/paas/v4"),
            Map.entry("dashscope", "https://dashscope.aliyuncs.com/compatible-mode/v1"),
            Map.entry("gemini", "https://generativelanguage.googleapis.com/v1beta/openai"),
            Map.entry("deepseek", "https://api.deepseek.com/v1"),
            Map.entry("openrouter", "https://openrouter.ai/api/v1"),
            Map.entry("ollama", "http://localhost:11434/v1"));

    /** Local servers ask for no key. */
    private static final Set<String> WITHOUT_KEY = Set.of("ollama");

    private static final Pattern REASONING = Pattern.compile("(?:.*/)?(?:gpt-5|o1|o3|o4).*");

    private ChatApi() {}

    /** Where a provider is when nobody says. */
    static Optional<String> base(String provider) {
        return Optional.ofNullable(BASES.get(provider));
    }

    static boolean needsKey(Credential credential) {
        return credential.apiBase().isEmpty() && !WITHOUT_KEY.contains(credential.provider());
    }

    static String url(Credential credential) {
        String base = credential.base(base(credential.provider()).orElse(""));
        return credential.provider().equals("azure")
                ? Azure.url(base, credential, "chat/completions")
                : base + "/chat/completions";
    }

    static Post.KeyHeader keyHeader(Credential credential) {
        return credential.provider().equals("azure") ? Post.KeyHeader.API_KEY : Post.KeyHeader.BEARER;
    }

    /** OpenAI’s models that think first take other parameters. */
    static boolean isReasoning(String model) {
        return REASONING.matcher(model).matches();
    }

    /** DashScope’s models think unless told not to. */
    static boolean isDashScope(Credential credential) {
        return url(credential).contains("dashscope");
    }
}
