package io.knarr.runtime;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of everything that reads the configuration. Values stay text here, so that all mistakes are reported together. */
final class ServeOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "Configuration file (see conf/ov.conf.example)")
    private @Nullable String config;

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on (default 127.0.0.1)")
    private @Nullable String host;

    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on, 0 for any free one (default 1933)")
    private @Nullable String port;

    @Option(names = "--data", paramLabel = "DIR", description = "Data directory (default ~/.knarr)")
    private @Nullable String data;

    @Option(names = "--workers", paramLabel = "N", description = "HTTP event loops (default: one per processor)")
    private @Nullable String workers;

    @Option(
            names = "--accept-corruption",
            description = "Let storage.skip_process_lock take effect: the data may be destroyed")
    private boolean acceptCorruption;

    @Option(
            names = {"--bot", "--with-bot"},
            hidden = true)
    private boolean bot;

    @Option(names = "--bot-port", hidden = true)
    private @Nullable String botPort;

    @Option(
            names = {"--enable-bot-logging", "--disable-bot-logging"},
            hidden = true)
    private boolean botLogging;

    @Option(names = "--bot-log-dir", hidden = true)
    private @Nullable String botLogDir;

    /** Reads the configuration; nothing is printed, opened or written. */
    LoadedSettings load(Surroundings surroundings) {
        return new SettingsLoader(surroundings, KnownKeys.load()).load(commandLine());
    }

    /** Reads the configuration and prints what is wrong with it or worth knowing; without settings, exit with 2. */
    Optional<Settings> settings(Surroundings surroundings, PrintWriter err) {
        LoadedSettings loaded = load(surroundings);
        print(loaded, err);
        return loaded.settings();
    }

    void print(LoadedSettings loaded, PrintWriter err) {
        loaded.notices().forEach(notice -> err.println("Note: " + notice));
        if (!unused().isEmpty()) {
            err.println(
                    "Note: not used by this version of Knarr, from the command line: " + String.join(", ", unused()));
        }
        if (!loaded.problems().isEmpty()) {
            err.println("The configuration cannot be used:");
            loaded.problems().forEach(problem -> err.println("  " + problem));
        }
        err.flush();
    }

    private SettingsLoader.CommandLine commandLine() {
        Map<Key<?>, Values.Given> values = new LinkedHashMap<>();
        put(values, Keys.HOST, "--host", host);
        put(values, Keys.PORT, "--port", port);
        put(values, Keys.WORKSPACE, "--data", data);
        put(values, Keys.WORKERS, "--workers", workers);
        return new SettingsLoader.CommandLine(Optional.ofNullable(config), values, acceptCorruption);
    }

    private static void put(Map<Key<?>, Values.Given> values, Key<?> key, String flag, @Nullable String value) {
        if (value != null) {
            values.put(key, new Values.Given(value, flag));
        }
    }

    /** Options of OpenViking’s server that are taken and do nothing. */
    private List<String> unused() {
        List<String> unused = new ArrayList<>();
        if (bot) {
            unused.add("--with-bot");
        }
        if (botPort != null) {
            unused.add("--bot-port");
        }
        if (botLogging) {
            unused.add("--enable-bot-logging");
        }
        if (botLogDir != null) {
            unused.add("--bot-log-dir");
        }
        return unused;
    }
}
