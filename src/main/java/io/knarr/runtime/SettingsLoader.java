package io.knarr.runtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Puts the configuration together: options win over {@code KNARR_…} variables, these over the file, the file over the
 * defaults. Reads one file, writes nothing, and reports everything that is wrong at once.
 */
final class SettingsLoader {
    /** Variables that are not settings of the server. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("KNARR_CONFIG", "KNARR_JAVA", "KNARR_JAVA_OPTS", "KNARR_HEAP");

    private final Surroundings surroundings;
    private final KnownKeys known;

    SettingsLoader(Surroundings surroundings, KnownKeys known) {
        this.surroundings = surroundings;
        this.known = known;
    }

    /**
     * What was said on the command line.
     *
     * @param config {@code --config}
     * @param values keys that have an option, in any order
     * @param acceptCorruption whether the user takes the risk of a data directory without a lock
     */
    record CommandLine(Optional<String> config, Map<Key<?>, Values.Given> values, boolean acceptCorruption) {}

    LoadedSettings load(CommandLine commandLine) {
        ConfigFile files = new ConfigFile(surroundings);
        Optional<ConfigFile.Found> found = files.find(commandLine.config());
        List<Problem> problems = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        Map<Key<?>, Values.Given> given = new LinkedHashMap<>();
        found.ifPresent(file -> {
            switch (files.read(file)) {
                case ConfigFile.Content.Unusable unusable -> problems.add(unusable.problem());
                case ConfigFile.Content.Tree tree -> {
                    FileKeys keys =
                            new FileKeys(known, String.valueOf(file.path().getFileName()));
                    keys.walk(tree.root());
                    given.putAll(keys.given());
                    problems.addAll(keys.problems());
                    notices.addAll(keys.notices());
                }
            }
        });
        variables(given, notices);
        given.putAll(commandLine.values());
        Values values = new Values(surroundings, found.isPresent());
        given.forEach((key, value) -> {
            values.take(key, value).ifPresent(problems::add);
            Notices.ofAlias(key, value).ifPresent(notices::add);
        });
        notices.addAll(ProviderRules.notices(values));
        if (problems.isEmpty()) {
            problems.addAll(Rules.broken(values, commandLine.acceptCorruption()));
        }
        return new LoadedSettings(
                found.map(ConfigFile.Found::path), values, List.copyOf(problems), List.copyOf(notices));
    }

    private void variables(Map<Key<?>, Values.Given> given, List<String> notices) {
        Map<String, String> left = new TreeMap<>(surroundings.variables());
        for (Key<?> key : Keys.ALL) {
            String value = left.remove(key.variable());
            if (value != null) {
                given.put(key, new Values.Given(value, key.variable()));
            }
        }
        Set<String> unknown = new TreeSet<>(left.keySet());
        unknown.removeIf(name -> !name.startsWith("KNARR_") || OTHER_VARIABLES.contains(name));
        // Not an error: an orchestrator sets KNARR_… for a service of that name.
        unknown.forEach(name -> notices.add("the variable " + name + " is not known"
                + known.nearestVariable(name)
                        .map(near -> ", did you mean " + near + "?")
                        .orElse("")));
    }
}
