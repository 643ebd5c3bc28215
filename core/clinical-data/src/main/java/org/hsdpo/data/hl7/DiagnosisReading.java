package org.hsdpo.data.hl7;

import java.util.Optional;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.fhir.ResourceFacts;

/**
 * Diagnoses (DG1), problems (PRB) and causes of death (PDA). None of them is a problem list: a diagnosis of a stay does not
 * say that the patient has no other disease, so nothing counts as absent because it is not named.
 */
final class DiagnosisReading {
    private final ResourceFacts facts;
    private final CodedElements codes;
    private final Hl7Times times;

    DiagnosisReading(ResourceFacts facts, CodedElements codes, Hl7Times times) {
        this.facts = facts;
        this.codes = codes;
        this.times = times;
    }

    void diagnosis(Segment dg1) {
        if (dg1.text(21).equalsIgnoreCase("D")) {
            notTakenBack(dg1.path(21), "diagnosis");
            return;
        }
        Condition condition = new Condition();
        CodeableConcept code = codes.condition(dg1, 3, 0, dg1.text(2));
        if (!code.hasText() && !dg1.text(4).isEmpty()) {
            code.setText(dg1.text(4));
        }
        condition.setCode(code);
        times.of(dg1.text(5)).ifPresent(condition::setOnset);
        // A working diagnosis (table 0052) is not yet made; an admitting or final one is.
        if (dg1.text(6).equalsIgnoreCase("W")) {
            condition.setVerificationStatus(status("provisional"));
        }
        facts.read(condition, dg1.path());
    }

    void problem(Segment prb) {
        if (prb.text(1).equalsIgnoreCase("DE")) {
            notTakenBack(prb.path(1), "problem");
            return;
        }
        Condition condition = new Condition();
        condition.setCode(codes.condition(prb, 3, 0, ""));
        times.of(prb.text(16)).ifPresent(condition::setOnset);
        for (int field : new int[] {13, 14}) {
            String text = prb.text(field, 0, 2).isEmpty() ? prb.text(field) : prb.text(field, 0, 2);
            Optional<String> known = Hl7Tables.shipped().problemStatus(text);
            known.ifPresent(word -> {
                switch (word) {
                    case "resolved", "inactive", "remission" -> condition.setClinicalStatus(status(word));
                    default -> condition.setVerificationStatus(status(word));
                }
            });
        }
        times.of(prb.text(9)).ifPresent(condition::setAbatement);
        facts.read(condition, prb.path());
    }

    void causeOfDeath(Segment pda) {
        for (int i = 0; i < pda.repetitions(1); i++) {
            facts.read(new Condition().setCode(codes.condition(pda, 1, i, "")), pda.path());
        }
    }

    private void notTakenBack(String path, String what) {
        facts.issue(
                DataIssue.Kind.QUARANTINED,
                path,
                "the message deletes a " + what + ": what is stored of it stands until an operator removes it");
    }

    private static CodeableConcept status(String code) {
        CodeableConcept concept = new CodeableConcept();
        concept.addCoding().setCode(code);
        return concept;
    }
}
