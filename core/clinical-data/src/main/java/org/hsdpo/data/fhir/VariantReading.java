package org.hsdpo.data.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.genome.StatedVariants;
import org.hsdpo.data.genome.StatedVariants.StatedVariant;

/**
 * Single variants as the HL7 genomics reporting guide has them (STU 2, profile Variant): LOINC 69548-6 with the dbSNP number
 * (81252-9), the reference and alternate allele (69547-8, 69551-0) and the allelic state (53034-5). A variant that is said to be
 * absent has no copies. What leaves a copy open is not taken.
 */
final class VariantReading {
    private static final String ASSESSMENT = "69548-6";
    private static final String DISCRETE_VARIANT = "81252-9";
    private static final String REFERENCE_ALLELE = "69547-8";
    private static final String ALTERNATE_ALLELE = "69551-0";
    private static final String ALLELIC_STATE = "53034-5";
    private static final String SOURCE_CLASS = "48002-0";

    private static final String PRESENT = "LA9633-4";
    private static final String ABSENT = "LA9634-2";
    private static final String HOMOZYGOUS = "LA6705-3";
    private static final String HETEROZYGOUS = "LA6706-1";
    private static final String GERMLINE = "LA6683-2";

    private static final Pattern RS = Pattern.compile("rs\\d{1,12}");
    private static final Pattern BASE = Pattern.compile("[ACGT]");

    private final ClinicalFacts.Collector facts;
    private final Receipt receipt;
    private final StatedVariants variants = new StatedVariants();
    private final List<StatedVariant> stated = new ArrayList<>();

    VariantReading(ClinicalFacts.Collector facts, Receipt receipt) {
        this.facts = facts;
        this.receipt = receipt;
    }

    static boolean isVariant(Observation observation) {
        return Codes.of(observation.getCode(), Codes.LOINC).contains(ASSESSMENT);
    }

    void read(Observation observation, String path) {
        Optional<String> rs = texts(observation, DISCRETE_VARIANT)
                .filter(text -> RS.matcher(text).matches())
                .findFirst();
        if (rs.isEmpty() || !variants.isKnown(rs.get())) {
            facts.issue(
                    DataIssue.Kind.UNMAPPED,
                    path,
                    "a variant was not taken: its dbSNP number is none of a pharmacogene's");
            return;
        }
        Optional<String> reference = base(observation, REFERENCE_ALLELE);
        Optional<String> alternate = base(observation, ALTERNATE_ALLELE);
        Optional<Integer> copies = copies(observation);
        boolean germline = !has(observation, SOURCE_CLASS)
                || texts(observation, SOURCE_CLASS).anyMatch(GERMLINE::equals);
        boolean preliminary = observation.getStatus() == Observation.ObservationStatus.PRELIMINARY;
        if (reference.isEmpty() || alternate.isEmpty() || copies.isEmpty() || !germline || preliminary) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    path,
                    "a variant of a pharmacogene was not taken: accepted is a final germline result with one reference and"
                            + " one alternate base, absent, heterozygous or homozygous");
            return;
        }
        stated.add(new StatedVariant(rs.get(), reference.get(), alternate.get(), copies.get()));
    }

    /** Hands on what all variants of the record say together. */
    void finish() {
        if (!stated.isEmpty()) {
            variants.addTo(facts, stated, receipt, Provenance.Source.FHIR);
        }
    }

    private static Optional<Integer> copies(Observation observation) {
        List<String> presence = texts(observation.getValue()).toList();
        List<String> state = texts(observation, ALLELIC_STATE).toList();
        if (presence.contains(ABSENT)) {
            return state.isEmpty() ? Optional.of(0) : Optional.empty();
        }
        boolean homozygous = state.contains(HOMOZYGOUS);
        boolean heterozygous = state.contains(HETEROZYGOUS);
        return presence.contains(PRESENT) && homozygous != heterozygous
                ? Optional.of(homozygous ? 2 : 1)
                : Optional.empty();
    }

    private static Optional<String> base(Observation observation, String code) {
        List<String> bases = texts(observation, code)
                .filter(text -> BASE.matcher(text).matches())
                .distinct()
                .toList();
        return bases.size() == 1 ? Optional.of(bases.getFirst()) : Optional.empty();
    }

    private static boolean has(Observation observation, String code) {
        return observation.getComponent().stream().anyMatch(component -> Codes.of(component.getCode(), Codes.LOINC)
                .contains(code));
    }

    private static Stream<String> texts(Observation observation, String code) {
        return observation.getComponent().stream()
                .filter(component -> Codes.of(component.getCode(), Codes.LOINC).contains(code))
                .flatMap(component -> texts(component.getValue()));
    }

    private static Stream<String> texts(Type value) {
        return switch (value) {
            case StringType string -> Stream.ofNullable(string.getValue()).map(String::strip);
            case CodeableConcept concept ->
                Stream.concat(
                        Stream.ofNullable(concept.getText()),
                        concept.getCoding().stream().filter(Coding::hasCode).map(Coding::getCode));
            case null, default -> Stream.empty();
        };
    }
}
