package dev.scimlet.simulator;

import dev.scimlet.simulator.entra.Progress;
import dev.scimlet.simulator.entra.ProgressListener;
import java.io.PrintStream;
import java.util.Locale;

/** Draws the progress of a phase on a terminal, over and over on one line; elsewhere it writes a line for each phase. */
final class ProgressBar implements ProgressListener {

    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private int drawnPercent = -1;

    ProgressBar(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void advanced(Progress progress) {
        boolean finished = progress.done() == progress.total();
        if (progress.total() == 0) {
            return;
        }
        if (terminal && (finished || progress.percent() != drawnPercent)) {
            out.print("\r" + line(progress) + (finished ? "\n" : ""));
            out.flush();
            drawnPercent = finished ? -1 : progress.percent();
        } else if (!terminal && finished) {
            out.println(line(progress));
        }
    }

    private String line(Progress progress) {
        String counts = String.format(
                Locale.ROOT,
                "%-15s %-12s %,7d of %,7d  %3d %%",
                progress.cycle(),
                progress.phase().title(),
                progress.done(),
                progress.total(),
                progress.percent());
        return terminal ? counts + "  [" + bar(progress.percent()) + "]" : counts;
    }

    private static String bar(int percent) {
        int filled = WIDTH * percent / 100;
        return "#".repeat(filled) + "-".repeat(WIDTH - filled);
    }
}
