package io.knarr.wire;

import io.knarr.model.ModelUse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The models as the text that {@code ov status} reads (core 9.1). */
final class ModelTables {
    private static final List<String> USED =
            List.of("Model", "Provider", "Calls", "Prompt", "Completion", "Total", "Last Updated");
    private static final List<String> CONFIGURED = List.of("Model", "Provider", "Status");

    private ModelTables() {}

    static String of(List<ModelUse> uses) {
        List<String> parts = new ArrayList<>();
        section(parts, "VLM Models:", uses, ModelTables::writes);
        section(parts, "Embedding Models:", uses, use -> use.purpose().equals("embedding"));
        section(parts, "Rerank Models:", uses, use -> use.purpose().equals("rerank"));
        uses.forEach(
                use -> use.trouble().ifPresent(why -> parts.add(use.purpose() + " is not asked at present: " + why)));
        return String.join("\n", parts);
    }

    private static boolean writes(ModelUse use) {
        return use.purpose().equals("vlm") || use.purpose().equals("query_planner");
    }

    private static void section(List<String> parts, String title, List<ModelUse> all, Predicate<ModelUse> which) {
        List<ModelUse> uses = all.stream().filter(which).toList();
        if (uses.isEmpty()) {
            return;
        }
        parts.add(title);
        boolean unused = uses.stream().allMatch(use -> writes(use) && use.calls() == 0);
        parts.add(
                unused
                        ? TextTable.of(
                                CONFIGURED,
                                uses.stream()
                                        .map(use -> List.of(use.model(), use.provider(), "configured"))
                                        .toList())
                        : TextTable.of(USED, uses.stream().map(ModelTables::row).toList()));
    }

    private static List<String> row(ModelUse use) {
        return List.of(
                use.model(),
                use.provider(),
                Long.toString(use.calls()),
                Long.toString(use.promptTokens()),
                Long.toString(use.completionTokens()),
                Long.toString(use.promptTokens() + use.completionTokens()),
                use.lastUsed().map(Times::seconds).orElse("-"));
    }
}
