package dev.scimlet.simulator;

import dev.scimlet.simulator.entra.CycleReport;
import dev.scimlet.simulator.log.ProvisioningAction;
import dev.scimlet.simulator.log.ProvisioningStatus;
import java.time.Duration;
import java.util.Locale;

/** A table with a row for each cycle and type of object. */
final class SummaryTable {

    private static final String ROW = "%-16s %-6s %8s %8s %9s %8s%n";

    private final StringBuilder text = new StringBuilder();

    SummaryTable() {
        text.append(
                String.format(Locale.ROOT, "%n" + ROW, "Cycle", "Type", "created", "updated", "disabled", "deleted"));
    }

    void add(CycleReport report, Duration duration) {
        row(report, report.cycle(), "User");
        row(report, "", "Group");
        text.append(String.format(
                Locale.ROOT,
                "%-16s %,d skipped, %,d failed, %,d in escrow, %.1f s, job %s%n",
                "",
                report.count(ProvisioningStatus.SKIPPED),
                report.failures(),
                report.escrows(),
                duration.toMillis() / 1000.0,
                report.state().name().toLowerCase(Locale.ROOT)));
    }

    private void row(CycleReport report, String cycle, String type) {
        text.append(String.format(
                Locale.ROOT,
                ROW,
                cycle,
                type,
                report.count(type, ProvisioningAction.CREATE),
                report.count(type, ProvisioningAction.UPDATE),
                report.count(type, ProvisioningAction.DISABLE),
                report.count(type, ProvisioningAction.DELETE)));
    }

    String text() {
        return text + System.lineSeparator();
    }
}
