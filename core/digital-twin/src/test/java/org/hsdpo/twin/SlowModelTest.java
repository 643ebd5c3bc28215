package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The weekly scheme against an adaptive eighth-order solver on the whole system, fast states included. */
class SlowModelTest {
    /** Turnover of fasting glucose and insulin, per week: half-lives of 12 and 2 hours. */
    private static final double GLUCOSE_TURNOVER = Math.log(2) * 14;

    private static final double INSULIN_TURNOVER = Math.log(2) * 84;
    /** Drugs whose exposure depends on neither weight nor renal function, so that it is constant here. */
    private static final int[] DRUGS = {Drug.GLIMEPIRIDE.ordinal(), Drug.PIOGLITAZONE.ordinal()};

    /**
     * State: fasting glucose, fasting insulin, β-cells, resistance, HbA1c (or red cells of four ages), then the fast and
     * the slow effect of each drug. Time in weeks.
     */
    private static final class WholeSystem implements OrdinaryDifferentialEquation {
        private final TwinCohort cohort;
        private final TwinModel model;
        private final double[] targets;
        private final int cells;

        WholeSystem(TwinCohort cohort, Regimen regimen) {
            this.cohort = cohort;
            this.model = cohort.model;
            this.cells = model.variant == ModelVariant.STANDARD ? 1 : 4;
            this.targets = new double[DRUGS.length];
            for (int j = 0; j < DRUGS.length; j++) {
                int d = DRUGS[j];
                targets[j] = model.effect(
                        d,
                        model.concentration(
                                d,
                                regimen.toArray()[d],
                                cohort.clearance[d],
                                cohort.currentWeight[0],
                                cohort.currentEgfr[0]));
            }
        }

        @Override
        public int getDimension() {
            return 4 + cells + 2 * DRUGS.length;
        }

        @Override
        public double[] computeDerivatives(double week, double[] y) {
            double[] effects = new double[TwinModel.DRUGS];
            double[] slow = new double[TwinModel.DRUGS];
            double[] derivative = new double[y.length];
            for (int j = 0; j < DRUGS.length; j++) {
                int fastAt = 4 + cells + 2 * j;
                TwinKnowledge.DrugModel drug = model.knowledge.drug(Drug.values()[DRUGS[j]]);
                effects[DRUGS[j]] = y[fastAt];
                slow[DRUGS[j]] = y[fastAt + 1];
                derivative[fastAt] = (targets[j] - y[fastAt]) / drug.onsetWeeks();
                derivative[fastAt + 1] = (targets[j] - y[fastAt + 1]) / drug.slowOnsetWeeks();
            }
            DrugAction action = DrugAction.ofAllDrugs();
            model.act(effects, cohort.response, 0, cohort.currentEgfr[0], action);
            double weightEffect = TwinModel.sum(model.weight, slow, 0) * cohort.slowResponse[0];
            double onProduction =
                    action.production * (1 + model.knowledge.physiology().weightExponent() * weightEffect) * y[3];
            double glucose = y[0];
            double insulin = y[1];
            double secretion = cohort.secretion[0] * y[2];
            derivative[0] = GLUCOSE_TURNOVER
                    * (cohort.production[0] * onProduction / insulin
                            + FastingBalance.COUNTER_REGULATION
                                    * Math.max(0, FastingBalance.COUNTER_REGULATION_THRESHOLD - glucose)
                            - glucose);
            derivative[1] = INSULIN_TURNOVER
                    * (FastingBalance.insulin(
                                    glucose, secretion, action.secretagogue, action.incretin, action.exogenous)
                            - insulin);
            derivative[2] = -y[2]
                    * cohort.betaCellDecline[0]
                    / TwinModel.WEEKS_PER_YEAR
                    * (1 + TwinModel.sum(model.betaCellDecline, effects, 0));
            derivative[3] = y[3] * model.knowledge.physiology().sensitivityDecline() / TwinModel.WEEKS_PER_YEAR;
            double mean = model.fastingShare * glucose
                    + cohort.prandial[0] * Math.sqrt(onProduction / y[2]) * action.prandial;
            double drive = (mean + 46.7) / 28.7 + cohort.glycationGap[0];
            if (cells == 1) {
                derivative[4] = model.hba1cRate * (drive - y[4]);
            } else {
                double rate = cohort.redCellRate[0];
                for (int age = 0; age < cells; age++) {
                    double younger = age == 0 ? 0 : y[3 + age];
                    derivative[4 + age] = rate * (younger - y[4 + age]) + rate * 2 / 5 * drive;
                }
            }
            return derivative;
        }

        double hba1c(double[] y) {
            double sum = 0;
            for (int age = 0; age < cells; age++) {
                sum += y[4 + age];
            }
            return sum / cells;
        }
    }

