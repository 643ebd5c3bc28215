package org.hsdpo.twin.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.junit.jupiter.api.Test;

class InsulinClinicTest {
    private static final int WEEKS = 24;
    private static final double TARGET = 100;

    private static double[] doses(double fasting, long seed) {
        TwinInputs someone = new TwinInputs(
                Covariate.unknown(),
                Optional.empty(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.known(fasting, 0.05 * fasting),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Map.of(),
                Truth.FALSE,
                Truth.FALSE,
                Truth.FALSE,
                Regimen.of(Drug.METFORMIN, 1000));
        // The doses are not taken: glucose stays where it is.
        TwinBatch batch = new TwinBatch(TwinCohort.personalised(someone, 1, 1, ModelVariant.STANDARD));
        InsulinClinic clinic = new InsulinClinic(1, seed, 10, TARGET);
        double[] doses = new double[WEEKS];
        for (int week = 0; week < WEEKS; week++) {
            doses[week] = clinic.visit(batch, 0, week);
        }
        return doses;
    }

    @Test
    void theSeedOfThePopulationDecidesAboutVisits() {
        assertThat(doses(200, 1)).isEqualTo(doses(200, 1)).isNotEqualTo(doses(200, 2));
    }

    @Test
    void aDoseBeginsAtItsStartAndRisesInTheStepsOfTheTrial() {
        double[] doses = doses(320, 3);
        assertThat(doses[0]).isEqualTo(10);
        for (int week = 1; week < WEEKS; week++) {
            assertThat(doses[week] - doses[week - 1]).isIn(0.0, 8.0);
        }
        // About every other of 23 visits raises it: within three standard deviations of a binomial count.
        assertThat((doses[WEEKS - 1] - 10) / 8).isBetween(4.5, 18.5);
    }

    @Test
    void nothingIsRaisedFarBelowTheTarget() {
        assertThat(doses(70, 4)).containsOnly(10);
    }
}
