package io.knarr.it;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The released {@code ov} client, as npm delivers it (contract/clients.md 6); installed into target/ov when missing. */
final class OvClient {
    private static final String PACKAGE = "@openviking/cli-linux-x64@0.4.20";

    private final Path binary;
    private final Path home;

    private OvClient(Path binary, Path home) {
        this.binary = binary;
        this.home = home;
    }

    /** A client with a home of its own that talks to this server. */
    static OvClient of(KnarrServer server, Path home) throws IOException, InterruptedException {
        Path settings = Files.createDirectories(home.resolve(".openviking"));
        Files.writeString(settings.resolve("ovcli.settings.conf"), "{\"language\":\"en\"}");
        JsonObject config =
                new JsonObject().put("url", server.url("")).put("timeout", 120).put("echo_command", false);
        Files.writeString(settings.resolve("ovcli.conf"), config.encode());
        return new OvClient(installed(), home);
    }

    private static Path installed() throws IOException, InterruptedException {
        Path prefix = Path.of("target", "ov").toAbsolutePath();
        Path binary = prefix.resolve("node_modules/@openviking/cli-linux-x64/bin/ov");
        if (!Files.isExecutable(binary)) {
            Files.createDirectories(prefix);
            Processes.Result npm = Processes.run(
                    List.of("npm", "install", "--no-save", "--prefix", prefix.toString(), PACKAGE),
                    Map.of(),
                    prefix,
                    300);
            if (npm.exit() != 0) {
                throw new IllegalStateException("the ov client could not be installed with npm:\n" + npm.all());
            }
        }
        return binary;
    }

    Processes.Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(List.of(arguments));
        return Processes.run(command, Map.of("HOME", home.toString(), "NO_COLOR", "1"), home, 180);
    }

    /** The {@code result} of a command in JSON mode; fails unless the command succeeds. */
    @Nullable
    Object json(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-o", "json"));
        all.addAll(List.of(arguments));
        Processes.Result result = run(all.toArray(String[]::new));
        if (result.exit() != 0) {
            throw new AssertionError("ov " + String.join(" ", arguments) + ": " + result.all());
        }
        JsonObject answer = (JsonObject) Json.decodeValue(result.out().strip());
        if (!Boolean.TRUE.equals(answer.getBoolean("ok"))) {
            throw new AssertionError("ov " + String.join(" ", arguments) + ": " + result.all());
        }
        return answer.getValue("result");
    }
}
