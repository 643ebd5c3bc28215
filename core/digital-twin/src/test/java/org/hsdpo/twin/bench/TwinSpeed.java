package org.hsdpo.twin.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.TwinSimulator;

/** Prints how fast one thread personalises, simulates and forecasts, in CPU time of the thread. */
public final class TwinSpeed {
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();
    private static final int DRAWS = 1000;
    private static final int WEEKS = 26;
    private static final int CANDIDATES = 18;

    private TwinSpeed() {}

    public static void main(String[] arguments) {
        Regimen regimen =
                Regimen.of(Map.of(Drug.METFORMIN, 2000.0, Drug.GLIMEPIRIDE, 4.0, Drug.INSULIN_GLARGINE, 20.0));
        TwinInputs inputs = new TwinInputs(
                Covariate.known(60, 0.3),
                Optional.of(Sex.FEMALE),
                Covariate.known(88, 1),
                Covariate.known(164, 1),
                Covariate.known(75, 7),
                Covariate.known(8.4, 0.2),
                Covariate.known(170, 23),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Covariate.unknown(),
                Map.of(),
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                Truth.UNKNOWN,
                regimen);
        for (ModelVariant variant : ModelVariant.values()) {
            for (int round = 0; round < 10; round++) {
                long start = CPU.getCurrentThreadCpuTime();
                TwinCohort cohort = TwinCohort.personalised(inputs, DRAWS, round, variant);
                long personalised = CPU.getCurrentThreadCpuTime();
                TwinBatch batch = new TwinBatch(cohort);
                for (int i = 0; i < CANDIDATES; i++) {
                    batch.advance(WEEKS);
                }
                long advanced = CPU.getCurrentThreadCpuTime();
                double check = 0;
                for (int i = 0; i < CANDIDATES; i++) {
                    check += TwinSimulator.forecast(cohort, regimen, WEEKS).hba1c()[0];
                }
                long forecast = CPU.getCurrentThreadCpuTime();
                System.out.printf(
                        "%s round %d: personalise %d draws %.1f ms; %.2f million twin-weeks/s; %d candidates x %d draws x %d weeks %.0f ms (%.2f)%n",
                        variant,
                        round,
                        DRAWS,
                        (personalised - start) / 1e6,
                        1e3 * CANDIDATES * DRAWS * WEEKS / (advanced - personalised),
                        CANDIDATES,
                        DRAWS,
                        WEEKS,
                        (forecast - advanced) / 1e6,
                        check);
            }
        }
    }
}
