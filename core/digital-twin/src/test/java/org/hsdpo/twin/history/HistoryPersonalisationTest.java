package org.hsdpo.twin.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.RegimenForecast;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.TwinSimulator;
import org.junit.jupiter.api.Test;

class HistoryPersonalisationTest {
    private static final LocalDate TODAY = LocalDate.of(2025, 6, 2);
    private static final Regimen METFORMIN = Regimen.of(Drug.METFORMIN, 2000);
    private static final Regimen WITH_SITAGLIPTIN = METFORMIN.with(Drug.SITAGLIPTIN, 100);
    private static final Covariate UNKNOWN = Covariate.unknown();

    @Test
    void withoutHistoryItIsThePresentPersonalisation() {
        TwinInputs today = someone(METFORMIN, Covariate.known(8.2, 0.2), Covariate.known(92, 0.9));
        HistoryPosterior posterior =
                HistoryPersonalisation.of(new PatientHistory(today, TODAY, List.of(), List.of()), 200, 5);
        assertThat(forecast(posterior.cohort())).isEqualTo(forecast(TwinCohort.personalised(today, 200, 5)));
        assertThat(posterior.shrinkage()).isEmpty();
        assertThat(posterior.measurements()).isEqualTo(2);
        assertThat(posterior.effectiveSampleSize()).isEqualTo(200);
    }

    @Test
    void measurementsOfTodayAreThePresentPersonalisationOfThem() {
        PatientHistory history = new PatientHistory(
                someone(METFORMIN, UNKNOWN, UNKNOWN),
                TODAY,
                List.of(hba1c(0, 8), measured(Measurement.WEIGHT, 0, 92)),
                List.of());
        TwinInputs today = someone(METFORMIN, Covariate.known(8, 0.025 * 8), Covariate.known(92, 0.92));
        assertThat(forecast(HistoryPersonalisation.of(history, 200, 5).cohort()))
                .isEqualTo(forecast(TwinCohort.personalised(today, 200, 5)));
    }

    @Test
    void theSameSeedGivesTheSameDraws() {
        PatientHistory history = onMetforminThenSitagliptin(7.3, 7.2);
        assertThat(forecast(HistoryPersonalisation.of(history, 100, 5).cohort()))
                .isEqualTo(forecast(HistoryPersonalisation.of(history, 100, 5).cohort()))
                .isNotEqualTo(
                        forecast(HistoryPersonalisation.of(history, 100, 6).cohort()));
    }

    @Test
    void agreesWithWeighingTheWholePrior() {
        PatientHistory history = onMetforminThenSitagliptin(7.5, 7.3);
        for (ModelVariant variant : ModelVariant.values()) {
            HistoryPosterior posterior = HistoryPersonalisation.of(history, 2000, 5, variant);
            double[] hba1c =
                    TwinSimulator.forecast(posterior.cohort(), METFORMIN, 26).hba1c();
            double mean = Arrays.stream(hba1c).average().orElseThrow();
            double sd = Math.sqrt(Arrays.stream(hba1c)
                    .map(x -> (x - mean) * (x - mean))
                    .average()
                    .orElseThrow());

            // The same by brute force: everyone consistent with the first record, weighted by what came later.
            TwinInputs first = someone(
                    METFORMIN, Covariate.known(8.4, 0.025 * 8.4), UNKNOWN, Covariate.known(58 - 364 / 365.25, 0.3));
            TwinBatch batch = new TwinBatch(TwinCohort.personalised(first, 20_000, 77, variant));
            double[] log = new double[batch.size()];
            batch.advance(13);
            weigh(batch, log, 8.5);
            batch.setAllDoses(WITH_SITAGLIPTIN.toArray());
            batch.advance(13);
            weigh(batch, log, 7.5);
            batch.advance(26);
            weigh(batch, log, 7.3);
            batch.setAllDoses(METFORMIN.toArray());
            batch.advance(26);
            double sum = 0;
            double weighted = 0;
            double squares = 0;
            for (int i = 0; i < log.length; i++) {
                double weight = Math.exp(log[i]);
                sum += weight;
                weighted += weight * batch.hba1c(i);
                squares += weight * batch.hba1c(i) * batch.hba1c(i);
            }
            double bruteMean = weighted / sum;
            double bruteSd = Math.sqrt(squares / sum - bruteMean * bruteMean);
            // Both are Monte Carlo estimates with more than a thousand effective draws.
            assertThat(mean).as("%s mean", variant).isCloseTo(bruteMean, within(4 * bruteSd / Math.sqrt(1000)));
            assertThat(sd).as("%s sd", variant).isCloseTo(bruteSd, within(4 * bruteSd / Math.sqrt(2000)));
        }
    }

