package org.hsdpo.cli;

import java.io.PrintWriter;

/** One line that is written over, with the time each stage has still to go. */
public final class ProgressBar {
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private String stage = "";
    private long stageBegun;

    /** @param err where it is drawn */
    public ProgressBar(PrintWriter err) {
        this.err = err;
    }

    /**
     * Draws.
     *
     * @param name of the stage; another one begins a line of its own
     * @param done share of the stage, 0 to 1
     */
    public void progress(String name, double done) {
        if (!name.equals(stage)) {
            if (!stage.isEmpty()) {
                err.println();
            }
            stage = name;
            stageBegun = System.nanoTime();
        }
        int filled = (int) Math.round(WIDTH * done);
        double elapsed = (System.nanoTime() - stageBegun) / 1e9;
        String left = done > 0.01 ? "%4.0f s left".formatted(elapsed * (1 - done) / done) : "";
        err.printf(
                "\r… %-28s [%s%s] %3.0f %% %-12s",
                name, "#".repeat(filled), "-".repeat(WIDTH - filled), 100 * done, left);
        err.flush();
    }
}
