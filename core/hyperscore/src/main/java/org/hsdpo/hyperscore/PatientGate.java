package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.patient.UnrecordedDose;

/**
 * Whole-patient reasons to abstain: one gate for the evaluation and for the dosing agent, so that both speak of the same
 * patient in the same words.
 *
 * @param abstentions every reason found, each once; empty where a recommendation may be made
 * @param evaluable whether candidates can be evaluated all the same, for a clinician to look at
 * @param evaluated the patient to evaluate: as recorded, or with the doses that {@code abstentions} says are assumed
 */
public record PatientGate(List<Abstention> abstentions, boolean evaluable, PatientState evaluated) {
    private static final int ADULT = 18;

    public PatientGate {
        abstentions = List.copyOf(abstentions);
        Objects.requireNonNull(evaluated, "evaluated");
    }

    /** Examines a patient as recorded. */
    public static PatientGate of(PatientState recorded) {
        List<Abstention> blocking = new ArrayList<>();
        List<Abstention> weak = new ArrayList<>();
        diabetesType(recorded, blocking);
        age(recorded, blocking, weak);
        if (recorded.has(ConditionConcept.PREGNANCY) == Truth.TRUE) {
            blocking.add(new Abstention(
                    "PREGNANCY",
                    "Pregnancy is recorded; the twin and the dose ladders are made for adults who are not pregnant.",
                    "refer to diabetes care in pregnancy"));
        }
        therapy(recorded.currentTherapy(), blocking, weak);
        glycaemia(recorded, blocking, weak);
        List<Abstention> all = new ArrayList<>(blocking);
        all.addAll(weak);
        return new PatientGate(all, blocking.isEmpty(), recorded.withAssumedDoses());
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

    private static void therapy(CurrentTherapy therapy, List<Abstention> blocking, List<Abstention> weak) {
        if (!therapy.unrecorded().isEmpty()) {
            String drugs =
                    therapy.unrecorded().stream().map(UnrecordedDose::label).collect(Collectors.joining(", "));
            Abstention reason = new Abstention(
                    "CURRENT_DOSE_UNKNOWN",
                    "The patient takes " + drugs + " in a dose that is not recorded; "
                            + therapy.assumptionInWords().orElseGet(() -> whyNothingIsEvaluated(therapy)) + ".",
                    "record the current dose of " + drugs);
            (therapy.assumption().isPresent() ? weak : blocking).add(reason);
        }
        if (!therapy.otherGlucoseLowering().isEmpty()) {
            String others = String.join(", ", therapy.otherGlucoseLowering());
            weak.add(new Abstention(
                    "OTHER_GLUCOSE_LOWERING_DRUG",
                    "The patient also takes " + others + ", which this system neither simulates nor doses.",
                    "decide by clinical judgement; the figures take the effect of " + others + " to go on unchanged"));
        }
    }

    private static String whyNothingIsEvaluated(CurrentTherapy therapy) {
        return "nothing is evaluated, as "
                + therapy.unrecorded().stream()
                        .filter(dose -> dose.assumed().isEmpty())
                        .map(UnrecordedDose::whyNotAssumed)
                        .collect(Collectors.joining("; "));
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
