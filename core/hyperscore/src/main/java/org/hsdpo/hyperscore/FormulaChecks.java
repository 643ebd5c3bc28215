package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.ProofStatus;
import org.hsdpo.hyperscore.logic.Severity;
import org.hsdpo.hyperscore.sandbox.FormulaException;
import org.hsdpo.hyperscore.sandbox.FormulaSandbox;

/** Checks a patient's figures and a candidate's dose against the sandbox's formulas. */
final class FormulaChecks {
    /** Two laboratories may differ so much: twice the 15 % by which CKD-EPI misses measured GFR in half the patients. */
    private static final double EGFR_TOLERANCE = 0.3;

    private static final double USUAL_START = 10;

    private FormulaChecks() {}

    /** @throws FormulaException where a formula cannot be evaluated within its limits */
    static List<Proof> of(PatientScene scene, Candidate candidate, double weight) {
        List<Proof> proofs = new ArrayList<>();
        renalFunction(scene, weight, proofs);
        insulinStart(scene, candidate, weight, proofs);
        return List.copyOf(proofs);
    }

    private static void renalFunction(PatientScene scene, double weight, List<Proof> proofs) {
        OptionalDouble creatinine = scene.facts().value(Measurement.CREATININE);
        OptionalDouble egfr = scene.facts().value(Measurement.EGFR);
        if (creatinine.isEmpty()
                || !scene.facts().bound(Measurement.CREATININE).isExact()
                || egfr.isEmpty()
                || scene.risk().age().isEmpty()
                || scene.risk().sex().isEmpty()) {
            return;
        }
        double computed = FormulaSandbox.shipped()
                .evaluate(
                        "egfr-ckd-epi-2021",
                        Map.of(
                                "creatinine", creatinine.getAsDouble(),
                                "age", scene.risk().age().getAsDouble(),
                                "female", scene.risk().sex().get() == Sex.FEMALE ? 1.0 : 0.0));
        Bound bound = scene.facts().bound(Measurement.EGFR);
        double difference = Math.abs(egfr.getAsDouble() - computed) / computed;
        proofs.add(proof(
                "formula-egfr-agrees-with-creatinine",
                bound.admits(computed, egfr.getAsDouble()) || difference <= EGFR_TOLERANCE,
                "The eGFR in use agrees with the creatinine in the record.",
                String.format(
                        Locale.ROOT,
                        "eGFR %s, by CKD-EPI 2021 from creatinine %.0f mL/min/{1.73_m2}",
                        bound.before(String.format(Locale.ROOT, "%.0f", egfr.getAsDouble())),
                        computed),
                "Inker et al. 2021, N Engl J Med 385:1737",
                weight));
    }

    private static void insulinStart(PatientScene scene, Candidate candidate, double weight, List<Proof> proofs) {
        boolean starts = candidate.regimen().takes(Drug.INSULIN_GLARGINE)
                && !scene.current().takes(Drug.INSULIN_GLARGINE);
        OptionalDouble kilograms = scene.facts().value(Measurement.WEIGHT);
        if (!starts || kilograms.isEmpty()) {
            return;
        }
        double limit = Math.max(
                USUAL_START,
                FormulaSandbox.shipped()
                        .evaluate("insulin-start-dose-high", Map.of("weight", kilograms.getAsDouble())));
        double dose = candidate.regimen().dose(Drug.INSULIN_GLARGINE);
        proofs.add(proof(
                "formula-insulin-start-dose",
                dose <= limit,
                "The starting dose of insulin lies within 10 units or 0.2 units per kg and day.",
                String.format(
                        Locale.ROOT, "%.0f of at most %.0f [iU]/d at %.0f kg", dose, limit, kilograms.getAsDouble()),
                "ADA Standards of Care 2025 section 9; Lantus label (2023) section 2, initiation of Lantus therapy",
                weight));
    }

    private static Proof proof(String id, boolean holds, String words, String found, String source, double weight) {
        return new Proof(
                id,
                Severity.ASSERTION,
                false,
                holds ? ProofStatus.PROVEN : ProofStatus.VIOLATED,
                words + " Computed: " + found + ".",
                List.of(found, "assertion " + id),
                List.of(),
                source,
                weight);
    }
}