    @ParameterizedTest
    @EnumSource(ModelVariant.class)
    void weeklyStepsFollowTheWholeSystem(ModelVariant variant) {
        Regimen regimen = Regimen.of(Map.of(Drug.GLIMEPIRIDE, 4.0, Drug.PIOGLITAZONE, 30.0));
        for (int seed = 0; seed < 20; seed++) {
            TwinCohort cohort =
                    TwinCohort.personalised(TwinInputsBuilder.someone().build(), 1, seed, variant);
            TwinBatch batch = new TwinBatch(cohort);
            WholeSystem system = new WholeSystem(cohort, regimen);
            double[] y = new double[system.getDimension()];
            y[0] = batch.fastingGlucose(0);
            y[1] = FastingBalance.insulin(y[0], cohort.secretion[0], 0, 0, 0);
            y[2] = 1;
            y[3] = 1;
            for (int age = 0; age < system.cells; age++) {
                y[4 + age] = batch.hba1c(0) * (system.cells == 1 ? 1 : 0.4 * (age + 1));
            }
            DormandPrince853Integrator integrator = new DormandPrince853Integrator(1e-9, 1, 1e-10, 1e-10);
            batch.setAllDoses(regimen.toArray());
            for (int week = 0; week < 52; week += 4) {
                y = integrator
                        .integrate(system, new ODEState(week, y), week + 4)
                        .getPrimaryState();
                batch.advance(4);
                assertThat(batch.hba1c(0))
                        .as("HbA1c, week %d", week + 4)
                        .isCloseTo(system.hba1c(y), within(week < 12 ? 0.035 : 0.01));
                assertThat(batch.fastingGlucose(0))
                        .as("fasting glucose, week %d", week + 4)
                        .isCloseTo(y[0], within(0.5));
            }
        }
    }

    @Test
    void theEquationsForOtherSolversAreThese() {
        Regimen regimen = Regimen.of(Map.of(Drug.GLIMEPIRIDE, 4.0, Drug.PIOGLITAZONE, 30.0));
        TwinCohort cohort = TwinCohort.personalised(TwinInputsBuilder.someone().build(), 1, 3);
        WholeSystem system = new WholeSystem(cohort, regimen);
        SlowEquations equations = new SlowEquations(cohort, 0, regimen);
        for (double glucose : new double[] {58, 66, 80, 160}) {
            double[] state = equations.start();
            state[0] = glucose;
            state[2] = 0.8;
            state[3] = 1.1;
            for (int effect = 5; effect < state.length; effect++) {
                state[effect] = 0.1 * effect;
            }
            double[] derivatives = new double[state.length];
            equations.derivatives(0, state, derivatives);
            assertThat(derivatives).containsExactly(system.computeDerivatives(0, state), within(1e-9));
        }
    }

    @Test
    void theEquationsRefuseWhatTheyDoNotHold() {
        TwinCohort untreated =
                TwinCohort.personalised(TwinInputsBuilder.someone().build(), 1, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlowEquations(untreated, 0, Regimen.of(Drug.METFORMIN, 1000)))
                .withMessageContaining("METFORMIN");
        TwinCohort treated = TwinCohort.personalised(
                TwinInputsBuilder.someone()
                        .taking(Regimen.of(Drug.GLIMEPIRIDE, 2))
                        .build(),
                1,
                3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlowEquations(treated, 0, Regimen.none()))
                .withMessageContaining("without drugs");
        TwinCohort alternative =
                TwinCohort.personalised(TwinInputsBuilder.someone().build(), 1, 3, ModelVariant.ALTERNATIVE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlowEquations(alternative, 0, Regimen.none()))
                .withMessageContaining("ALTERNATIVE");
    }

    @Test
    void hba1cGoesHalfWayToANewMeanGlucoseInItsHalfTime() {
        // Sitagliptin moves no weight and acts fully after eight weeks; seen from the balance that is reached then,
        // HbA1c
        // has the half-time of Tahara and Shima 1995.
        TwinCohort cohort = TwinCohort.personalised(
                TwinInputsBuilder.someone().hba1c(Covariate.known(9.5, 0)).build(), 1, 5);
        TwinBatch batch = new TwinBatch(cohort);
        batch.setAllDoses(Regimen.of(Drug.SITAGLIPTIN, 100).toArray());
        batch.advance(8);
        double distance = batch.hba1c(0) - balance(batch, cohort);
        batch.advance(5);
        double left = batch.hba1c(0) - balance(batch, cohort);
        assertThat(left / distance).isCloseTo(Math.pow(0.5, 35 / 34.6), within(0.05));
    }

    private static double balance(TwinBatch batch, TwinCohort cohort) {
        return (batch.meanGlucose(0) + 46.7) / 28.7 + cohort.glycationGap[0];
    }
}
