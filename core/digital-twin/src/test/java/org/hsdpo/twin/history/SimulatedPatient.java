package org.hsdpo.twin.history;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.NormalDistribution;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.TwinPrior;

/**
 * A twin that went to 4 to 8 visits, with one or two dose changes on the way, and gets a new regimen at the last.
 *
 * @param history what was measured, with errors
 * @param next regimen from the last visit on
 * @param hba1c the true HbA1c {@value #WEEKS} weeks later, %
 */
record SimulatedPatient(PatientHistory history, Regimen next, double hba1c) {
    static final int WEEKS = 26;
    private static final LocalDate FIRST_VISIT = LocalDate.of(2024, 1, 8);

    static SimulatedPatient of(long seed, ModelVariant truth) {
        SplittableRandom random = new SplittableRandom(seed);
        double age = 40 + 38 * random.nextDouble();
        Sex sex = random.nextDouble() < 0.48 ? Sex.FEMALE : Sex.MALE;
        double height = TwinInputs.referenceHeight(sex, normal(random));
        double weight = between(random, 31, 5.5, 22, 48) * height * height * 1e-4;
        double egfr = between(random, 151.5 - 1.148 * age, 18, 30, 130);
        double duration = Math.exp(between(random, Math.log(6), 0.7, -0.7, 3.2));
        double hba1c = between(random, 8.2, 1, 6.5, 11.5);
        Regimen regimen = firstRegimen(random);
        TwinInputs exact = new TwinInputs(
                Covariate.known(age, 0),
                Optional.of(sex),
                Covariate.known(weight, 0),
                Covariate.known(height, 0),
                Covariate.known(egfr, 0),
                Covariate.known(hba1c, 0),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.known(duration, 0),
                Covariate.unknown(),
                Covariate.unknown(),
                Map.of(),
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                regimen);
        TwinBatch person = new TwinBatch(TwinCohort.personalised(exact, 1, random.nextLong(), truth));

        int visits = 4 + random.nextInt(5);
        int firstChange = random.nextInt(visits - 1);
        int secondChange = random.nextInt(visits - 1);
        int week = 0;
        List<DatedMeasurement> measurements = new ArrayList<>();
        List<DoseChange> doses = new ArrayList<>(List.of(new DoseChange(FIRST_VISIT.minusYears(1), regimen)));
        for (int visit = 0; visit < visits; visit++) {
            measure(person, FIRST_VISIT.plusWeeks(week), random, measurements);
            if (visit == firstChange || visit == secondChange) {
                regimen = changed(regimen, random);
                doses.add(new DoseChange(FIRST_VISIT.plusWeeks(week), regimen));
                person.setAllDoses(regimen.toArray());
            }
            if (visit < visits - 1) {
                int pause = 8 + random.nextInt(13);
                person.advance(pause);
                week += pause;
            }
        }
        double years = week * 7 / 365.25;
        TwinInputs covariates = new TwinInputs(
                Covariate.known(age + years, 0.29),
                Optional.of(sex),
                Covariate.unknown(),
                Covariate.known(height + normal(random), 1),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                remembered(duration + years, random),
                Covariate.unknown(),
                Covariate.unknown(),
                Map.of(),
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                regimen);
        Regimen next = changed(regimen, random);
        person.setAllDoses(next.toArray());
        person.advance(WEEKS);
        return new SimulatedPatient(
                new PatientHistory(covariates, FIRST_VISIT.plusWeeks(week), measurements, doses),
                next,
                person.hba1c(0));
    }

    /**
     * The same visits and doses of somebody drawn from the prior of the first record: by construction nine of ten lie inside
     * an exact 90 % interval, which those of another population need not.
     */
    SimulatedPatient drawnFromItsPrior(long seed) {
        Timeline timeline = Timeline.of(history);
        TwinPrior prior =
                new TwinPrior(timeline.first(), List.of(Drug.values()), ModelVariant.STANDARD, "history.first");
        double[][] coordinates = new double[1][prior.dimension()];
        for (int k = 0; k < coordinates[0].length; k++) {
            coordinates[0][k] = CounterRandom.normal(seed, k);
        }
        TwinPrior.People people = prior.draw(coordinates, CounterRandom.key(seed, 0));
        if (!people.possible()[0]) {
            return drawnFromItsPrior(CounterRandom.key(seed, 1));
        }
        TwinBatch person = new TwinBatch(people.cohort());
        SplittableRandom random = new SplittableRandom(CounterRandom.key(seed, 2));
        List<DatedMeasurement> measurements = new ArrayList<>();
        LocalDate start = history.measurements().getFirst().date();
        for (int week = 0; week <= timeline.weeks(); week++) {
            LocalDate day = start.plusWeeks(week);
            history.measurements().stream()
                    .filter(measurement -> measurement.date().equals(day))
                    .map(measurement -> isAnchor(measurement, start) ? measurement : again(measurement, person, random))
                    .forEach(measurements::add);
            history.doses().stream()
                    .filter(change -> change.from().equals(day))
                    .forEach(change -> person.setAllDoses(change.regimen().toArray()));
            if (week < timeline.weeks()) {
                person.advance(1);
            }
        }
        person.setAllDoses(next.toArray());
        person.advance(WEEKS);
        return new SimulatedPatient(
                new PatientHistory(history.covariates(), history.today(), measurements, history.doses()),
                next,
                person.hba1c(0));
    }

    /** Whether the prior is made from it; see {@link Timeline}. */
    private static boolean isAnchor(DatedMeasurement measurement, LocalDate start) {
        TrackedMeasure measure = TrackedMeasure.of(measurement.measurement()).orElseThrow();
        return measurement.date().equals(start) && (measure == TrackedMeasure.HBA1C || !measure.isGlycaemic());
    }

