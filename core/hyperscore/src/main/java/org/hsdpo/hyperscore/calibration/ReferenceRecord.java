package org.hsdpo.hyperscore.calibration;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.ProblemList;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.patient.Sourced;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.hyperscore.novelty.ReferencePatient;
import org.hsdpo.hyperscore.novelty.ReferencePopulation;

/** A reference patient as a clinician's record would show him: seen once, through measurement error. */
public final class ReferenceRecord {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Provenance PROVENANCE =
            new Provenance(Provenance.Source.DERIVED, "synthetic-reference-population", NOW, "simulated", 1);

    /** Relative measurement error: HbA1c 2.5 % (NGSP limit 5 % in 95 %), creatinine-based eGFR 5 %, scales and cuffs. */
    private static final Map<Measurement, Double> RELATIVE_ERROR = Map.of(
            Measurement.HBA1C, 0.025,
            Measurement.EGFR, 0.05,
            Measurement.WEIGHT, 0.01,
            Measurement.SYSTOLIC_PRESSURE, 0.06,
            Measurement.LDL_CHOLESTEROL, 0.07);

    private ReferenceRecord() {}

    /** Records of synthetic reference patients; the same count and seed give the same ones. */
    public static List<PatientState> records(int count, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return ReferencePopulation.shipped().patients(count, seed).stream()
                .map(patient -> of(patient, random))
                .toList();
    }

    static PatientState of(ReferencePatient patient, RandomGenerator random) {
        List<Observation> observations = new ArrayList<>();
        measured(observations, random, Measurement.HBA1C, patient.hba1c());
        measured(observations, random, Measurement.EGFR, patient.egfr());
        measured(observations, random, Measurement.WEIGHT, patient.weight());
        measured(observations, random, Measurement.SYSTOLIC_PRESSURE, patient.systolicPressure());
        measured(observations, random, Measurement.LDL_CHOLESTEROL, patient.ldl());
        exact(observations, Measurement.HEIGHT, patient.height());
        exact(observations, Measurement.BODY_MASS_INDEX, patient.bodyMassIndex());
        exact(observations, Measurement.DIABETES_DURATION, patient.duration());
        exact(observations, Measurement.ALT, 25);
        List<ConditionRecord> conditions = new ArrayList<>();
        for (ConditionConcept concept : ConditionConcept.values()) {
            boolean present =
                    switch (concept) {
                        case TYPE_2_DIABETES -> true;
                        case HEART_FAILURE -> patient.heartFailure();
                        case ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE -> patient.cardiovascularDisease();
                        default -> false;
                    };
            conditions.add(new ConditionRecord(
                    concept,
                    present ? ConditionRecord.Status.ACTIVE : ConditionRecord.Status.REFUTED,
                    Optional.empty(),
                    PROVENANCE));
        }
        List<MedicationRecord> medications = new ArrayList<>();
        patient.regimen()
                .asMap()
                .forEach((drug, dose) -> medications.add(new MedicationRecord(
                        Optional.of(drug),
                        drug.id(),
                        "",
                        OptionalDouble.of(dose),
                        MedicationRecord.Status.ACTIVE,
                        Optional.empty(),
                        Optional.empty(),
                        drug.id(),
                        PROVENANCE)));
        return new PatientState(
                "reference",
                NOW,
                Optional.of(new Sourced<>(patient.sex(), PROVENANCE)),
                Optional.of(new Sourced<>(
                        LocalDate.ofInstant(NOW, ZoneOffset.UTC).minusDays((long) (patient.age() * 365.25)),
                        PROVENANCE)),
                observations,
                conditions,
                List.of(new ProblemList(NOW, 1, PROVENANCE)),
                medications,
                List.of(),
                List.of(),
                List.of());
    }

    private static void measured(
            List<Observation> observations, RandomGenerator random, Measurement measurement, double truth) {
        exact(observations, measurement, truth * Math.exp(RELATIVE_ERROR.get(measurement) * random.nextGaussian()));
    }

    private static void exact(List<Observation> observations, Measurement measurement, double value) {
        String unit = MeasurementCatalogue.shipped().definition(measurement).unit();
        observations.add(new Observation(measurement, Quantity.of(value, unit), NOW, false, PROVENANCE));
    }
}
