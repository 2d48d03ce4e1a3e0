package dev.scimlet.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.scimlet.jdbc", importOptions = DoNotIncludeTests.class)
final class HouseRulesTest {

    @ArchTest
    static final ArchRule knowsNoJackson =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule antlrIsTheBusinessOfScimFilter =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.antlr..");

    @ArchTest
    static final ArchRule knowsNoServlet =
            noClasses().should().dependOnClassesThat().resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.scimlet.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule sqlKnowsNoScim = noClasses()
            .that()
            .resideInAPackage("dev.scimlet.jdbc.sql")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.scimlet..")
                    .and(not(resideInAnyPackage(
                            "dev.scimlet.jdbc.sql", "dev.scimlet.spi.sql", "dev.scimlet.filter.text"))));
}
