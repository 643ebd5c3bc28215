package org.hsdpo.hyperscore.sandbox;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import org.hsdpo.clinical.regimen.DoseCourse;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.AdverseEvent;
import org.hsdpo.twin.RegimenForecast;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinSimulator;
import org.hsdpo.twin.Workers;

/**
 * One course of regimens on the patient's twins over the decision horizon. All candidates of a patient run on one cohort, so that
 * they meet the same random numbers and differ by the regimen alone.
 *
 * @param course what was simulated
 * @param draws number of twins
 * @param hba1c at the horizon, %
 * @param fastingGlucose at the horizon, mg/dL
 * @param weightChange over the horizon, kg
 * @param timeInRange at the horizon, %
 * @param level1 hypoglycaemia of level 1, events per patient-year
 * @param level2 hypoglycaemia of level 2, events per patient-year
 * @param level3 hypoglycaemia of level 3, events per patient-year
 * @param atGoal probability of HbA1c at or below the goal at the horizon
 * @param level2or3 probability of at least one hypoglycaemia of level 2 or 3
 * @param success probability of HbA1c at goal, without hypoglycaemia of level 2 or 3 and without another adverse event
 *     of grade 2 or more
 * @param adverse probability of at least one event, by kind
 * @param succeeded the twins that succeeded, by their place in the cohort
 */
public record Simulation(
        DoseCourse course,
        int draws,
        Distribution hba1c,
        Distribution fastingGlucose,
        Distribution weightChange,
        Distribution timeInRange,
        Distribution level1,
        Distribution level2,
        Distribution level3,
        double atGoal,
        double level2or3,
        double success,
        Map<AdverseEvent, Double> adverse,
        BitSet succeeded) {
    /** The decision horizon of SCIENCE: 26 weeks. */
    public static final int WEEKS = 26;

    /** {@link #run(TwinCohort, DoseCourse, double)} of one regimen, kept. */
    public static Simulation run(TwinCohort cohort, Regimen regimen, double hba1cGoal) {
        return run(cohort, DoseCourse.constant(regimen), hba1cGoal);
    }

    /** Simulates a course and compares HbA1c with a goal in %. */
    public static Simulation run(TwinCohort cohort, DoseCourse course, double hba1cGoal) {
        // One thread each: the candidates of a patient are simulated side by side.
        RegimenForecast forecast = TwinSimulator.forecast(cohort, course, WEEKS, Workers.callingThread());
        int n = cohort.size();
        int atGoal = 0;
        int hypoglycaemia = 0;
        BitSet succeeded = new BitSet(n);
        for (int i = 0; i < n; i++) {
            boolean reached = forecast.hba1c()[i] <= hba1cGoal;
            atGoal += reached ? 1 : 0;
            hypoglycaemia += forecast.anyLevel2or3()[i] ? 1 : 0;
            succeeded.set(i, reached && !forecast.anyLevel2or3()[i] && !forecast.anyGrade2AdverseEvent()[i]);
        }
        Map<AdverseEvent, Double> adverse = new EnumMap<>(AdverseEvent.class);
        forecast.adverseEventProbability()
                .forEach((kind, probabilities) ->
                        adverse.put(kind, Distribution.of(probabilities, "1").mean()));
        return new Simulation(
                course,
                n,
                Distribution.of(forecast.hba1c(), "%"),
                Distribution.of(forecast.fastingGlucose(), "mg/dL"),
                Distribution.of(forecast.weightChange(), "kg"),
                Distribution.of(forecast.timeInRange(), "%"),
                Distribution.of(forecast.level1PerYear(), "/a"),
                Distribution.of(forecast.level2PerYear(), "/a"),
                Distribution.of(forecast.level3PerYear(), "/a"),
                (double) atGoal / n,
                (double) hypoglycaemia / n,
                (double) succeeded.cardinality() / n,
                adverse,
                succeeded);
    }

    /** Mean HbA1c that twins start from, %. */
    public static double startingHba1c(TwinCohort cohort) {
        TwinBatch batch = new TwinBatch(cohort);
        double sum = 0;
        for (int i = 0; i < cohort.size(); i++) {
            sum += batch.hba1c(i);
        }
        return sum / cohort.size();
    }
}
