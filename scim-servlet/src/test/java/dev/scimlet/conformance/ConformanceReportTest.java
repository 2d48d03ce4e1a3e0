package dev.scimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.conformance.ConformanceReport.Line;
import dev.scimlet.conformance.Requirement.Decision;
import dev.scimlet.conformance.Requirement.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs after all other tests, writes {@code target/conformance.md} and fails when a row is not proven. */
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(ProofRecorder.class)
class ConformanceReportTest {

    private static final List<Requirement> REQUIREMENTS = Requirement.all();
    private static final Map<String, Decision> DECISIONS = Requirement.decisions();

    @Test
    @Order(1)
    void everyRowIsProvenOrDecided(Proofs proofs) throws IOException {
        ConformanceReport report = new ConformanceReport(REQUIREMENTS, DECISIONS, proofs);
        Files.createDirectories(Path.of("target"));
        Files.writeString(Path.of("target", "conformance.md"), report.text());

        assertThat(report.lines().stream()
                        .filter(Line::isMissing)
                        .map(line -> line.requirement().id() + " "
                                + line.requirement().level() + " " + line.result()))
                .isEmpty();
    }

    @Test
    @Order(2)
    void theCommittedCopyIsCurrent(Proofs proofs) throws IOException {
        ConformanceReport report = new ConformanceReport(REQUIREMENTS, DECISIONS, proofs);
        Path copy = Path.of("..", "docs", "conformance.md");

        assertThat(ConformanceReport.essence(Files.readString(copy)))
                .as("docs/conformance.md is a copy of scim-servlet/target/conformance.md")
                .isEqualTo(ConformanceReport.essence(report.text()));
    }

    @Test
    void testsNameKnownRequirements(Proofs proofs) {
        TreeSet<String> unknown = new TreeSet<>(proofs.requirements());
        REQUIREMENTS.forEach(requirement -> unknown.remove(requirement.id()));

        assertThat(unknown).isEmpty();
    }

    @Test
    void decisionsNameKnownRequirementsWithoutTest(Proofs proofs) {
        TreeSet<String> unknown = new TreeSet<>(DECISIONS.keySet());
        REQUIREMENTS.forEach(requirement -> unknown.remove(requirement.id()));

        assertThat(unknown).isEmpty();
        assertThat(DECISIONS.keySet()).doesNotContainAnyElementsOf(proofs.requirements());
    }

    @Test
    void holdsTheWholeChecklist() {
        assertThat(REQUIREMENTS).hasSize(521).doesNotHaveDuplicates();
        assertThat(REQUIREMENTS)
                .filteredOn(requirement -> requirement.level() == Level.MUST)
                .hasSize(304);
    }
}
