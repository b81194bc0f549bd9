package io.knarr.runtime;

import java.lang.reflect.InvocationTargetException;

/** The first class to load: compiled for older Java so that it can say which Java is needed. */
public final class Launcher {
    private static final int NEEDED = 25;

    private Launcher() {}

    /** Hands over to {@code Main}, or explains and exits with 1. */
    public static void main(String[] args) throws ReflectiveOperationException {
        int found = Runtime.version().feature();
        if (found < NEEDED) {
            System.err.println("Knarr needs Java " + NEEDED + " or newer and this is Java " + found
                    + ": start it with target/knarr, which looks for one, or with the java of a JDK " + NEEDED + ".");
            System.exit(1);
        }
        try {
            Class.forName("io.knarr.runtime.Main")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
        } catch (InvocationTargetException failure) {
            throw new IllegalStateException(failure.getCause());
        }
    }
}
