package org.hsdpo.twin.trial;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.hsdpo.clinical.drug.Drug;

/**
 * A published trial: who was treated how, and what came out.
 *
 * @param name of the trial
 * @param source citation
 * @param weeks from randomisation to the end
 * @param population people at randomisation
 * @param priorTherapy what they took before, beside the background; it ends with the washout, without one at randomisation
 * @param washoutWeeks weeks without the prior therapy before randomisation
 * @param background drugs that every arm keeps and that were taken before
 * @param adherence share of each dose that is taken, 0 to 1
 * @param dropout share of patients who stop the arm's drugs before the end, evenly over time
 * @param estimand what an endpoint means for those who stop
 * @param participationWeight what people weigh more or less at the end without any drug, by diet and attention, {@code kg}
 * @param arms at least one, names unique
 * @param endpoints what was published
 */
public record Trial(
        String name,
        String source,
        int weeks,
        Population population,
        List<Prescription> priorTherapy,
        int washoutWeeks,
        List<Prescription> background,
        double adherence,
        double dropout,
        Estimand estimand,
        double participationWeight,
        List<Arm> arms,
        List<Endpoint> endpoints) {

    public Trial {
        priorTherapy = List.copyOf(priorTherapy);
        background = List.copyOf(background);
        arms = List.copyOf(arms);
        endpoints = List.copyOf(endpoints);
    }

    /** What an endpoint means for patients who stop the arm's drugs. */
    public enum Estimand {
        /** Those who stop do not count from then on. */
        ON_TREATMENT,
        /** They count with what they are at the end. */
        TREATMENT_POLICY
    }

    /**
     * People at randomisation. What is empty follows the reference population of the twin.
     *
     * @param size number of twins
     * @param seed of their draws
     * @param hba1c {@code %}
     * @param fastingGlucose {@code mg/dL}
     * @param age {@code a}
     * @param bodyMassIndex {@code kg/m2}
     * @param weight {@code kg}
     * @param egfr {@code mL/min/{1.73_m2}}
     * @param duration of diabetes, {@code a}
     * @param female share of women
     */
    public record Population(
            int size,
            long seed,
            Distribution hba1c,
            Optional<Distribution> fastingGlucose,
            Optional<Distribution> age,
            Optional<Distribution> bodyMassIndex,
            Optional<Distribution> weight,
            Optional<Distribution> egfr,
            Optional<Distribution> duration,
            OptionalDouble female) {}

    /**
     * A dose of one drug, fixed or found by titration.
     *
     * @param dose in the formulary unit; where titrated the dose at the start
     * @param weeksPerStep weeks on each step of the dose ladder until the dose is reached; 0 = the dose from the first day
     * @param fastingTarget fasting glucose the dose is titrated to, mg/dL; empty where the dose is fixed
     */
    public record Prescription(Drug drug, double dose, int weeksPerStep, OptionalDouble fastingTarget) {}

    /**
     * An arm.
     *
     * @param regimen drugs beside the background
     * @param patients how many people the trial had in it; empty where not stated, then as many as there are twins
     */
    public record Arm(String name, List<Prescription> regimen, OptionalInt patients) {
        public Arm {
            regimen = List.copyOf(regimen);
        }
    }

    /** What is compared. */
    public enum Measure {
        /** Change of HbA1c, {@code %}. */
        HBA1C_CHANGE,
        /** Change of weight, {@code kg}. */
        WEIGHT_CHANGE,
        /** Change of fasting glucose, {@code mg/dL}. */
        FPG_CHANGE,
        /** Fasting glucose at the end, {@code mg/dL}. */
        FPG_END,
        /** Insulin at the end, {@code [iU]/d}. */
        INSULIN_DOSE,
        /** Insulin at the end by body weight then, {@code [iU]/(kg.d)}. */
        INSULIN_DOSE_PER_KG,
        /** Share of patients with HbA1c below 7 % at the end. */
        RESPONDER_BELOW_7,
        /** Recognised hypoglycaemia, events per patient-year. */
        HYPOGLYCAEMIA_RATE,
        /** Share of patients with recognised hypoglycaemia. */
        ANY_HYPOGLYCAEMIA
    }

    /**
     * Which hypoglycaemia counts: symptomatic or self-measured episodes, as the twin counts them.
     *
     * @param below glucose in mg/dL; empty where a level is meant
     * @param level 1 (54-69 mg/dL), 2 (below 54) or 3 (help needed); 0 where a glucose is meant
     */
    public record Event(OptionalDouble below, int level) {
        /** Every recognised episode below 70 mg/dL. */
        public static Event any() {
            return new Event(OptionalDouble.of(70), 0);
        }
    }

    /**
     * One published figure.
     *
     * @param measure what was measured
     * @param arm name of the arm
     * @param versus arm whose value is taken away; empty where the figure is the arm's own
     * @param event for measures of hypoglycaemia
     * @param publishedFrom value in the unit of the measure; the lower one where analyses of the trial gave a range
     * @param publishedTo the upper one, or the same
     * @param tolerance largest difference that counts as agreement, in the same unit
     */
    public record Endpoint(
            Measure measure,
            String arm,
            Optional<String> versus,
            Event event,
            double publishedFrom,
            double publishedTo,
            double tolerance) {
        /** The value, or the middle of the range. */
        public double published() {
            return (publishedFrom + publishedTo) / 2;
        }

        /** Whether analyses of the trial gave a range. */
        public boolean isRange() {
            return publishedFrom < publishedTo;
        }
    }
}
