package org.hsdpo.data.fhir;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.genome.StatedDiplotype;

/** Observations about pharmacogenes: diplotypes in star alleles, and phenotypes of metabolism. */
final class GenotypeReading {
    private record Codebook(
            int version,
            String gene,
            String diplotype,
            Map<String, String> phenotypes,
            Map<String, String> answers,
            Map<String, String> texts) {}

    private static final Codebook CODES =
            KnowledgeFile.resource(GenotypeReading.class, "genomics.yaml").as(Codebook.class);
    private static final Pattern SYMBOL = Pattern.compile("[A-Z][A-Z0-9-]{1,14}");

    private final ClinicalFacts.Collector facts;
    private final Receipt receipt;

    GenotypeReading(ClinicalFacts.Collector facts, Receipt receipt) {
        this.facts = facts;
        this.receipt = receipt;
    }

    /** Whether an observation is one about a pharmacogene, by its LOINC code. */
    static boolean speaksOfGene(Observation observation) {
        return codes(observation.getCode())
                .anyMatch(code ->
                        code.equals(CODES.diplotype()) || CODES.phenotypes().containsKey(code));
    }

    private static Stream<String> codes(CodeableConcept concept) {
        return Codes.of(concept, Codes.LOINC).stream();
    }

    void read(Observation observation, String path) {
        if (observation.getStatus() == Observation.ObservationStatus.PRELIMINARY) {
            notTaken(path, "it is preliminary");
            return;
        }
        Optional<String> gene = gene(observation);
        if (gene.isEmpty()) {
            notTaken(path, "it names no gene by its symbol");
            return;
        }
        Provenance provenance = receipt.coded(Provenance.Source.FHIR, path);
        boolean isDiplotype = codes(observation.getCode()).anyMatch(CODES.diplotype()::equals);
        Optional<Genotype> genotype = isDiplotype
                ? diplotype(gene.get(), observation.getValue(), provenance)
                : phenotype(observation.getValue())
                        .map(phenotype -> new Genotype(gene.get(), "", phenotype, provenance));
        genotype.ifPresentOrElse(
                facts::add,
                () -> notTaken(
                        path,
                        isDiplotype
                                ? "its value is not one pair of star alleles"
                                : "its phenotype is not one HSDPO knows"));
    }

    private void notTaken(String path, String reason) {
        facts.issue(DataIssue.Kind.UNMAPPED, path, "a pharmacogene's result was not taken: " + reason);
    }

    private static Optional<String> gene(Observation observation) {
        return Stream.concat(
                        codes(observation.getCode())
                                .map(code -> CODES.phenotypes().getOrDefault(code, "")),
                        observation.getComponent().stream()
                                .filter(component -> codes(component.getCode()).anyMatch(CODES.gene()::equals))
                                .flatMap(component -> texts(component.getValue())))
                .filter(text -> SYMBOL.matcher(text).matches())
                .findFirst();
    }

    private static Optional<Genotype> diplotype(String gene, Type value, Provenance provenance) {
        List<Genotype> read = texts(value)
                .flatMap(text -> StatedDiplotype.of(gene, text, provenance).stream())
                .distinct()
                .toList();
        return read.size() == 1 ? Optional.of(read.getFirst()) : Optional.empty();
    }

    private static Optional<String> phenotype(Type value) {
        List<String> read = texts(value)
                .map(GenotypeReading::phenotype)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        return read.size() == 1 ? Optional.of(read.getFirst()) : Optional.empty();
    }

    private static Optional<String> phenotype(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replace("metaboliser", "metabolizer");
        return Optional.ofNullable(CODES.answers().get(text))
                .or(() -> Optional.ofNullable(CODES.texts().get(plain)));
    }

    /** Everything a value says: text, codes and displays. */
    private static Stream<String> texts(Type value) {
        return switch (value) {
            case StringType string -> Stream.ofNullable(string.getValue());
            case CodeableConcept concept ->
                Stream.concat(
                                Stream.ofNullable(concept.getText()),
                                concept.getCoding().stream().flatMap(GenotypeReading::texts))
                        .filter(text -> !text.isBlank());
            case null, default -> Stream.empty();
        };
    }

    private static Stream<String> texts(Coding coding) {
        return Stream.concat(Stream.ofNullable(coding.getCode()), Stream.ofNullable(coding.getDisplay()));
    }
}
