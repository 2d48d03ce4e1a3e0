package dev.scimlet.servlet;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
        packages = {"dev.scimlet.protocol", "dev.scimlet.servlet"},
        importOptions = DoNotIncludeTests.class)
final class HouseRulesTest {

    @ArchTest
    static final ArchRule jacksonStaysInTheEngine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.scimlet.protocol")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule servletsStayInTheServletPackage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.scimlet.servlet..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule protocolKnowsNoServlet = noClasses()
            .that()
            .resideInAPackage("dev.scimlet.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "dev.scimlet.servlet..");

    @ArchTest
    static final ArchRule messagesKnowNothingElse = noClasses()
            .that()
            .resideInAPackage("dev.scimlet.protocol.message")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.scimlet.protocol", "dev.scimlet.protocol.access", "dev.scimlet.spi..");

    @ArchTest
    static final ArchRule accessKnowsNoEngine = noClasses()
            .that()
            .resideInAPackage("dev.scimlet.protocol.access")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.scimlet.protocol");

    @ArchTest
    static final ArchRule antlrIsTheBusinessOfScimFilter =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.antlr..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.scimlet.(**)").should().beFreeOfCycles();
}
