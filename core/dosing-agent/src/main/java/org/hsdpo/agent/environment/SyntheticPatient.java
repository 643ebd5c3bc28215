package org.hsdpo.agent.environment;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.TwinInputs;

/**
 * One synthetic person before treatment starts, and what that person's record will hold.
 *
 * @param age years
 * @param height cm
 * @param weight kg
 * @param hba1c %
 * @param systolic mmHg
 * @param diastolic mmHg
 * @param ldl mg/dL
 * @param egfr mL/min/1.73 m²
 * @param duration years since the diagnosis
 * @param conditions all conditions the person has, whether recorded or not
 * @param stated conditions that the record answers, affirmatively or not, though a problem list's silence would not
 * @param phenotypes gene → phenotype
 * @param regimen what the person takes
 * @param weeksOnRegimen weeks since the last change before the first visit
 * @param problemList whether the record has a problem list
 * @param genotyped whether the record has the phenotypes
 * @param sensor whether the person wears a glucose sensor
 */
public record SyntheticPatient(
        Sex sex,
        double age,
        double height,
        double weight,
        double hba1c,
        double systolic,
        double diastolic,
        double ldl,
        double egfr,
        double duration,
        Set<ConditionConcept> conditions,
        Set<ConditionConcept> stated,
        Map<String, String> phenotypes,
        Regimen regimen,
        double weeksOnRegimen,
        boolean problemList,
        boolean genotyped,
        boolean sensor) {

    /** The person as the twin is made from: covariates known without error; glucose is left for the twin to find. */
    TwinInputs twinInputs() {
        return new TwinInputs(
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
                Covariate.known(systolic, 0),
                Covariate.known(ldl, 0),
                phenotypes,
                truth(ConditionConcept.SEVERE_HYPOGLYCAEMIA),
                truth(ConditionConcept.HEART_FAILURE),
                truth(ConditionConcept.ATHEROSCLEROTIC_CARDIOVASCULAR_DISEASE),
                regimen);
    }

    boolean isFrail() {
        return conditions.contains(ConditionConcept.FRAILTY);
    }

    private Truth truth(ConditionConcept concept) {
        return conditions.contains(concept) ? Truth.TRUE : Truth.FALSE;
    }
}