    @Test
    void whoAnsweredADrugWellIsExpectedToLoseMoreWithoutIt() {
        double[] responder =
                forecastOn(METFORMIN, HistoryPersonalisation.of(onMetforminThenSitagliptin(6.9, 6.9), 500, 5));
        double[] nonResponder =
                forecastOn(METFORMIN, HistoryPersonalisation.of(onMetforminThenSitagliptin(8.3, 8.4), 500, 5));
        double riseOfResponder = median(responder) - 6.9;
        double riseOfNonResponder = median(nonResponder) - 8.4;
        assertThat(riseOfResponder).isGreaterThan(riseOfNonResponder + 0.3);
    }

    @Test
    void laterMeasurementsShrinkWhatTheyInform() {
        HistoryPosterior posterior = HistoryPersonalisation.of(onMetforminThenSitagliptin(7.5, 7.4), 1000, 5);
        assertThat(share(posterior, "response.sitagliptin")).isBetween(0.3, 0.9);
        assertThat(share(posterior, "slowResponse")).isBetween(0.85, 1.15);
        assertThat(posterior.measurements()).isEqualTo(4);
        assertThat(posterior.weeks()).isEqualTo(52);
        assertThat(posterior.effectiveSampleSize()).isGreaterThan(HistoryPersonalisation.LEAST_EFFECTIVE_SIZE);
        assertThat(posterior.misfit()).isBetween(-3.0, 3.0);
    }

    @Test
    void aDrugStartedThreeWeeksAgoHasNotDoneItsWorkYet() {
        PatientHistory history = new PatientHistory(
                someone(METFORMIN, UNKNOWN, UNKNOWN),
                TODAY,
                List.of(hba1c(30, 8.6), hba1c(3, 8.6), hba1c(0, 8.4)),
                List.of(
                        new DoseChange(TODAY.minusWeeks(80), Regimen.none()),
                        new DoseChange(TODAY.minusWeeks(3), METFORMIN)));
        double[][] fromHistory = TwinSimulator.forecast(
                        HistoryPersonalisation.of(history, 500, 5).cohort(), METFORMIN, 26)
                .hba1cByWeek();
        TwinInputs newest = someone(METFORMIN, Covariate.known(8.4, 0.21), UNKNOWN);
        double[][] fromNewest = TwinSimulator.forecast(TwinCohort.personalised(newest, 500, 5), METFORMIN, 26)
                .hba1cByWeek();
        assertThat(fromHistory[2][26]).isLessThan(fromHistory[2][0] - 0.5);
        assertThat(fromNewest[2][26]).isBetween(fromNewest[2][0] - 0.1, fromNewest[2][0] + 0.2);
    }

    @Test
    void intervalsOfSimulatedPatientsCoverAndAreWorthTheHistory() {
        ForecastScore fromHistory = new ForecastScore();
        ForecastScore fromNewest = new ForecastScore();
        for (int i = 0; i < 300; i++) {
            SimulatedPatient patient = SimulatedPatient.of(1_000_000 + i, ModelVariant.STANDARD);
            fromHistory.add(
                    List.of(HistoryPersonalisation.of(patient.history(), 400, i).cohort()),
                    patient.next(),
                    patient.hba1c());
            fromNewest.add(
                    List.of(TwinCohort.personalised(patient.newestValues(), 400, i)), patient.next(), patient.hba1c());
        }
        assertThat(fromHistory.coverage()).isCloseTo(90, within(fromHistory.tolerance()));
        assertThat(fromHistory.meanWidth()).isLessThan(0.9 * fromNewest.meanWidth());
        assertThat(fromHistory.meanAbsoluteError()).isLessThan(0.95 * fromNewest.meanAbsoluteError());
    }

