package dev.scimlet.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.scimlet.simulator", importOptions = DoNotIncludeTests.class)
final class HouseRulesTest {

    @ArchTest
    static final ArchRule antlrIsTheBusinessOfScimFilter =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.antlr..");

    @ArchTest
    static final ArchRule knowsNoServlet =
            noClasses().should().dependOnClassesThat().resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.scimlet.(**)").should().beFreeOfCycles();
}
