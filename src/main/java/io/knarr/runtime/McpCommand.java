package io.knarr.runtime;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code knarr mcp}, which a later version offers. */
@Command(name = "mcp", description = "Speak MCP on stdin and stdout (planned).")
final class McpCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine()
                .getErr()
                .println(
                        "This version of Knarr does not speak MCP yet: start the server with knarr serve and use HTTP.");
        return Exit.ERROR;
    }
}
