package io.knarr.session;

/**
 * When a tool’s output is kept beside the messages instead of in them (sessions 7.5). Sizes are in code points.
 *
 * @param enabled whether it ever is
 * @param thresholdCharacters an output longer than this goes out
 * @param inlineBudgetCharacters outputs of a group go out, the largest first, until less than this stays
 * @param previewCharacters of what stays in the message
 * @param previewBudgetCharacters shared by the outputs of a group that go out together
 * @param minPreviewCharacters each gets at least so many
 */
public record ToolOutputSettings(
        boolean enabled,
        int thresholdCharacters,
        int inlineBudgetCharacters,
        int previewCharacters,
        int previewBudgetCharacters,
        int minPreviewCharacters) {
    public static final ToolOutputSettings DEFAULT = new ToolOutputSettings(true, 20_000, 100_000, 2000, 10_000, 1000);

    /** Of each of so many that go out together. */
    int preview(int moved) {
        return Math.max(
                0,
                Math.min(
                        previewCharacters,
                        Math.max(minPreviewCharacters, previewBudgetCharacters / Math.max(1, moved))));
    }
}
