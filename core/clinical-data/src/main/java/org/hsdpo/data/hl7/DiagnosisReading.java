package org.hsdpo.data.hl7;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Condition;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.fhir.ResourceFacts;

/**
 * Diagnoses (DG1), problems (PRB) and causes of death (PDA). None of them is a problem list: a diagnosis of a stay does not
 * say that the patient has no other disease, so nothing counts as absent because it is not named.
 */
final class DiagnosisReading {
    /** PRB-1 (table 0287): update, correct. */
    private static final Set<String> UPDATES = Set.of("UP", "CO");

    private final ResourceFacts facts;
    private final CodedElements codes;
    private final Hl7Times times;
    private final EntryNumbers numbers;

    DiagnosisReading(ResourceFacts facts, CodedElements codes, Hl7Times times, EntryNumbers numbers) {
        this.facts = facts;
        this.numbers = numbers;
        this.codes = codes;
        this.times = times;
    }

    void diagnosis(Segment dg1) {
        Condition condition = new Condition();
        numbers.name(condition, "diagnosis", dg1, 20);
        if (dg1.text(21).equalsIgnoreCase("D")) {
            takeBack(condition, dg1.path(21), "diagnosis");
            return;
        }
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
        take(condition, dg1.text(21).equalsIgnoreCase("U"), dg1.path(), "diagnosis");
    }

    void problem(Segment prb) {
        Condition condition = new Condition();
        numbers.name(condition, "problem", prb, 4);
        if (prb.text(1).equalsIgnoreCase("DE")) {
            takeBack(condition, prb.path(1), "problem");
            return;
        }
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
        take(condition, UPDATES.contains(prb.text(1).toUpperCase(Locale.ROOT)), prb.path(), "problem");
    }

    void causeOfDeath(Segment pda) {
        for (int i = 0; i < pda.repetitions(1); i++) {
            facts.read(new Condition().setCode(codes.condition(pda, 1, i, "")), pda.path());
        }
    }

    /** What is stated under a number takes the place of what was stated under it; a code that means nothing takes none. */
    private void take(Condition condition, boolean update, String path, String what) {
        int before = facts.conditions();
        facts.read(condition, path);
        if (update && facts.conditions() == before) {
            facts.issue(
                    DataIssue.Kind.CONFLICT,
                    path,
                    "the message updates a " + what
                            + " to a code HSDPO does not know: what is stored of it stands, to be confirmed");
        }
    }

    private void takeBack(Condition condition, String path, String what) {
        if (condition.hasId()) {
            condition.setVerificationStatus(status("entered-in-error"));
            facts.read(condition, path);
        } else {
            facts.issue(
                    DataIssue.Kind.CONFLICT,
                    path,
                    "the message deletes a " + what
                            + " without its number: what is stored of it stands, to be confirmed");
        }
    }

    private static CodeableConcept status(String code) {
        CodeableConcept concept = new CodeableConcept();
        concept.addCoding().setCode(code);
        return concept;
    }
}
