package io.knarr.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which Knarr this is. */
public final class Version {
    private Version() {}

    /** Three numbers with dots, as in {@code pom.xml}. */
    public static String current() {
        try (InputStream file =
                Objects.requireNonNull(Version.class.getResourceAsStream("version.properties"), "version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return Objects.requireNonNull(properties.getProperty("version"), "version");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
