package org.hsdpo.agent.environment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.condition.ConditionDefinition;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition.Range;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.TwinBatch;

/**
 * Keeps one synthetic person's record: what is measured at each visit, with error and gaps, and what is written down. The
 * result is the same {@link PatientState} that a real record becomes, so that the agent sees both in one way.
 */
final class Charting {
    /** An arbitrary fixed first day: only differences of times matter. */
    private static final Instant FIRST_DAY = Instant.parse("2025-01-01T08:00:00Z");

    private static final Provenance PROVENANCE =
            new Provenance(Provenance.Source.DERIVED, "synthetic", FIRST_DAY, "", 1);

    private final SyntheticPatient person;
    private final SplittableRandom random;
    private final Map<Measurement, Observation> latest = new EnumMap<>(Measurement.class);
    private final Map<Measurement, Integer> takenAt = new EnumMap<>(Measurement.class);
    private final Map<Drug, MedicationRecord> medications = new EnumMap<>(Drug.class);
    private boolean severeHypoglycaemia;
    private Optional<Instant> lastStop = Optional.empty();
    private Optional<Drug> lastStopped = Optional.empty();

    Charting(SyntheticPatient person, SplittableRandom random) {
        this.person = person;
        this.random = random;
        Instant start = FIRST_DAY.minus(hours(person.weeksOnRegimen()));
        person.regimen().asMap().forEach((drug, dose) -> medications.put(drug, medication(drug, dose, start)));
    }

    private static Duration hours(double weeks) {
        return Duration.ofHours(Math.round(weeks * 168));
    }

    private static Instant time(int week) {
        return FIRST_DAY.plus(Duration.ofDays(7L * week));
    }

    /** Measures what is due at a visit. */
    void measure(TwinBatch twins, int twin, int week) {
        for (PopulationModel.MeasurementPractice practice :
                PopulationModel.shipped().measurements()) {
            Measurement measurement = practice.id();
            boolean sensor = measurement.name().startsWith("CGM_");
            Integer before = takenAt.get(measurement);
            boolean due = before == null || week - before >= practice.everyWeeks();
            boolean taken = random.nextDouble() < practice.share() && (!sensor || person.sensor());
            double error = 1 + practice.coefficientOfVariation() * random.nextGaussian();
            if (due && taken) {
                put(measurement, truth(measurement, twins, twin) * error, week);
                takenAt.put(measurement, week);
            }
        }
        put(Measurement.HEIGHT, person.height(), week);
        put(Measurement.DIABETES_DURATION, person.duration() + week / 52.0, week);
    }

    private void put(Measurement measurement, double value, int week) {
        var definition = MeasurementCatalogue.shipped().definition(measurement);
        Range possible = definition.possible();
        double reported = Math.clamp(value, possible.low(), possible.high());
        latest.put(
                measurement,
                new Observation(measurement, Quantity.of(reported, definition.unit()), time(week), false, PROVENANCE));
    }

    private double truth(Measurement measurement, TwinBatch twins, int twin) {
        return switch (measurement) {
            case HBA1C -> twins.hba1c(twin);
            case FASTING_GLUCOSE -> twins.fastingGlucose(twin);
            case WEIGHT -> twins.weight(twin);
            case SYSTOLIC_PRESSURE -> twins.systolicPressure(twin);
            // The twin has no diastolic pressure: it follows the systolic one at half its change.
            case DIASTOLIC_PRESSURE -> person.diastolic() + 0.5 * (twins.systolicPressure(twin) - person.systolic());
            case HEART_RATE -> twins.heartRate(twin);
            case EGFR -> twins.egfr(twin);
            case LDL_CHOLESTEROL -> twins.ldl(twin);
            case HDL_CHOLESTEROL -> twins.hdl(twin);
            case TRIGLYCERIDES -> twins.triglycerides(twin);
            case ALT -> twins.alt(twin);
            case CGM_MEAN_GLUCOSE -> twins.meanGlucose(twin);
            case CGM_COEFFICIENT_OF_VARIATION -> twins.glucoseCv(twin);
            case CGM_TIME_IN_RANGE -> twins.timeInRange(twin);
            case CGM_TIME_BELOW_70 -> twins.timeBelow70(twin);
            case CGM_TIME_BELOW_54 -> twins.timeBelow54(twin);
            case CGM_TIME_ABOVE_180 -> twins.timeAbove180(twin);
            case CGM_TIME_ABOVE_250 -> twins.timeAbove250(twin);
            default -> throw new IllegalArgumentException("population.yaml: the twin does not give " + measurement);
        };
    }

