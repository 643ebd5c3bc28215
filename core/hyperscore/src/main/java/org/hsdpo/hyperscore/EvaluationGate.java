package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;

/**
 * Whole-patient reasons to abstain.
 *
 * @param abstentions every reason found
 * @param evaluable whether candidates can be evaluated all the same, for a clinician to look at
 */
record EvaluationGate(List<Abstention> abstentions, boolean evaluable) {
    private static final int ADULT = 18;

    EvaluationGate {
        abstentions = List.copyOf(abstentions);
    }

    static EvaluationGate of(PatientState state) {
        List<Abstention> blocking = new ArrayList<>();
        List<Abstention> weak = new ArrayList<>();
        diabetesType(state, blocking);
        age(state, blocking, weak);
        if (state.has(ConditionConcept.PREGNANCY) == Truth.TRUE) {
            blocking.add(new Abstention(
                    "PREGNANCY",
                    "Pregnancy is recorded; the twin and the dose ladders are made for adults who are not pregnant.",
                    "refer to diabetes care in pregnancy"));
        }
        therapy(state, blocking);
        glycaemia(state, blocking, weak);
        List<Abstention> all = new ArrayList<>(blocking);
        all.addAll(weak);
        return new EvaluationGate(all, blocking.isEmpty());
    }

    private static void diabetesType(PatientState state, List<Abstention> blocking) {
        if (state.has(ConditionConcept.TYPE_1_DIABETES) == Truth.TRUE) {
            blocking.add(new Abstention(
                    "TYPE_1_DIABETES",
                    "Type 1 diabetes is recorded; this system doses type 2 diabetes.",
                    "refer to insulin therapy for type 1 diabetes, or correct the record"));
        }
        if (state.has(ConditionConcept.TYPE_2_DIABETES) != Truth.TRUE) {
            blocking.add(new Abstention(
                    "TYPE_2_DIABETES_NOT_STATED",
                    "No source states that the patient has type 2 diabetes.",
                    "record the diagnosis of type 2 diabetes if it is made"));
        }
    }

    private static void age(PatientState state, List<Abstention> blocking, List<Abstention> weak) {
        if (state.age().isEmpty()) {
            weak.add(new Abstention(
                    "AGE_UNKNOWN",
                    "The date of birth is not recorded; the forecast spreads over the ages of the reference population.",
                    "record the date of birth"));
        } else if (state.age().getAsInt() < ADULT) {
            blocking.add(new Abstention(
                    "UNDER_AGE", "The patient is younger than 18 years; the twin is made for adults.", ""));
        }
    }

    private static void therapy(PatientState state, List<Abstention> blocking) {
        CurrentTherapy therapy = state.currentTherapy();
        if (!therapy.doseUnknown().isEmpty()) {
            String drugs = therapy.doseUnknown().stream()
                    .sorted()
                    .map(drug -> Formulary.shipped().entry(drug).label())
                    .collect(Collectors.joining(", "));
            blocking.add(new Abstention(
                    "CURRENT_DOSE_UNKNOWN",
                    "The patient takes " + drugs + " in a dose that is not recorded.",
                    "record the current dose of " + drugs));
        }
    }

    private static void glycaemia(PatientState state, List<Abstention> blocking, List<Abstention> weak) {
        boolean hba1c = state.current(Measurement.HBA1C).isPresent();
        boolean stale = !hba1c && state.latest(Measurement.HBA1C).isPresent();
        boolean glucose = state.current(Measurement.FASTING_GLUCOSE).isPresent()
                || state.current(Measurement.CGM_MEAN_GLUCOSE).isPresent();
        if (stale) {
            Abstention reason = new Abstention(
                    "HBA1C_STALE", "The last HbA1c is too old to carry a dosing decision.", "measure HbA1c");
            (glucose ? weak : blocking).add(reason);
        }
        if (!hba1c && !stale && !glucose) {
            blocking.add(new Abstention(
                    "HBA1C_AND_GLUCOSE_MISSING",
                    "Neither HbA1c nor a current fasting or mean sensor glucose is recorded.",
                    "measure HbA1c"));
        } else if (!hba1c && !stale) {
            weak.add(new Abstention(
                    "DATA_INSUFFICIENT",
                    "Glycaemia is known from glucose alone; HbA1c is not recorded.",
                    "measure HbA1c"));
        }
    }
}
