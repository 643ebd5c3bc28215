package org.hsdpo.twin;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;

/** Builds inputs for tests: a man of 58 with HbA1c 8.2 %, without drugs, of whom all but the sensor is known. */
final class TwinInputsBuilder {
    private Covariate age = Covariate.known(58, 0.3);
    private Optional<Sex> sex = Optional.of(Sex.MALE);
    private Covariate weight = Covariate.known(92, 0.9);
    private Covariate egfr = Covariate.known(90, 8);
    private Covariate hba1c = Covariate.known(8.2, 0.2);
    private Covariate fastingGlucose = Covariate.unknown();
    private Covariate meanGlucose = Covariate.unknown();
    private Covariate glucoseCv = Covariate.unknown();
    private Truth severeHistory = Truth.FALSE;
    private final Map<String, String> phenotypes = new HashMap<>();
    private Regimen regimen = Regimen.none();

    static TwinInputsBuilder someone() {
        return new TwinInputsBuilder();
    }

    TwinInputsBuilder aged(double value) {
        age = Covariate.known(value, 0);
        return this;
    }

    TwinInputsBuilder of(Sex value) {
        sex = Optional.of(value);
        return this;
    }

    TwinInputsBuilder weighing(double kilograms) {
        weight = Covariate.known(kilograms, 0);
        return this;
    }

    TwinInputsBuilder egfr(double value) {
        egfr = Covariate.known(value, 0);
        return this;
    }

    TwinInputsBuilder hba1c(Covariate value) {
        hba1c = value;
        return this;
    }

    TwinInputsBuilder fasting(Covariate value) {
        fastingGlucose = value;
        return this;
    }

    TwinInputsBuilder mean(Covariate value) {
        meanGlucose = value;
        return this;
    }

    TwinInputsBuilder cv(Covariate value) {
        glucoseCv = value;
        return this;
    }

    TwinInputsBuilder severeHistory(Truth value) {
        severeHistory = value;
        return this;
    }

    TwinInputsBuilder phenotype(String gene, String phenotype) {
        phenotypes.put(gene, phenotype);
        return this;
    }

    TwinInputsBuilder taking(Regimen value) {
        regimen = value;
        return this;
    }

    TwinInputs build() {
        return new TwinInputs(
                age,
                sex,
                weight,
                Covariate.known(176, 1),
                egfr,
                hba1c,
                fastingGlucose,
                meanGlucose,
                glucoseCv,
                Covariate.known(7, 0.5),
                Covariate.known(132, 8),
                Covariate.known(105, 8),
                phenotypes,
                severeHistory,
                Truth.FALSE,
                Truth.FALSE,
                regimen);
    }
}
