package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.patient.UnrecordedDose;
import org.hsdpo.hyperscore.logic.PatientFacts;

/**
 * Whole-patient reasons to abstain: one gate for the evaluation and for the dosing agent, so that both speak of the same
 * patient in the same words.
 *
 * @param abstentions every reason found, each once; empty where a recommendation may be made
 * @param evaluable whether candidates can be evaluated all the same, for a clinician to look at
 * @param evaluated the patient to evaluate: as recorded, or with the doses that {@code abstentions} says are assumed;
 *     where nothing is evaluated nothing is assumed
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
        emergency(recorded, blocking);
        diabetesType(recorded, blocking);
        age(recorded, blocking, weak);
        if (recorded.has(ConditionConcept.PREGNANCY) == Truth.TRUE) {
            blocking.add(new Abstention(
                    "PREGNANCY",
                    "Pregnancy is recorded; the twin and the dose ladders are made for adults who are not pregnant.",
                    "refer to diabetes care in pregnancy"));
        }
        glycaemia(recorded, blocking, weak);
        renalFunction(recorded, weak);
        CurrentTherapy therapy = recorded.currentTherapy();
        otherDrugs(therapy, weak);
        // What is not evaluated for another reason is not evaluated under an assumption either, and must not be said to
        // be.
        boolean assuming = blocking.isEmpty() && therapy.assumption().isPresent();
        unrecordedDose(therapy, assuming).ifPresent(reason -> (assuming ? weak : blocking).addFirst(reason));
        List<Abstention> all = new ArrayList<>(blocking);
        all.addAll(weak);
        return new PatientGate(all, blocking.isEmpty(), assuming ? recorded.withAssumedDoses() : recorded);
    }

    private static void emergency(PatientState state, List<Abstention> blocking) {
        if (state.has(ConditionConcept.KETOACIDOSIS) == Truth.TRUE) {
            blocking.add(new Abstention(
                    "KETOACIDOSIS",
                    "Urgent: active diabetic ketoacidosis is recorded. It is an emergency, treated with intravenous fluid,"
                            + " potassium and short-acting insulin; no drug of this system is meant for it.",
                    "treat ketoacidosis now; once it is over, record it as resolved"));
        }
        if (state.has(ConditionConcept.METABOLIC_ACIDOSIS) == Truth.TRUE) {
            blocking.add(new Abstention(
                    "METABOLIC_ACIDOSIS",
                    "Urgent: active metabolic acidosis is recorded. Its cause, ketoacidosis and lactic acidosis among them, is"
                            + " found and treated before any glucose-lowering drug is chosen.",
                    "check ketones, lactate and blood gases; once it is over, record it as resolved"));
        }
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

    private static void otherDrugs(CurrentTherapy therapy, List<Abstention> weak) {
        if (!therapy.otherGlucoseLowering().isEmpty()) {
            weak.add(new Abstention(
                    "OTHER_GLUCOSE_LOWERING_DRUG",
                    "The patient also takes " + String.join(", ", therapy.otherGlucoseLowering())
                            + ", which this system neither simulates nor doses; what it does now is taken to go on"
                            + " unchanged.",
                    ""));
        }
    }

    private static Optional<Abstention> unrecordedDose(CurrentTherapy therapy, boolean assuming) {
        if (therapy.unrecorded().isEmpty()) {
            return Optional.empty();
        }
        String drugs = therapy.unrecorded().stream().map(UnrecordedDose::label).collect(Collectors.joining(", "));
        String consequence = assuming
                ? "; evaluated " + therapy.assumptionInWords().orElseThrow()
                : therapy.assumption().isPresent() ? "" : "; " + whyNothingIsEvaluated(therapy);
        return Optional.of(new Abstention(
                "CURRENT_DOSE_UNKNOWN",
                "The patient takes " + drugs + " in a dose that is not recorded" + consequence + ".",
                "record the current dose of " + drugs));
    }

    private static String whyNothingIsEvaluated(CurrentTherapy therapy) {
        return "nothing is evaluated, as "
                + therapy.unrecorded().stream()
                        .filter(dose -> dose.assumed().isEmpty())
                        .map(UnrecordedDose::whyNotAssumed)
                        .collect(Collectors.joining("; "));
    }

    /** Without it the drugs that need it drop out and a worse one would come first for no reason of the patient's. */
    private static void renalFunction(PatientState state, List<Abstention> weak) {
        if (PatientFacts.of(state).value(Measurement.EGFR).isEmpty()) {
            weak.add(new Abstention(
                    "RENAL_FUNCTION_UNKNOWN",
                    "No current creatinine or eGFR is recorded. Metformin, sitagliptin and empagliflozin are barred for that"
                            + " alone, so the order of the others says nothing about what is best (ADA Standards of Care 2025,"
                            + " sections 9 and 11).",
                    "measure creatinine"));
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
