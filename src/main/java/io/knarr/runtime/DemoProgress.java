package io.knarr.runtime;

import java.io.PrintWriter;

/** How far the import is: one line that changes on a terminal, a line per change elsewhere. Of one thread. */
final class DemoProgress {
    private final PrintWriter out;
    private final boolean terminal;
    private String shown = "";

    DemoProgress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void show(String line) {
        if (line.equals(shown)) {
            return;
        }
        if (terminal) {
            // Blanks over what a longer line left behind.
            out.print("\r" + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        } else {
            out.println(line);
        }
        shown = line;
        out.flush();
    }

    /** The next output begins on a line of its own. */
    void end() {
        if (terminal && !shown.isEmpty()) {
            out.println();
        }
        out.flush();
    }
}