    /** Notes a severe hypoglycaemia: it reaches the record because someone else had to help. */
    void noteSevereHypoglycaemia() {
        severeHypoglycaemia = true;
    }

    /** Writes down a change of regimen. */
    void prescribe(Regimen before, Regimen after, int week) {
        for (Drug drug : Drug.values()) {
            if (after.dose(drug) == before.dose(drug)) {
                continue;
            }
            if (after.takes(drug)) {
                medications.put(drug, medication(drug, after.dose(drug), time(week)));
            } else {
                medications.remove(drug);
                lastStop = Optional.of(time(week));
                lastStopped = Optional.of(drug);
            }
        }
    }

    private static MedicationRecord medication(Drug drug, double dose, Instant start) {
        return new MedicationRecord(
                Optional.of(drug),
                drug.id(),
                "",
                OptionalDouble.of(dose),
                MedicationRecord.Status.ACTIVE,
                Optional.of(start),
                Optional.empty(),
                drug.id(),
                PROVENANCE);
    }

    /** The record as it stands at a visit. */
    PatientState state(int week) {
        return new PatientState(
                "synthetic",
                time(week),
                Optional.of(new Sourced<>(person.sex(), PROVENANCE)),
                Optional.of(new Sourced<>(birthDate(), PROVENANCE)),
                List.copyOf(latest.values()),
                conditions(),
                person.problemList() ? List.of(new ProblemList(FIRST_DAY, 5, PROVENANCE)) : List.of(),
                medicationRecords(),
                List.of(),
                genotypes(),
                List.of());
    }

    private LocalDate birthDate() {
        return LocalDate.ofInstant(FIRST_DAY, ZoneOffset.UTC).minusDays(Math.round(person.age() * 365.25));
    }

    private List<ConditionRecord> conditions() {
        List<ConditionRecord> records = new ArrayList<>();
        for (ConditionConcept concept : ConditionConcept.values()) {
            boolean has = person.conditions().contains(concept)
                    || concept == ConditionConcept.SEVERE_HYPOGLYCAEMIA && severeHypoglycaemia;
            boolean stated = person.stated().contains(concept)
                    || concept == ConditionConcept.SEVERE_HYPOGLYCAEMIA && severeHypoglycaemia;
            boolean listed = person.problemList() && has && isListed(concept);
            if (stated || listed) {
                ConditionRecord.Status status = has ? ConditionRecord.Status.ACTIVE : ConditionRecord.Status.REFUTED;
                records.add(new ConditionRecord(concept, status, Optional.empty(), PROVENANCE));
            }
        }
        return records;
    }

    private static boolean isListed(ConditionConcept concept) {
        return ConditionCatalogue.shipped().definition(concept).absentFromProblemListMeans()
                == ConditionDefinition.Silence.ABSENT;
    }

    private List<MedicationRecord> medicationRecords() {
        List<MedicationRecord> records = new ArrayList<>(medications.values());
        lastStop.ifPresent(end -> records.add(new MedicationRecord(
                lastStopped,
                lastStopped.orElseThrow().id(),
                "",
                OptionalDouble.empty(),
                MedicationRecord.Status.STOPPED,
                Optional.empty(),
                Optional.of(end),
                lastStopped.orElseThrow().id(),
                PROVENANCE)));
        return records;
    }

    private List<Genotype> genotypes() {
        return person.genotyped()
                ? person.phenotypes().entrySet().stream()
                        .map(entry -> new Genotype(entry.getKey(), "", entry.getValue(), PROVENANCE))
                        .toList()
                : List.of();
    }
}
