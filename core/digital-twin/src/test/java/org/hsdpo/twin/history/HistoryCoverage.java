package org.hsdpo.twin.history;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;

/**
 * How forecasts from a history and from the newest values alone compare with what came of simulated patients. Every fourth
 * is forecast by both structures together as well. As a program it prints this; arguments: patients, draws, and one
 * {@link Truth} where not all are wanted.
 *
 * @param truth whose patients these are
 * @param fromHistory forecasts from the history
 * @param ofBothStructures forecasts of the draws of both structures together
 * @param fromNewest forecasts from the values of the last visit
 * @param refused histories by the reason of their refusal
 * @param measurements a patient, mean
 * @param effective sizes, ascending
 * @param misfit standardised, ascending
 * @param milliseconds of processor time a patient
 */
record HistoryCoverage(
        Truth truth,
        ForecastScore fromHistory,
        ForecastScore ofBothStructures,
        ForecastScore fromNewest,
        Map<String, Integer> refused,
        double measurements,
        double[] effective,
        double[] misfit,
        double milliseconds) {

    /** What simulated patients are. */
    enum Truth {
        /** Drawn from the prior of their own first record. */
        PRIOR,
        /** Another population than the prior is made from, under the model itself. */
        STANDARD,
        /** The same under the alternative structure. */
        ALTERNATIVE;

        SimulatedPatient patient(int seed) {
            return switch (this) {
                case PRIOR -> SimulatedPatient.of(seed, ModelVariant.STANDARD).drawnFromItsPrior(seed);
                case STANDARD -> SimulatedPatient.of(seed, ModelVariant.STANDARD);
                case ALTERNATIVE -> SimulatedPatient.of(seed, ModelVariant.ALTERNATIVE);
            };
        }
    }

    /** One patient's forecasts, or why there are none. */
    private record Case(
            ForecastScore fromHistory,
            ForecastScore ofBothStructures,
            ForecastScore fromNewest,
            int measurements,
            double effective,
            double misfit,
            long nanoseconds,
            String refusal) {

        static Case of(Truth truth, int seed, int draws) {
            SimulatedPatient patient = truth.patient(seed);
            try {
                TwinCohort newest = TwinCohort.personalised(patient.newestValues(), draws, seed);
                long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                HistoryPosterior posterior = HistoryPersonalisation.of(patient.history(), draws, seed);
                long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
                Case made = new Case(
                        new ForecastScore(),
                        new ForecastScore(),
                        new ForecastScore(),
                        posterior.measurements(),
                        posterior.effectiveSampleSize(),
                        posterior.misfit(),
                        spent,
                        null);
                made.fromHistory.add(List.of(posterior.cohort()), patient.next(), patient.hba1c());
                made.fromNewest.add(List.of(newest), patient.next(), patient.hba1c());
                if (seed % 4 == 0) {
                    TwinCohort other = HistoryPersonalisation.of(
                                    patient.history(), draws, seed, ModelVariant.ALTERNATIVE)
                            .cohort();
                    made.ofBothStructures.add(List.of(posterior.cohort(), other), patient.next(), patient.hba1c());
                }
                return made;
            } catch (InvalidInputException refusal) {
                return new Case(
                        null,
                        null,
                        null,
                        0,
                        0,
                        0,
                        0,
                        refusal.violations().getFirst().code());
            }
        }
    }

    public static void main(String[] arguments) {
        int patients = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2000;
        int draws = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        for (Truth truth : arguments.length > 2 ? new Truth[] {Truth.valueOf(arguments[2])} : Truth.values()) {
            System.out.println(of(truth, patients, draws));
        }
    }

    /** Patients are forecast beside each other; the result does not depend on how many at a time. */
    static HistoryCoverage of(Truth truth, int patients, int draws) {
        List<Case> cases = IntStream.range(0, patients)
                .parallel()
                .mapToObj(seed -> Case.of(truth, seed, draws))
                .toList();
        Map<String, Integer> refused = new TreeMap<>();
        cases.stream().filter(one -> one.refusal != null).forEach(one -> refused.merge(one.refusal, 1, Integer::sum));
        List<Case> made = cases.stream().filter(one -> one.refusal == null).toList();
        ForecastScore fromHistory = new ForecastScore();
        ForecastScore ofBothStructures = new ForecastScore();
        ForecastScore fromNewest = new ForecastScore();
        for (Case one : made) {
            fromHistory.add(one.fromHistory);
            ofBothStructures.add(one.ofBothStructures);
            fromNewest.add(one.fromNewest);
        }
        return new HistoryCoverage(
                truth,
                fromHistory,
                ofBothStructures,
                fromNewest,
                refused,
                made.stream().mapToInt(one -> one.measurements).average().orElseThrow(),
                made.stream().mapToDouble(one -> one.effective).sorted().toArray(),
                made.stream().mapToDouble(one -> one.misfit).sorted().toArray(),
                made.stream().mapToLong(one -> one.nanoseconds).average().orElseThrow() / 1e6);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "truth %s%n  history                   %s%n  history, both structures  %s%n  newest values             %s%n"
                        + "  refused %s; %.1f measurements a patient; effective size %s; misfit %s (quantiles 0, 1, 5, 50, 95,"
                        + " 100 %%); %.1f ms CPU a patient",
                truth,
                fromHistory,
                ofBothStructures,
                fromNewest,
                refused,
                measurements,
                quantiles(effective),
                quantiles(misfit),
                milliseconds);
    }

    private static String quantiles(double[] sorted) {
        StringBuilder text = new StringBuilder();
        for (double p : new double[] {0, 0.01, 0.05, 0.5, 0.95, 1}) {
            text.append(String.format(Locale.ROOT, " %.2f", sorted[(int) (p * (sorted.length - 1))]));
        }
        return text.toString().strip();
    }
}
