package io.knarr.runtime;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code knarr demo}: a server with something in it, apart from the user’s own data and configuration. */
@Command(
        name = "demo",
        description =
                "Import Knarr's own documentation into a server of its own, show what can be done with it, stay up.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "PORT", description = "Port to listen on (default: any free one)")
    private String port = "0";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data directory to use and keep (default: a temporary one, removed at the end)")
    private @Nullable String data;

    @Option(names = "--exit", description = "End after the show")
    private boolean exit;

    private final Surroundings surroundings;
    private final Assembly assembly;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    DemoCommand(Surroundings surroundings, Assembly assembly) {
        this.surroundings = surroundings;
        this.assembly = assembly;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (data != null) {
            return run(surroundings.resolve(data));
        }
        try (TemporaryDirectory directory = TemporaryDirectory.create()) {
            return run(directory.path());
        }
    }

    private int run(Path directory) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Surroundings apart = apart(directory);
        LoadedSettings loaded = new SettingsLoader(apart, KnownKeys.load()).load(commandLine(directory));
        if (!loaded.problems().isEmpty()) {
            loaded.problems().forEach(problem -> err.println(problem));
            err.flush();
            return Exit.CONFIGURATION;
        }
        // JDK 25 has none again when the output goes to a file or pipe.
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        Demo demo = new Demo(out, err, terminal, exit ? Demo.AtTheEnd.EXIT : Demo.AtTheEnd.STAY);
        return new Foreground(loaded.settings().orElseThrow(), apart, assembly, out, err).run(demo);
    }

    /** Without variables and configuration files: a key that is set there would refuse the demo’s own requests. */
    private Surroundings apart(Path directory) {
        Path none = directory.resolve("no-configuration");
        return new Surroundings(Map.of(), none, surroundings.directory(), none, surroundings.cores());
    }

    private SettingsLoader.CommandLine commandLine(Path directory) {
        Map<Key<?>, Values.Given> values = new LinkedHashMap<>();
        values.put(Keys.PORT, new Values.Given(port, "--port"));
        // Lines of the log would tear the show apart.
        values.put(Keys.LOG_LEVEL, new Values.Given("ERROR", "the demo"));
        values.put(Keys.WORKSPACE, new Values.Given(directory.toString(), "--data"));
        return new SettingsLoader.CommandLine(Optional.empty(), values, false);
    }
}
