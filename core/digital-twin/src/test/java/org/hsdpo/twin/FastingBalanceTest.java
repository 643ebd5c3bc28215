package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FastingBalanceTest {
    private static final int CASES = 20_000;

    /** One random physiology, from normal to extreme. */
    private record Physiology(
            double production, double secretion, double secretagogue, double incretin, double exogenous, double renal) {

        static Physiology random(int i) {
            long key = CounterRandom.key(3, i);
            return new Physiology(
                    405 * Math.exp(1 + 1.2 * CounterRandom.normal(key, 0)),
                    0.15 * Math.exp(1.5 * CounterRandom.normal(key, 1)),
                    CounterRandom.uniform(key, 2) < 0.5 ? 0 : 2 * CounterRandom.uniform(key, 3),
                    CounterRandom.uniform(key, 4) < 0.5 ? 0 : 2 * CounterRandom.uniform(key, 5),
                    CounterRandom.uniform(key, 6) < 0.5 ? 0 : 80 * CounterRandom.uniform(key, 7),
                    CounterRandom.uniform(key, 8) < 0.5 ? 0 : CounterRandom.uniform(key, 9));
        }

        double glucose() {
            return FastingBalance.glucose(production, secretion, secretagogue, incretin, exogenous, renal);
        }

        /** Inflow minus outflow of glucose in mg/dL; 0 at balance. */
        double imbalance(double glucose) {
            return production / FastingBalance.insulin(glucose, secretion, secretagogue, incretin, exogenous)
                    + FastingBalance.COUNTER_REGULATION
                            * Math.max(0, FastingBalance.COUNTER_REGULATION_THRESHOLD - glucose)
                    - glucose
                    - renal * Math.max(0, glucose - FastingBalance.RENAL_THRESHOLD);
        }
    }

    @Test
    void inflowEqualsOutflowInEveryRegion() {
        int[] regions = new int[4];
        for (int i = 0; i < CASES; i++) {
            Physiology physiology = Physiology.random(i);
            double glucose = physiology.glucose();
            regions[glucose < 60 ? 0 : glucose < 70 ? 1 : glucose < 90 ? 2 : 3]++;
            assertThat(physiology.imbalance(glucose)).as("%s", physiology).isCloseTo(0, within(1e-7 * glucose));
        }
        assertThat(regions).doesNotContain(0);
    }

    @Test
    void isTheHomeostasisModelWithoutDrugs() {
        // HOMA of 100 % and 1 describes a glucose of 4.5 mmol/L and insulin of 5 µU/mL (Matthews 1985).
        double secretion = 100 / (20 * 18.016);
        double production = 22.5 * 18.016;
        double glucose = FastingBalance.glucose(production, secretion, 0, 0, 0, 0);
        assertThat(glucose / 18.016).isCloseTo(4.5, within(0.02));
        assertThat(FastingBalance.insulin(glucose, secretion, 0, 0, 0)).isCloseTo(5, within(0.1));
    }

    @Test
    void manyAtOnceAreTheSameAsOneByOne() {
        double[] production = new double[CASES];
        double[] secretion = new double[CASES];
        double[] secretagogue = new double[CASES];
        double[] incretin = new double[CASES];
        double[] exogenous = new double[CASES];
        double[] renal = new double[CASES];
        double[] glucose = new double[CASES];
        for (int i = 0; i < CASES; i++) {
            Physiology p = Physiology.random(i);
            production[i] = p.production;
            secretion[i] = p.secretion;
            secretagogue[i] = p.secretagogue;
            incretin[i] = p.incretin;
            exogenous[i] = p.exogenous;
            renal[i] = p.renal;
        }
        FastingBalance.glucose(production, secretion, secretagogue, incretin, exogenous, renal, glucose, 1, CASES);
        assertThat(glucose[0]).isZero();
        for (int i = 1; i < CASES; i++) {
            double alone = Physiology.random(i).glucose();
            assertThat(glucose[i]).isCloseTo(alone, within(1e-11 * alone));
        }
    }

    @Test
    void everyDrugMechanismLowersGlucose() {
        for (int i = 0; i < CASES; i++) {
            Physiology p = Physiology.random(i);
            double glucose = p.glucose();
            double least = glucose * (1 + 1e-12);
            assertThat(FastingBalance.glucose(
                            0.9 * p.production, p.secretion, p.secretagogue, p.incretin, p.exogenous, p.renal))
                    .isLessThan(glucose);
            assertThat(FastingBalance.glucose(
                            p.production, p.secretion, p.secretagogue + 0.1, p.incretin, p.exogenous, p.renal))
                    .isLessThanOrEqualTo(least);
            assertThat(FastingBalance.glucose(
                            p.production, p.secretion, p.secretagogue, p.incretin + 0.1, p.exogenous, p.renal))
                    .isLessThanOrEqualTo(least);
            assertThat(FastingBalance.glucose(
                            p.production, p.secretion, p.secretagogue, p.incretin, p.exogenous + 1, p.renal))
                    .isLessThan(glucose);
            assertThat(FastingBalance.glucose(
                            p.production, p.secretion, p.secretagogue, p.incretin, p.exogenous, p.renal + 0.1))
                    .isLessThanOrEqualTo(least);
        }
    }

    @Test
    void incretinsDoNothingBelowTheirThreshold() {
        double production = 405 * 0.6;
        double glucose = FastingBalance.glucose(production, 0.28, 0, 0, 0, 0);
        assertThat(glucose).isLessThan(FastingBalance.INCRETIN_THRESHOLD);
        assertThat(FastingBalance.glucose(production, 0.28, 0, 2, 0, 0)).isEqualTo(glucose);
    }
}
