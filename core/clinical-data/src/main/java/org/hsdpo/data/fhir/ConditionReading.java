package org.hsdpo.data.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.condition.ConditionDefinition;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/** Conditions by SNOMED CT and ICD-10 codes, and the family history of medullary thyroid carcinoma. */
final class ConditionReading {
    private static final double CONFIRMED = 1;
    /** Confidence of a diagnosis that its author calls provisional, differential or unconfirmed. */
    private static final double TENTATIVE = 0.5;

    private final ClinicalFacts.Collector facts;
    private final Receipt receipt;
    private final ConditionCatalogue catalogue = ConditionCatalogue.shipped();
    private final Codes unmapped = new Codes();
    private int entries;

    ConditionReading(ClinicalFacts.Collector facts, Receipt receipt) {
        this.facts = facts;
        this.receipt = receipt;
    }

    /** Entries of the problem list: conditions stated of the patient, mapped or not. */
    int entries() {
        return entries;
    }

    void read(Condition condition, String path) {
        String verification = code(condition.getVerificationStatus());
        if (verification.equals("entered-in-error")) {
            facts.issue(DataIssue.Kind.QUARANTINED, path, "the condition was entered in error");
            return;
        }
        boolean refuted = verification.equals("refuted");
        if (!refuted) {
            entries++;
        }
        Optional<ConditionDefinition> definition = definition(condition.getCode());
        if (definition.isEmpty()) {
            unmapped.tally(condition.getCode());
            return;
        }
        boolean tentative = Set.of("provisional", "differential", "unconfirmed").contains(verification);
        Provenance provenance = receipt.uncertain(
                Provenance.Source.FHIR,
                path,
                tentative ? "stated as " + verification : "",
                tentative ? TENTATIVE : CONFIRMED);
        Optional<Instant> onset = FhirTime.of(condition.getOnset());
        ConditionRecord.Status status = refuted ? ConditionRecord.Status.REFUTED : status(condition);
        facts.add(new ConditionRecord(definition.get().id(), status, onset, provenance));
    }

    /** A parent, sibling or child with medullary thyroid carcinoma; other family history is not used. */
    void read(FamilyMemberHistory history, String path) {
        for (var condition : history.getCondition()) {
            boolean medullary = definition(condition.getCode())
                            .filter(found -> found.id() == ConditionConcept.MEDULLARY_THYROID_CARCINOMA)
                            .isPresent()
                    || text(condition.getCode()).contains("medullary thyroid");
            if (medullary) {
                facts.add(new ConditionRecord(
                        ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA,
                        ConditionRecord.Status.ACTIVE,
                        Optional.empty(),
                        receipt.coded(Provenance.Source.FHIR, path)));
            }
        }
    }

    void reportUnmapped() {
        if (!unmapped.isEmpty()) {
            facts.issue(DataIssue.Kind.UNMAPPED, "Condition.code", "not among the conditions HSDPO reads: " + unmapped);
        }
    }

    private static ConditionRecord.Status status(Condition condition) {
        return switch (code(condition.getClinicalStatus())) {
            case "inactive", "remission", "resolved" -> ConditionRecord.Status.RESOLVED;
            case "" -> condition.hasAbatement() ? ConditionRecord.Status.RESOLVED : ConditionRecord.Status.ACTIVE;
            default -> ConditionRecord.Status.ACTIVE;
        };
    }

    private Optional<ConditionDefinition> definition(CodeableConcept code) {
        Optional<ConditionDefinition> bySnomed = Codes.of(code, Codes.SNOMED).stream()
                .flatMap(snomed -> catalogue.bySnomed(snomed).stream())
                .findFirst();
        return bySnomed.or(() -> Codes.icd10(code).stream()
                .flatMap(icd -> catalogue.byIcd10(icd).stream())
                .findFirst());
    }

    private static String code(CodeableConcept concept) {
        return concept.getCoding().isEmpty() || concept.getCodingFirstRep().getCode() == null
                ? ""
                : concept.getCodingFirstRep().getCode().toLowerCase(Locale.ROOT);
    }

    private static String text(CodeableConcept concept) {
        List<String> texts = new java.util.ArrayList<>();
        if (concept.hasText()) {
            texts.add(concept.getText());
        }
        concept.getCoding().stream()
                .filter(coding -> coding.hasDisplay())
                .forEach(coding -> texts.add(coding.getDisplay()));
        return String.join(" ", texts).toLowerCase(Locale.ROOT);
    }
}
