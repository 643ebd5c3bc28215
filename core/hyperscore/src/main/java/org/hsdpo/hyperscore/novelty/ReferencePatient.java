package org.hsdpo.hyperscore.novelty;

import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.TwinInputs;

/**
 * A synthetic patient and what he takes.
 *
 * @param age a
 * @param sex sex
 * @param bodyMassIndex kg/m2
 * @param height cm
 * @param hba1c %, under the regimen
 * @param egfr mL/min/{1.73_m2}
 * @param duration of diabetes, a
 * @param systolicPressure mm[Hg]
 * @param ldl mg/dL
 * @param heartFailure whether there is or was heart failure
 * @param cardiovascularDisease whether there is or was atherosclerotic cardiovascular disease
 * @param regimen current
 */
public record ReferencePatient(
        double age,
        Sex sex,
        double bodyMassIndex,
        double height,
        double hba1c,
        double egfr,
        double duration,
        double systolicPressure,
        double ldl,
        boolean heartFailure,
        boolean cardiovascularDisease,
        Regimen regimen) {

    /** kg. */
    public double weight() {
        return bodyMassIndex * height * height / 1e4;
    }

    /** This patient's true state, as a twin's starting point. */
    public TwinInputs inputs() {
        return new TwinInputs(
                Covariate.known(age, 0),
                Optional.of(sex),
                Covariate.known(weight(), 0),
                Covariate.known(height, 0),
                Covariate.known(egfr, 0),
                Covariate.known(hba1c, 0.02),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.known(duration, 0),
                Covariate.known(systolicPressure, 0),
                Covariate.known(ldl, 0),
                Map.of(),
                Truth.FALSE,
                heartFailure ? Truth.TRUE : Truth.FALSE,
                cardiovascularDisease ? Truth.TRUE : Truth.FALSE,
                regimen);
    }
}
