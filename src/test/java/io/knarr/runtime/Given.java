package io.knarr.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A machine with a home directory, variables, options and a file, to load settings on. */
final class Given {
    private final Path root;
    private final Map<String, String> variables = new HashMap<>();
    private final Map<Key<?>, Values.Given> options = new LinkedHashMap<>();
    private Optional<String> config = Optional.empty();
    private boolean acceptCorruption;

    Given(Path root) {
        this.root = root;
    }

    Given variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    Given option(Key<?> key, String flag, String value) {
        options.put(key, new Values.Given(value, flag));
        return this;
    }

    Given config(String path) {
        config = Optional.of(path);
        return this;
    }

    Given acceptingCorruption() {
        acceptCorruption = true;
        return this;
    }

    /** Writes a file below the machine’s root. */
    Given file(String path, String text) {
        try {
            Path file = root.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The user’s {@code ov.conf}. */
    Given userFile(String text) {
        return file("home/.openviking/ov.conf", text);
    }

    Surroundings surroundings() {
        return new Surroundings(
                variables, root.resolve("home"), root.resolve("cwd"), root.resolve("etc/openviking/ov.conf"), 3);
    }

    LoadedSettings load() {
        return new SettingsLoader(surroundings(), KnownKeys.load())
                .load(new SettingsLoader.CommandLine(config, options, acceptCorruption));
    }

    Settings settings() {
        LoadedSettings loaded = load();
        return loaded.settings().orElseThrow(() -> new AssertionError(loaded.problems()));
    }
}
