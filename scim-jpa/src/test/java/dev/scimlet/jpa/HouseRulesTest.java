package dev.scimlet.jpa;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.scimlet.jpa", importOptions = DoNotIncludeTests.class)
final class HouseRulesTest {

    @ArchTest
    static final ArchRule knowsNoProvider = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hibernate..", "org.eclipse.persistence..");

    @ArchTest
    static final ArchRule knowsNoFramework =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("org.springframework..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule knowsNoJackson =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule antlrIsTheBusinessOfScimFilter =
            noClasses().should().dependOnClassesThat().resideInAPackage("org.antlr..");

    /** On entities there is reflection in one place, on the members that the provider's metamodel names. */
    @ArchTest
    static final ArchRule reflectsInOnePlace = noClasses()
            .that()
            .doNotHaveSimpleName("Access")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.reflect\\.(Field|Method|Constructor)");

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.scimlet.(**)").should().beFreeOfCycles();
}
