package org.hsdpo.data.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.junit.jupiter.api.Test;

/** Single variants by dbSNP number, in the form of the HL7 genomics reporting guide. */
class VariantReadingTest {
    private static ClinicalFacts read(String... variants) {
        return new FhirBundleReader()
                .read(
                        ("{'resourceType':'Bundle','type':'collection','entry':[{'resource':{'resourceType':'Patient','gender':'female'}}"
                                        + String.join("", variants) + "]}")
                                .replace('\'', '"')
                                .getBytes(StandardCharsets.UTF_8),
                        new Receipt("record", Instant.parse("2026-11-01T00:00:00Z")));
    }

    private static String component(String code, String value) {
        return "{'code':{'coding':[{'system':'http://loinc.org','code':'" + code + "'}]}," + value + "}";
    }

    private static String variant(String rs, String ref, String alt, String presence, String state, String... more) {
        return ",{'resource':{'resourceType':'Observation','status':'final','code':{'coding':[{'system':'http://loinc.org',"
                + "'code':'69548-6'}]},'valueCodeableConcept':{'coding':[{'system':'http://loinc.org','code':'"
                + presence
                + "'}]},'component':["
                + component("81252-9", "'valueCodeableConcept':{'coding':[{'code':'" + rs + "'}]}") + ","
                + component("69547-8", "'valueString':'" + ref + "'") + ","
                + component("69551-0", "'valueString':'" + alt + "'")
                + (state.isEmpty()
                        ? ""
                        : "," + component("53034-5", "'valueCodeableConcept':{'coding':[{'code':'" + state + "'}]}"))
                + String.join("", more) + "]}}";
    }

    private static Genotype only(ClinicalFacts facts) {
        assertThat(facts.genotypes()).hasSize(1);
        return facts.genotypes().getFirst();
    }

    private static List<String> quarantined(ClinicalFacts facts) {
        return facts.issues().stream()
                .filter(issue -> issue.kind() == DataIssue.Kind.QUARANTINED)
                .map(DataIssue::message)
                .toList();
    }

    /** VKORC1 -1639 G>A is rs9923231, on the plus strand C>T. */
    @Test
    void theCopiesOfAVariantAreThoseOfItsAllelicState() {
        Genotype one = only(read(variant("rs9923231", "C", "T", "LA9633-4", "LA6706-1")));
        assertThat(one.gene()).isEqualTo("VKORC1");
        assertThat(one.diplotype()).isEqualTo("rs9923231 reference (C)/rs9923231 variant (T)");
        assertThat(one.provenance().source()).isEqualTo(Provenance.Source.FHIR);
        assertThat(only(read(variant("rs9923231", "C", "T", "LA9633-4", "LA6705-3")))
                        .diplotype())
                .isEqualTo("rs9923231 variant (T)/rs9923231 variant (T)");
        assertThat(only(read(variant("rs9923231", "C", "T", "LA9634-2", ""))).diplotype())
                .isEqualTo("rs9923231 reference (C)/rs9923231 reference (C)");
    }

    /** CYP2C8*3 is rs10509681 (T>C) with rs11572080 (C>T). */
    @Test
    void variantsOfOneGeneCountTogether() {
        Genotype genotype = only(read(
                variant("rs10509681", "T", "C", "LA9633-4", "LA6706-1"),
                variant("rs11572080", "C", "T", "LA9633-4", "LA6706-1")));
        assertThat(genotype.gene()).isEqualTo("CYP2C8");
        assertThat(genotype.diplotype()).contains("*1/*3");
        assertThat(genotype.missingPositions()).contains("rs11572103");
    }

    @Test
    void oneVariantAloneDoesNotMakeAPhenotypeWhereDecisiveOnesAreUntested() {
        Genotype genotype = only(read(variant("rs1799853", "C", "T", "LA9634-2", "")));
        assertThat(genotype.gene()).isEqualTo("CYP2C9");
        assertThat(genotype.phenotype()).isEmpty();
    }

    @Test
    void theOtherStrandIsNotTaken() {
        ClinicalFacts facts = read(variant("rs9923231", "G", "A", "LA9633-4", "LA6706-1"));
        assertThat(facts.genotypes()).isEmpty();
        assertThat(quarantined(facts)).singleElement().asString().contains("not that of GRCh38 on the plus strand");
    }

    @Test
    void whatLeavesTheCopiesOpenIsNotTaken() {
        for (String variant : List.of(
                variant("rs9923231", "C", "T", "LA9633-4", ""),
                variant("rs9923231", "C", "T", "LA18198-4", ""),
                variant("rs9923231", "C", "T", "LA9634-2", "LA6706-1"),
                variant("rs9923231", "C", "", "LA9633-4", "LA6706-1"),
                variant(
                        "rs9923231",
                        "C",
                        "T",
                        "LA9633-4",
                        "LA6706-1",
                        "," + component("48002-0", "'valueCodeableConcept':{'coding':[{'code':'LA6684-0'}]}")))) {
            ClinicalFacts facts = read(variant);
            assertThat(facts.genotypes()).as(variant).isEmpty();
            assertThat(quarantined(facts)).as(variant).hasSize(1);
        }
    }

    @Test
    void contradictingStatementsAreNotTaken() {
        ClinicalFacts facts = read(
                variant("rs9923231", "C", "T", "LA9633-4", "LA6706-1"),
                variant("rs9923231", "C", "T", "LA9633-4", "LA6705-3"));
        assertThat(facts.genotypes()).isEmpty();
        assertThat(quarantined(facts)).singleElement().asString().contains("in several ways");
    }

    @Test
    void aVariantOfNoPharmacogeneIsListed() {
        assertThat(read(variant("rs1", "A", "G", "LA9633-4", "LA6706-1")).issues())
                .anyMatch(issue -> issue.kind() == DataIssue.Kind.UNMAPPED);
    }
}
