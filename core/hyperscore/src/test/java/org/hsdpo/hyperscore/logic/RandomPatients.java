package org.hsdpo.hyperscore.logic;

import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;

import java.util.List;
import java.util.random.RandomGenerator;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.testing.PatientBuilder;

/** Patients of whom anything may be known or not, so that rules meet every kind of knowledge. */
final class RandomPatients {
    private RandomPatients() {}

    static PatientState next(RandomGenerator random) {
        PatientBuilder builder = aPatient();
        if (random.nextDouble() < 0.9) {
            builder.aged(random.nextInt(18, 95));
        }
        if (random.nextDouble() < 0.9) {
            builder.of(random.nextBoolean() ? Sex.FEMALE : Sex.MALE);
        }
        if (random.nextDouble() < 0.7) {
            builder.withProblemList();
        }
        for (ConditionConcept concept : ConditionConcept.values()) {
            double draw = random.nextDouble();
            if (draw < 0.05) {
                builder.having(concept);
            } else if (draw < 0.4) {
                builder.lacking(concept);
            }
        }
        for (Measurement measurement : Measurement.values()) {
            MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
            if (random.nextDouble() < 0.8) {
                MeasurementDefinition.Range range = definition.plausible();
                double value = Math.max(range.low(), Math.rint(random.nextDouble(range.low(), range.high() + 1e-9)));
                Bound bound = Bound.values()[random.nextInt(Bound.values().length)];
                boolean possible = bound.admits(definition.possible().low(), value)
                        || bound.admits(definition.possible().high(), value);
                if (random.nextDouble() < 0.3 && possible) {
                    builder.with(measurement, bound, value);
                } else {
                    builder.with(measurement, value);
                }
            }
        }
        for (Drug drug : Drug.values()) {
            List<Double> ladder = Formulary.shipped().entry(drug).ladder();
            if (random.nextDouble() < 0.2) {
                builder.taking(drug, ladder.get(random.nextInt(ladder.size())));
            }
        }
        if (random.nextDouble() < 0.1) {
            builder.takingAlso("gemfibrozil");
        }
        if (random.nextDouble() < 0.1) {
            builder.allergicTo("sulfonamide");
        }
        if (random.nextDouble() < 0.2) {
            builder.withGenotype("CYP2C9", "*3/*3", "Poor Metabolizer");
        }
        return builder.build();
    }
}
