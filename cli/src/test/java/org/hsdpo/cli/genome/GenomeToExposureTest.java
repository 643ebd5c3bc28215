package org.hsdpo.cli.genome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hsdpo.cli.ProjectFolder;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.fhir.FhirBundleReader;
import org.hsdpo.data.genome.VariantFileReader;
import org.hsdpo.data.state.PatientStateAssembler;
import org.hsdpo.twin.DrugPharmacokinetics;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.junit.jupiter.api.Test;

/** The example's variant file all the way to the exposure of its twin. */
class GenomeToExposureTest {
    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");
    private static final Receipt RECEIPT = new Receipt("example", NOW);

    private static String variants() throws IOException {
        return Files.readString(ProjectFolder.root().resolve("examples/genome/variants.vcf"));
    }

    private static ClinicalFacts genome(String file) {
        return new VariantFileReader(1 << 20).read(file.getBytes(StandardCharsets.UTF_8), Optional.empty(), RECEIPT);
    }

    private static PatientState patient(String file) {
        ClinicalFacts chart = new FhirBundleReader().read(ExamplePatient.content("application/json"), RECEIPT);
        return new PatientStateAssembler().assemble("example", NOW, List.of(chart, genome(file)));
    }

    private static double glimepiride(PatientState patient) {
        TwinCohort cohort = TwinCohort.personalised(TwinInputs.from(patient.withAssumedDoses()), 1, 7);
        return DrugPharmacokinetics.of(cohort, 0, Drug.GLIMEPIRIDE).meanConcentration(2);
    }

    @Test
    void theExampleIsWhatTheGuideSays() throws IOException {
        ClinicalFacts facts = genome(variants());
        assertThat(facts.genotypes()).hasSize(17).allSatisfy(genotype -> assertThat(genotype.missingPositions())
                .isEmpty());
        assertThat(patient(variants()).phenotypes())
                .containsEntry("CYP2C9", "Poor Metabolizer")
                .containsEntry("CYP2C19", "Intermediate Metabolizer")
                .containsEntry("SLCO1B1", "Decreased Function")
                .containsEntry("CYP2C8", "Normal Function")
                .containsEntry("SLC22A1", "Decreased Function")
                .doesNotContainKey("CYP4F2");
        assertThat(facts.issues()).singleElement().satisfies(issue -> assertThat(issue.message())
                .startsWith("SLCO1B1 may be *1/*15 or *5/*37"));
    }

    @Test
    void aPoorMetaboliserByVariantFileHasTheExposureTheTwinGivesOne() throws IOException {
        PatientState poor = patient(variants());
        PatientState normal = patient(variants().replaceAll("(rs1057910\\t.*)1/1", "$10/0"));
        assertThat(normal.phenotypes()).containsEntry("CYP2C9", "Normal Metabolizer");
        // Clearance of poor metabolisers is 0.35 of normal (twin.yaml, from Niemi 2002).
        assertThat(glimepiride(poor) / glimepiride(normal)).isCloseTo(1 / 0.35, within(1e-6));
        assertThat(TwinInputs.from(poor.withAssumedDoses()).sampledCovariates())
                .doesNotContain("phenotypes.CYP2C9", "phenotypes.CYP2C8", "phenotypes.SLC22A1");
    }

    @Test
    void withoutTheDecisivePositionThePhenotypeIsSampled() throws IOException {
        PatientState untested = patient(variants().replaceAll("chr10\\t94981296\\t.*\\n", ""));
        assertThat(untested.phenotypes()).doesNotContainKey("CYP2C9");
        assertThat(TwinInputs.from(untested.withAssumedDoses()).sampledCovariates())
                .contains("phenotypes.CYP2C9");
    }
}
