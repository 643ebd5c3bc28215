package org.hsdpo.twin.history;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;

/**
 * Prints how forecasts from a history and from the newest values alone compare with what came of simulated patients. Their
 * truth is drawn from the prior of their own first record, or is one of another population, under the model itself or under
 * the alternative structure. Every fourth is forecast by both structures together as well. Arguments: patients, draws, and
 * one truth of {@code PRIOR}, {@code STANDARD} and {@code ALTERNATIVE} where not all are wanted.
 */
public final class HistoryCoverage {
    private HistoryCoverage() {}

    public static void main(String[] arguments) {
        int patients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        int draws = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        List<String> truths =
                arguments.length > 2 ? List.of(arguments[2]) : List.of("PRIOR", "STANDARD", "ALTERNATIVE");
        for (String truth : truths) {
            compare(
                    truth,
                    patients,
                    draws,
                    truth.equals("PRIOR")
                            ? i -> SimulatedPatient.of(i, ModelVariant.STANDARD).drawnFromItsPrior(i)
                            : i -> SimulatedPatient.of(i, ModelVariant.valueOf(truth)));
        }
    }

    private static void compare(String truth, int patients, int draws, IntFunction<SimulatedPatient> patientOf) {
        ForecastScore fromHistory = new ForecastScore();
        ForecastScore ofBothStructures = new ForecastScore();
        ForecastScore fromNewest = new ForecastScore();
        Map<String, Integer> refused = new TreeMap<>();
        double[] effective = new double[patients];
        double[] misfit = new double[patients];
        int measurements = 0;
        long spent = 0;
        for (int i = 0; i < patients; i++) {
            SimulatedPatient patient = patientOf.apply(i);
            try {
                TwinCohort newest = TwinCohort.personalised(patient.newestValues(), draws, i);
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                HistoryPosterior posterior = HistoryPersonalisation.of(patient.history(), draws, i);
                spent += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
                effective[fromHistory.forecasts()] = posterior.effectiveSampleSize();
                misfit[fromHistory.forecasts()] = posterior.misfit();
                measurements += posterior.measurements();
                fromHistory.add(List.of(posterior.cohort()), patient.next(), patient.hba1c());
                fromNewest.add(List.of(newest), patient.next(), patient.hba1c());
                if (i % 4 == 0) {
                    TwinCohort other = HistoryPersonalisation.of(patient.history(), draws, i, ModelVariant.ALTERNATIVE)
                            .cohort();
                    ofBothStructures.add(List.of(posterior.cohort(), other), patient.next(), patient.hba1c());
                }
            } catch (InvalidInputException refusal) {
                refused.merge(refusal.violations().getFirst().code(), 1, Integer::sum);
            }
        }
        int made = fromHistory.forecasts();
        System.out.println("truth " + truth);
        System.out.println("  history                   " + fromHistory);
        System.out.println("  history, both structures  " + ofBothStructures);
        System.out.println("  newest values             " + fromNewest);
        System.out.printf(
                Locale.ROOT,
                "  refused %s; %.1f measurements a patient; effective size %s; misfit %s (quantiles 0, 1, 5, 50, 95, 100 %%);"
                        + " %.1f ms CPU a patient%n",
                refused,
                (double) measurements / made,
                quantiles(Arrays.copyOf(effective, made)),
                quantiles(Arrays.copyOf(misfit, made)),
                spent / 1e6 / made);
    }

    private static String quantiles(double[] values) {
        Arrays.sort(values);
        StringBuilder text = new StringBuilder();
        for (double p : new double[] {0, 0.01, 0.05, 0.5, 0.95, 1}) {
            text.append(String.format(Locale.ROOT, " %.2f", values[(int) (p * (values.length - 1))]));
        }
        return text.toString().strip();
    }
}
