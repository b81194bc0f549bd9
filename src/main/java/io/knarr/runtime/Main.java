package io.knarr.runtime;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. Nothing is opened, bound or written, and no thread started, before a command decides to. */
@Command(
        name = "knarr",
        description = "A context database server for AI agents.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended as asked",
            "1:something went wrong",
            "2:the configuration or the command line is wrong",
            "3:another process uses the data directory"
        })
public final class Main implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    private final Surroundings surroundings;
    private final Assembly assembly;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private Main(Surroundings surroundings, Assembly assembly) {
        this.surroundings = surroundings;
        this.assembly = assembly;
    }

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine(Surroundings.ofProcess(), new Wiring()).execute(args));
    }

    static CommandLine commandLine(Surroundings surroundings, Assembly assembly) {
        return new CommandLine(new Main(surroundings, assembly))
                .addSubcommand(new ServeCommand(surroundings, assembly))
                .addSubcommand(new DemoCommand(surroundings, assembly))
                .addSubcommand(new DoctorCommand(surroundings))
                .addSubcommand(new CheckCommand(surroundings))
                .addSubcommand(new VersionCommand())
                .addSubcommand(new McpCommand());
    }

    @Override
    public Integer call() throws InterruptedException {
        return ServeCommand.run(options, surroundings, assembly, spec);
    }
}
