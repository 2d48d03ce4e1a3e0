package dev.scimlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scimlet.conformance.ConformanceReport.Line;
import dev.scimlet.conformance.Requirement.Decision;
import dev.scimlet.conformance.Requirement.Kind;
import dev.scimlet.conformance.Requirement.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/** Runs after all other tests, writes {@code target/conformance.md} and fails when a row is not proven. */
@Order(Integer.MAX_VALUE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(ProofRecorder.class)
@Isolated("comes after all that proves something")
class ConformanceReportTest {

    private static final List<Requirement> REQUIREMENTS = Requirement.all();
    private static final Map<String, Decision> DECISIONS = Requirement.decisions();

    /** Optional abilities that the service does not have: the rows about each, and the members that would declare it. */
    private static final Map<String, List<String>> ABSENT_ABILITIES =
            Map.of("E-9967-", List.of("securityEvents", "asyncRequest", "eventUris"));

    private static final Set<String> UNCHECKABLE = Set.of("S-4.1.2-06");

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

    /** Rows of MUST or LIB may go without a test only here, and each kind of excuse is checked. */
    @Test
    void onlyAbsentAbilitiesAndTheUncheckableGoWithoutTest() {
        DECISIONS.forEach((id, decision) -> {
            assertThat(decision.reason()).as(id).hasSizeGreaterThan(60);
            if (decision.kind() == Kind.NOT_OFFERED) {
                assertThat(ABSENT_ABILITIES.keySet()).as(id).anyMatch(id::startsWith);
            } else {
                assertThat(UNCHECKABLE).contains(id);
            }
        });
    }

    @Test
    void whatIsNotOfferedIsNotDeclared() {
        Scim scim = Scim.service();
        String declared = scim.get("/ServiceProviderConfig").expect(200).text();
        ABSENT_ABILITIES.forEach((prefix, members) -> members.forEach(
                member -> assertThat(declared).as(prefix).doesNotContainIgnoringCase('"' + member + '"')));

        Answer created = scim.post("/Users", Scim.user("'userName':'a'"), "Prefer", "respond-async")
                .expect(201);
        assertThat(created.header("Preference-Applied")).isEmpty();
        assertThat(created.header("Set-Txn")).isEmpty();
    }

    @Test
    void holdsTheWholeChecklist() {
        assertThat(REQUIREMENTS).hasSize(521).doesNotHaveDuplicates();
        assertThat(REQUIREMENTS)
                .filteredOn(requirement -> requirement.level() == Level.MUST)
                .hasSize(304);
    }
}
