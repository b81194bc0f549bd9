package io.knarr.runtime;

import java.nio.file.Path;
import java.util.Map;

/**
 * What the process finds around it: read once, at its start.
 *
 * @param variables the environment
 * @param home the user’s home directory, for {@code ~}
 * @param directory where the process was started; relative paths begin there
 * @param systemConfig the machine’s configuration file, used when the user has none
 * @param cores processors this process may use
 */
record Surroundings(Map<String, String> variables, Path home, Path directory, Path systemConfig, int cores) {
    static Surroundings ofProcess() {
        Map<String, String> variables = System.getenv();
        String home = variables.getOrDefault("HOME", "");
        return new Surroundings(
                variables,
                Path.of(home.isBlank() ? System.getProperty("user.home") : home),
                Path.of("").toAbsolutePath(),
                Path.of("/etc/openviking/ov.conf"),
                Runtime.getRuntime().availableProcessors());
    }

    /** An absolute path for one as a user writes it. */
    Path resolve(String path) {
        if (path.equals("~")) {
            return home;
        }
        if (path.startsWith("~/")) {
            return home.resolve(path.substring(2)).normalize();
        }
        return directory.resolve(path).normalize();
    }

    /** A path as a user reads it: {@code ~} for the home directory. */
    String shown(Path path) {
        return path.startsWith(home) && !path.equals(home) ? "~/" + home.relativize(path) : path.toString();
    }
}
