package io.knarr.runtime;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code knarr check}: what the configuration amounts to. */
@Command(
        name = "check",
        description = "Check the configuration and print every value with where it comes from. Starts nothing.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        LoadedSettings loaded = options.load(surroundings);
        out.println("file: "
                + loaded.file().map(surroundings::shown).orElse("none, and none is needed (see conf/ov.conf.example)"));
        for (Key<?> key : Keys.ALL) {
            out.println(key.path() + " = " + loaded.values().shown(key) + "  ("
                    + loaded.values().origin(key) + ")");
        }
        out.flush();
        options.print(loaded, spec.commandLine().getErr());
        return loaded.problems().isEmpty() ? Exit.OK : Exit.CONFIGURATION;
    }
}
