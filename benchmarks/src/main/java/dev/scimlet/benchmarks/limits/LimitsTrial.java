package dev.scimlet.benchmarks.limits;

import dev.scimlet.benchmarks.http.Options;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/**
 * What limits are for, in this process and in memory, with the log off.
 *
 * <ul>
 *   <li>{@code --requests=N}: of the idle directory, 500 otherwise
 *   <li>{@code --seconds=N}: of each attack, 20 otherwise
 * </ul>
 */
public final class LimitsTrial {

    private static final Set<String> OPTIONS = Set.of("--requests", "--seconds");
    private static final int REQUESTS = 500;
    private static final int SECONDS = 20;

    private LimitsTrial() {}

    public static void run(List<String> arguments, PrintStream out) throws InterruptedException {
        var options = new Options(arguments, OPTIONS);
        System.setProperty("org.slf4j.simpleLogger.log.dev.scimlet", "error");
        FairnessTrial.run(out, options.number("--requests", REQUESTS));
        out.println();
        AttackTrial.run(out, options.number("--seconds", SECONDS));
    }
}
