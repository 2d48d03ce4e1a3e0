package dev.scimlet.conformance;

import dev.scimlet.conformance.Requirement.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The report: a line for each requirement with its tests and its result. */
final class ConformanceReport {

    /** A line; the result is {@code proven}, {@code failed}, {@code missing} or the kind of a decision. */
    record Line(Requirement requirement, String tests, String result) {

        boolean isMissing() {
            return result.equals("missing") || result.equals("failed");
        }

        String text() {
            return "| " + requirement.id() + " | " + requirement.level() + " | " + result + " | "
                    + cell(requirement.text()) + " | " + cell(requirement.reference()) + " | " + tests + " |";
        }

        private static String cell(String text) {
            return text.replace("|", "\\|").replace("\\\\|", "\\|");
        }
    }

    private final List<Line> lines = new ArrayList<>();

    ConformanceReport(List<Requirement> requirements, Map<String, Decision> decisions, Proofs proofs) {
        for (Requirement requirement : requirements) {
            lines.add(line(requirement, decisions.get(requirement.id()), proofs.of(requirement.id())));
        }
    }

    private static Line line(
            Requirement requirement, @org.jspecify.annotations.Nullable Decision decision, List<Proofs.Proof> proofs) {
        String tests = proofs.stream().map(Proofs.Proof::test).collect(Collectors.joining(", "));
        if (proofs.stream().anyMatch(proof -> !proof.passed())) {
            return new Line(requirement, tests, "failed");
        }
        if (decision != null) {
            return new Line(requirement, decision.reason(), decision.kind().toString());
        }
        return new Line(requirement, tests, proofs.isEmpty() ? "missing" : "proven");
    }

    List<Line> lines() {
        return lines;
    }

    String text() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        lines.forEach(line -> counts.merge(line.requirement().level() + " " + line.result(), 1, Integer::sum));
        StringBuilder text = new StringBuilder("# Conformance\n\n");
        text.append(
                        "What RFC 7643, RFC 7644, RFC 9865 and their errata demand of a service provider, and the tests that")
                .append(" prove it. LIB is a decision of this library where the sources are silent or contradict")
                .append(" themselves. Written by `ConformanceReportTest` in scim-servlet, which fails when a row of")
                .append(" level MUST or LIB has neither a passing test nor a stated reason.\n\n");
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(count -> text.append("* ")
                        .append(count.getKey())
                        .append(": ")
                        .append(count.getValue())
                        .append('\n'));
        String section = "";
        for (Line line : lines) {
            Requirement requirement = line.requirement();
            String title = requirement.part() + ": " + requirement.section();
            if (!title.equals(section)) {
                section = title;
                text.append("\n## ").append(title);
                text.append("\n\n| Id | Level | Result | Requirement | Reference | Tests or reason |\n");
                text.append("|---|---|---|---|---|---|\n");
            }
            text.append(line.text()).append('\n');
        }
        return text.toString();
    }

    /** Id, level and result of each line of a report; what a committed copy must have in common with the present one. */
    static List<String> essence(String text) {
        return text.lines()
                .filter(line -> line.matches("\\| [A-Z][A-Z0-9.-]*-[0-9].*"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> cells[1] + cells[2] + cells[3])
                .toList();
    }
}
