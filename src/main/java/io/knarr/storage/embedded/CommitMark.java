package io.knarr.storage.embedded;

import io.knarr.index.IndexState;
import io.knarr.index.ModelMark;
import java.util.Map;
import java.util.Optional;

/**
 * What a commit says about itself, beside its documents.
 *
 * @param model whose vectors it has
 * @param progress whether everything was indexed; kept, so that a kill in the middle of a rebuild is noticed
 */
record CommitMark(ModelMark model, Progress progress) {
    /** Of the documents; one more whenever what an entry is made into changes. */
    private static final String FORMAT = "1";

    private static final String FORMAT_KEY = "knarr.format";
    private static final String MODEL_KEY = "knarr.model";
    private static final String DIMENSIONS_KEY = "knarr.dimensions";
    private static final String PROGRESS_KEY = "knarr.progress";

    enum Progress {
        BUILDING,
        COMPLETE
    }

    Map<String, String> toUserData() {
        return Map.of(
                FORMAT_KEY, FORMAT,
                MODEL_KEY, model.model(),
                DIMENSIONS_KEY, String.valueOf(model.dimensions()),
                PROGRESS_KEY, progress.name());
    }

    /** Why the index of a commit cannot be used for a model; empty when it can. */
    static Optional<String> objection(Map<String, String> userData, ModelMark wanted) {
        if (!FORMAT.equals(userData.get(FORMAT_KEY))) {
            return Optional.of("it was written by another version of Knarr");
        }
        String dimensions = String.valueOf(wanted.dimensions());
        if (!wanted.model().equals(userData.get(MODEL_KEY)) || !dimensions.equals(userData.get(DIMENSIONS_KEY))) {
            return Optional.of("it was made with the embedding model " + userData.get(MODEL_KEY) + " ("
                    + userData.get(DIMENSIONS_KEY) + " dimensions), now " + wanted.model() + " (" + dimensions
                    + ") is used");
        }
        return Optional.empty();
    }

    static IndexState state(Map<String, String> userData) {
        return Progress.COMPLETE.name().equals(userData.get(PROGRESS_KEY))
                ? new IndexState.Ready()
                : new IndexState.Stale("building it was interrupted");
    }
}
