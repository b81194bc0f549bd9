package io.knarr.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of the configuration.
 *
 * @param file the file that was read
 * @param values each key’s value and origin, also when there are problems
 * @param problems all that is wrong; with one of them there are no settings
 * @param notices what the user should know once, one line each
 */
record LoadedSettings(Optional<Path> file, Values values, List<Problem> problems, List<String> notices) {
    /** The settings, when nothing is wrong. */
    Optional<Settings> settings() {
        return problems.isEmpty() ? Optional.of(Settings.of(values)) : Optional.empty();
    }
}
