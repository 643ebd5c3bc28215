package org.hsdpo.twin.day;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.CounterRandom;
import org.hsdpo.twin.Covariate;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;

/** Moments of the weekly model under many regimens, on which figures of the day are fitted and on others checked. */
final class EmulatorStates {
    private static final Drug[] ORAL = {
        Drug.METFORMIN, Drug.GLIMEPIRIDE, Drug.SITAGLIPTIN, Drug.EMPAGLIFLOZIN, Drug.PIOGLITAZONE
    };
    private static final double[] FULL = {2000, 4, 100, 25, 30};

    private EmulatorStates() {}

    /** A batch at a moment, and the therapy it is on in one word. */
    record Moment(String therapy, TwinBatch batch) {}

    /** Cohorts of random regimens and HbA1c: half as personalised, half 26 weeks after the regimen changed. */
    static List<Moment> moments(long seed, int cohorts, int size) {
        List<Moment> moments = new ArrayList<>();
        for (int c = 0; c < cohorts; c++) {
            long key = CounterRandom.key(seed, c);
            Regimen before = regimen(key, 0);
            double centre = 6.3 + 3.2 * CounterRandom.uniform(key, 60);
            TwinBatch batch = new TwinBatch(population(before, centre, 0.8, size, key));
            Regimen now = before;
            if (c % 2 == 1) {
                now = regimen(key, 20);
                batch.setAllDoses(now.toArray());
                batch.advance(26);
            }
            moments.add(new Moment(therapy(now), batch));
        }
        return moments;
    }

    static TwinCohort population(Regimen regimen, double hba1c, double sd, int size, long seed) {
        List<TwinInputs> patients = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double own = Math.clamp(hba1c + sd * CounterRandom.normal(seed, 1000 + i), 5.6, 12);
            patients.add(new TwinInputs(
                    Covariate.unknown(),
                    Optional.empty(),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Covariate.known(own, 0.02 * own),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Covariate.unknown(),
                    Map.of(),
                    Truth.FALSE,
                    Truth.FALSE,
                    Truth.FALSE,
                    regimen));
        }
        return TwinCohort.population(patients, seed, ModelVariant.STANDARD);
    }

    private static Regimen regimen(long key, int counter) {
        Regimen regimen = Regimen.none();
        for (int d = 0; d < ORAL.length; d++) {
            if (CounterRandom.uniform(key, counter + d) < (d == 0 ? 0.6 : 0.22)) {
                regimen = regimen.with(ORAL[d], FULL[d]);
            }
        }
        double injected = CounterRandom.uniform(key, counter + 10);
        if (injected < 0.15) {
            regimen = regimen.with(Drug.SEMAGLUTIDE, 1);
        } else if (injected < 0.22) {
            regimen = regimen.with(Drug.LIRAGLUTIDE, 1.8);
        }
        if (CounterRandom.uniform(key, counter + 11) < 0.4) {
            regimen =
                    regimen.with(Drug.INSULIN_GLARGINE, 10 + Math.rint(50 * CounterRandom.uniform(key, counter + 12)));
        }
        return regimen;
    }

    static String therapy(Regimen regimen) {
        if (regimen.takes(Drug.INSULIN_GLARGINE)) {
            return "basal insulin";
        }
        if (regimen.takes(Drug.GLIMEPIRIDE)) {
            return "sulfonylurea";
        }
        if (regimen.takes(Drug.SEMAGLUTIDE) || regimen.takes(Drug.LIRAGLUTIDE)) {
            return "GLP-1 receptor agonist";
        }
        if (regimen.takes(Drug.SITAGLIPTIN)) {
            return "DPP-4 inhibitor";
        }
        return regimen.takes(Drug.EMPAGLIFLOZIN) ? "SGLT2 inhibitor" : "none or sensitiser";
    }
}
