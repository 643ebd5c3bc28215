package org.hsdpo.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Patient data flows one way, and dependencies with it: service → library → model. */
@AnalyzeClasses(packages = "org.hsdpo", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] LIBRARIES = {
        "org.hsdpo.clinical..",
        "org.hsdpo.twin..",
        "org.hsdpo.data..",
        "org.hsdpo.text..",
        "org.hsdpo.hyperscore..",
        "org.hsdpo.agent.."
    };
    private static final String[] SERVICES = {
        "org.hsdpo.ingestion..",
        "org.hsdpo.parser..",
        "org.hsdpo.evaluation..",
        "org.hsdpo.rlagent..",
        "org.hsdpo.gateway.."
    };

    @ArchTest
    static void everyModuleIsOnThePath(JavaClasses all) {
        for (String[] group : new String[][] {LIBRARIES, SERVICES}) {
            for (String module : group) {
                String name = module.replace("..", "");
                if (all.stream().noneMatch(type -> type.getPackageName().startsWith(name))) {
                    throw new AssertionError("no class of " + name + " was analysed");
                }
            }
        }
    }

    @ArchTest
    static final ArchRule librariesKnowNoFramework = noClasses()
            .that()
            .resideInAnyPackage(LIBRARIES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.quarkus..", "jakarta..", "io.vertx..", "io.smallrye..", "io.grpc..", "org.hibernate..");

    @ArchTest
    static final ArchRule librariesKnowNeitherServicesNorContracts = noClasses()
            .that()
            .resideInAnyPackage(LIBRARIES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.hsdpo.contracts..",
                    "org.hsdpo.service..",
                    "org.hsdpo.cli..",
                    "org.hsdpo.ingestion..",
                    "org.hsdpo.parser..",
                    "org.hsdpo.evaluation..",
                    "org.hsdpo.rlagent..",
                    "org.hsdpo.gateway..");

    @ArchTest
    static final ArchRule theModelKnowsNoOtherLibrary = classes()
            .that()
            .resideInAPackage("org.hsdpo.clinical..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.hsdpo.clinical..", "java..", "com.fasterxml.jackson..", "org.fhir.ucum..");

    @ArchTest
    static final ArchRule theTwinKnowsOnlyTheModel = noClasses()
            .that()
            .resideInAPackage("org.hsdpo.twin..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hsdpo.hyperscore..", "org.hsdpo.agent..", "org.hsdpo.data..", "org.hsdpo.text..");

    @ArchTest
    static final ArchRule readersKnowOnlyTheModel = noClasses()
            .that()
            .resideInAnyPackage("org.hsdpo.data..", "org.hsdpo.text..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hsdpo.twin..", "org.hsdpo.hyperscore..", "org.hsdpo.agent..");

    @ArchTest
    static final ArchRule scoresDoNotKnowTheAgent = noClasses()
            .that()
            .resideInAPackage("org.hsdpo.hyperscore..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.hsdpo.agent..");

    @ArchTest
    static final ArchRule servicesDoNotKnowEachOther = slices().matching(
                    "org.hsdpo.(ingestion|parser|evaluation|rlagent|gateway)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule nothingDependsOnTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("org.hsdpo.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.hsdpo.cli..");

    @ArchTest
    static final ArchRule sharedServiceCodeKnowsNoService = noClasses()
            .that()
            .resideInAPackage("org.hsdpo.service..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(SERVICES);
}
