package io.knarr.runtime;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code knarr doctor}: looks for the usual causes of trouble. */
@Command(
        name = "doctor",
        description = "Look for the usual causes of trouble and say what to do. Changes nothing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Option(names = "--offline", description = "Ask no server and load no model")
    private boolean offline;

    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    DoctorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Finding> findings = new Doctor(surroundings, options.load(surroundings)).examine(offline);
        findings.forEach(out::println);
        out.flush();
        return findings.stream().anyMatch(finding -> finding.state() == Finding.State.FAIL) ? Exit.ERROR : Exit.OK;
    }
}
