package dev.scimlet.directory;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.scimlet.directory", importOptions = DoNotIncludeTests.class)
final class HouseRulesTest {

    @ArchTest
    static final ArchRule jacksonStaysWhereTokensAreRead = noClasses()
            .that()
            .resideOutsideOfPackage("dev.scimlet.directory.jose")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule servletsStayInTheServletPackage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.scimlet.directory.servlet")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule sqlStaysInTheJdbcPackage = noClasses()
            .that()
            .resideOutsideOfPackage("dev.scimlet.directory.jdbc")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql", "javax.sql", "dev.scimlet.spi.sql");

    @ArchTest
    static final ArchRule signaturesKnowNoDirectory = noClasses()
            .that()
            .resideInAPackage("dev.scimlet.directory.jose")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.scimlet.directory", "dev.scimlet.protocol..", "dev.scimlet.spi..");

    @ArchTest
    static final ArchRule knowsNoFramework =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.scimlet.(**)").should().beFreeOfCycles();
}
