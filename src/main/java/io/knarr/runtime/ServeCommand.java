package io.knarr.runtime;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code knarr serve}. */
@Command(
        name = "serve",
        description = "Start the server; what knarr does without a command.",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    private final Surroundings surroundings;
    private final Assembly assembly;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    ServeCommand(Surroundings surroundings, Assembly assembly) {
        this.surroundings = surroundings;
        this.assembly = assembly;
    }

    @Override
    public Integer call() throws InterruptedException {
        return run(options, surroundings, assembly, spec);
    }

    static int run(ServeOptions options, Surroundings surroundings, Assembly assembly, CommandSpec spec)
            throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Optional<Settings> settings = options.settings(surroundings, err);
        if (settings.isEmpty()) {
            return Exit.CONFIGURATION;
        }
        return new Foreground(settings.get(), surroundings, assembly, out, err).run(Companion.NONE);
    }
}