    private static DatedMeasurement again(DatedMeasurement measurement, TwinBatch person, SplittableRandom random) {
        double usual =
                TrackedMeasure.of(measurement.measurement()).orElseThrow().of(person, 0);
        double error = TwinInputs.measurementError(measurement.measurement(), usual) / usual * normal(random);
        return new DatedMeasurement(measurement.measurement(), measurement.date(), usual * Math.exp(error));
    }

    /** What the personalisation of one day has: the values of the last visit, weight and eGFR of the last time they were taken. */
    TwinInputs newestValues() {
        TwinInputs covariates = history.covariates();
        return new TwinInputs(
                covariates.age(),
                covariates.sex(),
                newest(Measurement.WEIGHT, false),
                covariates.height(),
                newest(Measurement.EGFR, false),
                newest(Measurement.HBA1C, true),
                newest(Measurement.FASTING_GLUCOSE, true),
                newest(Measurement.CGM_MEAN_GLUCOSE, true),
                newest(Measurement.CGM_COEFFICIENT_OF_VARIATION, true),
                covariates.diabetesDuration(),
                covariates.systolicPressure(),
                covariates.ldl(),
                covariates.phenotypes(),
                covariates.severeHypoglycaemiaHistory(),
                covariates.heartFailure(),
                covariates.cardiovascularDisease(),
                covariates.currentRegimen());
    }

    private Covariate newest(Measurement measurement, boolean ofLastVisit) {
        return history.measurements().reversed().stream()
                .filter(one -> one.measurement() == measurement)
                .filter(one -> !ofLastVisit || one.date().equals(history.today()))
                .findFirst()
                .map(one -> Covariate.known(one.value(), TwinInputs.measurementError(measurement, one.value())))
                .orElse(Covariate.unknown());
    }

    private static void measure(
            TwinBatch person, LocalDate day, SplittableRandom random, List<DatedMeasurement> measurements) {
        add(measurements, Measurement.HBA1C, day, person.hba1c(0), 1, random);
        add(measurements, Measurement.FASTING_GLUCOSE, day, person.fastingGlucose(0), 0.7, random);
        add(measurements, Measurement.WEIGHT, day, person.weight(0), 0.9, random);
        add(measurements, Measurement.EGFR, day, person.egfr(0), 0.6, random);
        add(measurements, Measurement.CGM_MEAN_GLUCOSE, day, person.meanGlucose(0), 0.15, random);
        add(measurements, Measurement.CGM_COEFFICIENT_OF_VARIATION, day, person.glucoseCv(0), 0.15, random);
    }

    private static void add(
            List<DatedMeasurement> measurements,
            Measurement measurement,
            LocalDate day,
            double usual,
            double chance,
            SplittableRandom random) {
        double error = TwinInputs.measurementError(measurement, usual) / usual * normal(random);
        if (random.nextDouble() < chance) {
            measurements.add(new DatedMeasurement(measurement, day, usual * Math.exp(error)));
        }
    }

    private static Covariate remembered(double years, SplittableRandom random) {
        double told = years * Math.exp(0.1 * normal(random));
        return Covariate.known(told, 0.1 * told);
    }

    private static Regimen firstRegimen(SplittableRandom random) {
        return switch (random.nextInt(5)) {
            case 0 -> Regimen.none();
            case 1 -> Regimen.of(Drug.METFORMIN, 1000);
            case 2, 3 -> Regimen.of(Drug.METFORMIN, 2000);
            default -> Regimen.of(Map.of(Drug.METFORMIN, 2000.0, Drug.GLIMEPIRIDE, 2.0));
        };
    }

    /** One drug begun, raised or stopped. */
    private static Regimen changed(Regimen regimen, SplittableRandom random) {
        List<Drug> taken = List.copyOf(regimen.drugs());
        if (taken.size() > 1 && random.nextDouble() < 0.15) {
            return regimen.without(taken.get(random.nextInt(taken.size())));
        }
        while (true) {
            Drug drug = Drug.values()[random.nextInt(Drug.COUNT)];
            double dose =
                    switch (drug) {
                        case METFORMIN -> 2000;
                        case GLIMEPIRIDE -> regimen.takes(drug) ? 4 : 2;
                        case SITAGLIPTIN -> 100;
                        case EMPAGLIFLOZIN -> regimen.takes(drug) ? 25 : 10;
                        case PIOGLITAZONE -> regimen.takes(drug) ? 45 : 30;
                        case LIRAGLUTIDE -> regimen.takes(drug) ? 1.8 : 1.2;
                        case SEMAGLUTIDE -> regimen.takes(drug) ? 1 : 0.5;
                        case INSULIN_GLARGINE -> regimen.takes(drug) ? 30 : 15;
                    };
            boolean twoIncretins = List.of(Drug.SITAGLIPTIN, Drug.LIRAGLUTIDE, Drug.SEMAGLUTIDE).stream()
                            .filter(incretin -> regimen.with(drug, dose).takes(incretin))
                            .count()
                    > 1;
            if (!twoIncretins && regimen.dose(drug) < dose) {
                return regimen.with(drug, dose);
            }
        }
    }

    private static double between(SplittableRandom random, double mean, double sd, double low, double high) {
        while (true) {
            double value = mean + sd * normal(random);
            if (value >= low && value <= high) {
                return value;
            }
        }
    }

    private static double normal(SplittableRandom random) {
        return NormalDistribution.quantile(random.nextDouble(0x1.0p-53, 1));
    }
}
