package org.hsdpo.data.fhir;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hl7.fhir.r4.model.FamilyMemberHistory;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Lineage;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.Amendment;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.UnmappedCode;

/** Conditions by SNOMED CT and ICD-10 codes, and the family history of medullary thyroid carcinoma. */
final class ConditionReading {
    private static final double CONFIRMED = 1;
    /** Confidence of a diagnosis that its author calls provisional, differential or unconfirmed. */
    private static final double TENTATIVE = 0.5;

    /** Lifelong, whatever becomes of the complication that a code names with them. */
    private static final Set<ConditionConcept> DIABETES = EnumSet.of(
            ConditionConcept.TYPE_2_DIABETES, ConditionConcept.TYPE_1_DIABETES, ConditionConcept.SECONDARY_DIABETES);

    private final ClinicalFacts.Collector facts;
    private final Provenance.Source source;
    private final Receipt receipt;
    private final ConditionCatalogue catalogue = ConditionCatalogue.shipped();
    private final Codes unmapped = new Codes();
    private int entries;

    ConditionReading(ClinicalFacts.Collector facts, Provenance.Source source, Receipt receipt) {
        this.facts = facts;
        this.source = source;
        this.receipt = receipt;
    }

    /** Entries of the problem list: conditions stated of the patient, mapped or not. */
    int entries() {
        return entries;
    }

    void read(Condition condition, String path) {
        String verification = code(condition.getVerificationStatus());
        Lineage entry = Entry.of(condition, List.of(), Lineage.Standing.STATED);
        if (verification.equals("entered-in-error")) {
            if (!entry.keys().isEmpty()) {
                facts.add(new Amendment(
                        Amendment.Kind.WITHDRAWN,
                        Optional.empty(),
                        Optional.empty(),
                        receipt.coded(source, path).of(entry)));
            }
            facts.issue(DataIssue.Kind.QUARANTINED, path, "the condition was entered in error");
            return;
        }
        boolean refuted = verification.equals("refuted");
        if (!refuted) {
            entries++;
        }
        Set<ConditionConcept> concepts = concepts(condition.getCode());
        if (concepts.isEmpty()) {
            unmapped.tally(condition.getCode());
            return;
        }
        if (refuted && concepts.size() > 1) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    path,
                    "a refuted code that means " + labels(concepts)
                            + " together does not say which of them is absent: none was taken as refuted");
            return;
        }
        boolean tentative = Set.of("provisional", "differential", "unconfirmed").contains(verification);
        Provenance provenance = receipt.uncertain(
                        source, path, tentative ? "stated as " + verification : "", tentative ? TENTATIVE : CONFIRMED)
                .of(entry);
        Optional<Instant> onset = FhirTime.of(condition.getOnset());
        ConditionRecord.Status status = refuted ? ConditionRecord.Status.REFUTED : status(condition);
        for (ConditionConcept concept : concepts) {
            facts.add(
                    concepts.size() > 1 && DIABETES.contains(concept)
                            ? underlying(concept, provenance)
                            : new ConditionRecord(concept, status, onset, provenance));
        }
    }

    /** A complication that began, or is over, says neither when the diabetes began nor that it is over. */
    private static ConditionRecord underlying(ConditionConcept diabetes, Provenance complication) {
        return new ConditionRecord(
                diabetes,
                ConditionRecord.Status.ACTIVE,
                Optional.empty(),
                complication.transformed("named by its complication"));
    }

    /** A parent, sibling or child with medullary thyroid carcinoma; other family history is not used. */
    void read(FamilyMemberHistory history, String path) {
        for (var condition : history.getCondition()) {
            boolean medullary = concepts(condition.getCode()).contains(ConditionConcept.MEDULLARY_THYROID_CARCINOMA)
                    || text(condition.getCode()).contains("medullary thyroid");
            if (medullary) {
                facts.add(new ConditionRecord(
                        ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA,
                        ConditionRecord.Status.ACTIVE,
                        Optional.empty(),
                        receipt.coded(source, path)));
            }
        }
    }

    void reportUnmapped() {
        unmapped.addTo(facts, UnmappedCode.Kind.CONDITION);
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

    /** Everything that any coding of the entry means. */
    private Set<ConditionConcept> concepts(CodeableConcept code) {
        Set<ConditionConcept> concepts = EnumSet.noneOf(ConditionConcept.class);
        Codes.of(code, Codes.SNOMED).forEach(snomed -> concepts.addAll(catalogue.bySnomed(snomed)));
        Codes.icd10(code).forEach(icd -> concepts.addAll(catalogue.byIcd10(icd)));
        return concepts;
    }

    private String labels(Set<ConditionConcept> concepts) {
        return concepts.stream()
                .map(concept -> catalogue.definition(concept).label())
                .collect(Collectors.joining(" and "));
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