    @Test
    void intervalsOfPeopleDrawnFromThePriorAreExact() {
        ForecastScore score = new ForecastScore();
        List<Integer> refused = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            SimulatedPatient patient =
                    SimulatedPatient.of(2_000_000 + i, ModelVariant.STANDARD).drawnFromItsPrior(i);
            TwinCohort cohort;
            try {
                cohort = HistoryPersonalisation.of(patient.history(), 400, i).cohort();
            } catch (InvalidInputException e) {
                refused.add(i);
                continue;
            }
            score.add(List.of(cohort), patient.next(), patient.hba1c());
        }
        // Measured eGFR of 7 to 9 beside a first record without one: at the edge of the reference population.
        assertThat(refused).isSubsetOf(185);
        assertThat(score.coverage()).isCloseTo(90, within(score.tolerance()));
    }

    @Test
    void aHistoryNobodyCouldHaveIsRefused() {
        List<DatedMeasurement> measurements = new ArrayList<>();
        for (int visit = 0; visit < 6; visit++) {
            measurements.add(hba1c(4 * visit, visit % 2 == 0 ? 6.5 : 10.5));
        }
        PatientHistory history = new PatientHistory(
                someone(METFORMIN, UNKNOWN, UNKNOWN),
                TODAY,
                measurements,
                List.of(new DoseChange(TODAY.minusWeeks(60), METFORMIN)));
        refused(() -> HistoryPersonalisation.of(history, 100, 5), "history", "HISTORY_INCONSISTENT");
    }

    @Test
    void historiesThatSayTooLittleOrTooMuchAreRefused() {
        TwinInputs someone = someone(METFORMIN, UNKNOWN, UNKNOWN);
        List<DoseChange> doses = List.of(new DoseChange(TODAY.minusWeeks(60), METFORMIN));
        refused(
                () -> new PatientHistory(someone, TODAY, List.of(hba1c(20, 8), hba1c(70, 8)), doses),
                "doses[0].from",
                "DOSE_UNKNOWN");
        refused(
                () -> new PatientHistory(someone, TODAY, List.of(hba1c(20, 8)), List.of()),
                "doses[0].from",
                "DOSE_UNKNOWN");
        refused(
                () -> new PatientHistory(
                        someone,
                        TODAY,
                        List.of(hba1c(20, 8)),
                        List.of(doses.getFirst(), new DoseChange(TODAY.minusWeeks(9), WITH_SITAGLIPTIN))),
                "covariates.currentRegimen",
                "REGIMEN_INCONSISTENT");
        refused(
                () -> new PatientHistory(someone, TODAY, List.of(), List.of(doses.getFirst(), doses.getFirst())),
                "doses[1].from",
                "DATE_OUT_OF_RANGE");
        refused(
                () -> new PatientHistory(someone, TODAY, List.of(hba1c(-1, 8)), doses),
                "measurements[0].date",
                "DATE_OUT_OF_RANGE");
        refused(
                () -> new PatientHistory(someone, TODAY, List.of(hba1c(20, 80)), doses),
                "measurements[0].value",
                "VALUE_IMPOSSIBLE");
        refused(
                () -> new PatientHistory(someone, TODAY, List.of(measured(Measurement.POTASSIUM, 20, 4)), doses),
                "measurements[0].measurement",
                "MEASUREMENT_NOT_FOLLOWED");
        refused(
                () -> new PatientHistory(someone, TODAY, List.of(hba1c(20, 8), hba1c(20, 8)), doses),
                "measurements[1]",
                "MEASUREMENT_REPEATED");
        TwinInputs withValue = someone(METFORMIN, Covariate.known(8.2, 0.2), UNKNOWN);
        refused(
                () -> new PatientHistory(withValue, TODAY, List.of(hba1c(20, 8)), doses),
                "covariates.hba1c",
                "VALUE_COUNTED_TWICE");
        TwinInputs exactWeight = someone(METFORMIN, UNKNOWN, Covariate.known(92, 0));
        refused(
                () -> new PatientHistory(exactWeight, TODAY, List.of(hba1c(20, 8)), doses),
                "covariates.weight",
                "MEASUREMENT_ERROR_INVALID");
        refused(
                () -> HistoryPersonalisation.of(
                        new PatientHistory(someone, TODAY, List.of(measured(Measurement.WEIGHT, 20, 92)), doses),
                        100,
                        5),
                "patient.hba1c",
                "GLUCOSE_UNKNOWN");
    }

    @Test
    void aCurrentValueCountsAsAMeasurementOfToday() {
        List<DoseChange> doses = List.of(new DoseChange(TODAY.minusWeeks(60), METFORMIN));
        HistoryPosterior dated = HistoryPersonalisation.of(
                new PatientHistory(
                        someone(METFORMIN, UNKNOWN, UNKNOWN),
                        TODAY,
                        List.of(hba1c(26, 8), measured(Measurement.WEIGHT, 0, 92)),
                        doses),
                100,
                5);
        HistoryPosterior current = HistoryPersonalisation.of(
                new PatientHistory(
                        someone(METFORMIN, UNKNOWN, Covariate.known(92, 0.92)), TODAY, List.of(hba1c(26, 8)), doses),
                100,
                5);
        assertThat(forecast(current.cohort())).isEqualTo(forecast(dated.cohort()));
    }

    /** A year on metformin, sitagliptin added after three months. */
    private static PatientHistory onMetforminThenSitagliptin(double after, double atTheEnd) {
        return new PatientHistory(
                someone(WITH_SITAGLIPTIN, UNKNOWN, UNKNOWN),
                TODAY,
                List.of(hba1c(52, 8.4), hba1c(39, 8.5), hba1c(26, after), hba1c(0, atTheEnd)),
                List.of(
                        new DoseChange(TODAY.minusWeeks(100), METFORMIN),
                        new DoseChange(TODAY.minusWeeks(39), WITH_SITAGLIPTIN)));
    }

    private static void weigh(TwinBatch batch, double[] log, double hba1c) {
        for (int i = 0; i < log.length; i++) {
            double residual = Math.log(hba1c / batch.hba1c(i)) / 0.025;
            log[i] -= residual * residual / 2;
        }
    }

    private static DatedMeasurement hba1c(int weeksAgo, double value) {
        return measured(Measurement.HBA1C, weeksAgo, value);
    }

    private static DatedMeasurement measured(Measurement measurement, int weeksAgo, double value) {
        return new DatedMeasurement(measurement, TODAY.minusWeeks(weeksAgo), value);
    }

    private static TwinInputs someone(Regimen regimen, Covariate hba1c, Covariate weight) {
        return someone(regimen, hba1c, weight, Covariate.known(58, 0.3));
    }

    private static TwinInputs someone(Regimen regimen, Covariate hba1c, Covariate weight, Covariate age) {
        return new TwinInputs(
                age,
                Optional.of(Sex.MALE),
                weight,
                Covariate.known(176, 1),
                UNKNOWN,
                hba1c,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                Map.of(),
                Truth.FALSE,
                Truth.FALSE,
                Truth.FALSE,
                regimen);
    }

    private static double share(HistoryPosterior posterior, String parameter) {
        return posterior.shrinkage().stream()
                .filter(shrinkage -> shrinkage.parameter().equals(parameter))
                .findFirst()
                .orElseThrow()
                .share();
    }

    private static double[] forecast(TwinCohort cohort) {
        RegimenForecast forecast = TwinSimulator.forecast(cohort, WITH_SITAGLIPTIN.with(Drug.GLIMEPIRIDE, 2), 26);
        double[] all = Arrays.copyOf(forecast.hba1c(), 2 * cohort.size());
        System.arraycopy(forecast.level2PerYear(), 0, all, cohort.size(), cohort.size());
        return all;
    }

    private static double[] forecastOn(Regimen regimen, HistoryPosterior posterior) {
        return TwinSimulator.forecast(posterior.cohort(), regimen, 26).hba1c();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void refused(ThrowingCallable call, String field, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(InvalidInputException.class, refusal -> {
            assertThat(refusal.violations().getFirst().field()).isEqualTo(field);
            assertThat(refusal.violations().getFirst().code()).isEqualTo(code);
            assertThat(refusal.violations().getFirst().accepted()).isNotBlank();
        });
    }
}
