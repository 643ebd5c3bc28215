package org.hsdpo.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The weekly scheme against an adaptive eighth-order solver on the whole system, fast states included. */
class SlowModelTest {
    /** Turnover of fasting glucose and insulin, per week: half-lives of 12 and 2 hours. */
    private static final double GLUCOSE_TURNOVER = Math.log(2) * 14;

    private static final double INSULIN_TURNOVER = Math.log(2) * 84;

    private static final int WEEKS = 52;
    /** Weeks after a change in which drugs are on their way. */
    private static final int CHANGING = 12;

    private static final int PEOPLE = 20;

    /**
     * State: fasting glucose, fasting insulin, β-cells, resistance, chronic eGFR, HbA1c (or red cells of four ages), then
     * of each drug the fast effect, the slow effect and the concentration. Time in weeks.
     */
    private static final class WholeSystem implements OrdinaryDifferentialEquation {
        private static final int HBA1C = 5;

        private final TwinCohort cohort;
        private final TwinModel model;
        private final double[] doses;
        private final int[] drugs;
        private final int cells;

        WholeSystem(TwinCohort cohort, Regimen regimen) {
            this.cohort = cohort;
            this.model = cohort.model;
            this.cells = model.variant == ModelVariant.STANDARD ? 1 : 4;
            this.doses = regimen.toArray();
            this.drugs = IntStream.range(0, TwinModel.DRUGS)
                    .filter(d -> doses[d] != 0 || cohort.doses[d] != 0)
                    .toArray();
        }

        @Override
        public int getDimension() {
            return HBA1C + cells + 3 * drugs.length;
        }

        double[] start() {
            TwinBatch batch = new TwinBatch(cohort);
            double[] y = new double[getDimension()];
            y[0] = batch.fastingGlucose(0);
            y[1] = batch.glucoseState(0).fastingInsulin();
            y[2] = 1;
            y[3] = 1;
            y[4] = cohort.egfr[0];
            for (int age = 0; age < cells; age++) {
                y[HBA1C + age] = batch.hba1c(0) * (cells == 1 ? 1 : 0.4 * (age + 1));
            }
            for (int j = 0; j < drugs.length; j++) {
                int d = drugs[j];
                double level = cohort.doses[d] == 0
                        ? 0
                        : model.concentration(
                                d,
                                cohort.doses[d],
                                cohort.clearance[d],
                                cohort.currentWeight[0],
                                cohort.currentEgfr[0]);
                int at = HBA1C + cells + 3 * j;
                y[at] = model.effect(d, level);
                y[at + 1] = y[at];
                y[at + 2] = level;
            }
            return y;
        }

        @Override
        public double[] computeDerivatives(double week, double[] y) {
            double[] effects = new double[TwinModel.DRUGS];
            double[] slow = new double[TwinModel.DRUGS];
            double[] derivative = new double[y.length];
            for (int j = 0; j < drugs.length; j++) {
                int at = HBA1C + cells + 3 * j;
                effects[drugs[j]] = y[at];
                slow[drugs[j]] = y[at + 1];
            }
            double weightEffect = TwinModel.sum(model.weight, slow, 0) * cohort.slowResponse[0];
            double weight = cohort.weight[0] * (1 + weightEffect);
            double egfr = y[4] * (1 - TwinModel.sum(model.egfrDip, effects, 0));
            for (int j = 0; j < drugs.length; j++) {
                int d = drugs[j];
                int at = HBA1C + cells + 3 * j;
                TwinKnowledge.DrugModel drug = model.knowledge.drug(Drug.values()[d]);
                double steady = doses[d] == 0 ? 0 : model.concentration(d, doses[d], cohort.clearance[d], weight, egfr);
                double target = model.effect(d, model.accumulates[d] ? y[at + 2] : steady);
                derivative[at] = (target - y[at]) / drug.onsetWeeks();
                derivative[at + 1] = (target - y[at + 1]) / drug.slowOnsetWeeks();
                derivative[at + 2] = model.accumulates[d]
                        ? (steady - y[at + 2]) * 168 * Math.log(2) / DrugPharmacokinetics.slowestHalfLife(drug.id())
                        : 0;
            }
            DrugAction action = DrugAction.ofAllDrugs();
            model.act(effects, cohort.response, 0, model.filtration(egfr), action);
            double onProduction =
                    action.production * (1 + model.knowledge.physiology().weightExponent() * weightEffect) * y[3];
            double glucose = y[0];
            double insulin = y[1];
            double secretion = cohort.secretion[0] * y[2];
            derivative[0] = GLUCOSE_TURNOVER
                    * (cohort.production[0] * onProduction / insulin
                            + FastingBalance.COUNTER_REGULATION
                                    * Math.max(0, FastingBalance.COUNTER_REGULATION_THRESHOLD - glucose)
                            - glucose
                            - action.renal * Math.max(0, glucose - FastingBalance.RENAL_THRESHOLD));
            derivative[1] = INSULIN_TURNOVER
                    * (FastingBalance.insulin(
                                    glucose, secretion, action.secretagogue, action.incretin, action.exogenous)
                            - insulin);
            derivative[2] = -y[2]
                    * cohort.betaCellDecline[0]
                    / TwinModel.WEEKS_PER_YEAR
                    * Math.max(0, 1 + TwinModel.sum(model.betaCellDecline, effects, 0));
            derivative[3] = y[3] * model.knowledge.physiology().sensitivityDecline() / TwinModel.WEEKS_PER_YEAR;
            derivative[4] = -y[4]
                    * cohort.egfrDecline[0]
                    / TwinModel.WEEKS_PER_YEAR
                    * Math.max(0, 1 - TwinModel.sum(model.egfrProtection, effects, 0));
            double mean = model.counterRegulation.held(model.fastingShare * glucose
                    + cohort.prandial[0] * Math.sqrt(onProduction / y[2]) * action.prandial);
            double drive = (mean + 46.7) / 28.7 + cohort.glycationGap[0];
            if (cells == 1) {
                derivative[HBA1C] = model.hba1cRate * (drive - y[HBA1C]);
            } else {
                double rate = cohort.redCellRate[0];
                for (int age = 0; age < cells; age++) {
                    double younger = age == 0 ? 0 : y[HBA1C + age - 1];
                    derivative[HBA1C + age] = rate * (younger - y[HBA1C + age]) + rate * 2 / 5 * drive;
                }
            }
            return derivative;
        }

        double hba1c(double[] y) {
            double sum = 0;
            for (int age = 0; age < cells; age++) {
                sum += y[HBA1C + age];
            }
            return sum / cells;
        }
    }

    /** Greatest errors of the weekly steps: of HbA1c (%) in the first weeks and after, and of fasting glucose (mg/dL). */
    private record Errors(double changing, double settled, double fasting) {
        static Errors of(TwinInputs inputs, Regimen regimen, ModelVariant variant) {
            double changing = 0;
            double settled = 0;
            double fasting = 0;
            for (int seed = 0; seed < PEOPLE; seed++) {
                TwinCohort cohort = TwinCohort.personalised(inputs, 1, seed, variant);
                TwinBatch batch = new TwinBatch(cohort);
                WholeSystem system = new WholeSystem(cohort, regimen);
                double[] y = system.start();
                DormandPrince853Integrator integrator = new DormandPrince853Integrator(1e-9, 1, 1e-10, 1e-10);
                batch.setAllDoses(regimen.toArray());
                for (int week = 1; week <= WEEKS; week++) {
                    y = integrator
                            .integrate(system, new ODEState(week - 1, y), week)
                            .getPrimaryState();
                    batch.advance(1);
                    double error = Math.abs(batch.hba1c(0) - system.hba1c(y));
                    if (week <= CHANGING) {
                        changing = Math.max(changing, error);
                    } else {
                        settled = Math.max(settled, error);
                        fasting = Math.max(fasting, Math.abs(batch.fastingGlucose(0) - y[0]));
                    }
                }
            }
            return new Errors(changing, settled, fasting);
        }
    }

    /** The bounds are those of the table in docs/digital-twin.md. */
    private static List<Arguments> regimens() {
        Regimen none = Regimen.none();
        Regimen metformin = Regimen.of(Drug.METFORMIN, 2000);
        return List.of(
                Arguments.of(
                        "glimepiride 4 mg, pioglitazone 30 mg",
                        none,
                        Regimen.of(Map.of(Drug.GLIMEPIRIDE, 4.0, Drug.PIOGLITAZONE, 30.0)),
                        new Errors(0.045, 0.016, 0.1)),
                Arguments.of("metformin 2000 mg", none, metformin, new Errors(0.03, 0.012, 0.15)),
                Arguments.of(
                        "sitagliptin 100 mg", none, Regimen.of(Drug.SITAGLIPTIN, 100), new Errors(0.012, 0.004, 0.05)),
                Arguments.of(
                        "empagliflozin 25 mg", none, Regimen.of(Drug.EMPAGLIFLOZIN, 25), new Errors(0.02, 0.008, 0.05)),
                Arguments.of(
                        "liraglutide 1.8 mg", none, Regimen.of(Drug.LIRAGLUTIDE, 1.8), new Errors(0.013, 0.008, 0.05)),
                Arguments.of("semaglutide 1 mg", none, Regimen.of(Drug.SEMAGLUTIDE, 1), new Errors(0.012, 0.007, 0.1)),
                Arguments.of(
                        "glargine 40 U", none, Regimen.of(Drug.INSULIN_GLARGINE, 40), new Errors(0.14, 0.04, 0.35)),
                Arguments.of(
                        "glargine 20 U, empagliflozin 10 mg, semaglutide 0.5 mg added to metformin",
                        metformin,
                        metformin
                                .with(Drug.INSULIN_GLARGINE, 20)
                                .with(Drug.EMPAGLIFLOZIN, 10)
                                .with(Drug.SEMAGLUTIDE, 0.5),
                        new Errors(0.13, 0.04, 0.35)),
                Arguments.of(
                        "sitagliptin 100 mg in the place of semaglutide 1 mg",
                        metformin.with(Drug.SEMAGLUTIDE, 1),
                        metformin.with(Drug.SITAGLIPTIN, 100),
                        new Errors(0.02, 0.014, 0.2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("regimens")
    void weeklyStepsFollowTheWholeSystem(String name, Regimen before, Regimen regimen, Errors most) {
        TwinInputs inputs = TwinInputsBuilder.someone().taking(before).build();
        for (ModelVariant variant : ModelVariant.values()) {
            Errors errors = Errors.of(inputs, regimen, variant);
            assertThat(errors.changing()).as("HbA1c, first %d weeks", CHANGING).isLessThan(most.changing());
            assertThat(errors.settled()).as("HbA1c, after that").isLessThan(most.settled());
            assertThat(errors.fasting()).as("fasting glucose").isLessThan(most.fasting());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("regimens")
    void theEquationsForOtherSolversAreThese(String name, Regimen before, Regimen regimen, Errors most) {
        TwinCohort cohort = TwinCohort.personalised(
                TwinInputsBuilder.someone().taking(before).build(), 1, 3);
        WholeSystem system = new WholeSystem(cohort, regimen);
        SlowEquations equations = new SlowEquations(cohort, 0, regimen);
        assertThat(equations.start()).containsExactly(inTheirOrder(system, system.start()), within(1e-9));
        for (double glucose : new double[] {58, 66, 80, 160}) {
            double[] state = system.start();
            state[0] = glucose;
            state[2] = 0.8;
            state[3] = 1.1;
            state[4] *= 0.7;
            for (int effect = 6; effect < state.length; effect++) {
                state[effect] = state[effect] * 0.7 + 0.02 * effect;
            }
            double[] theirs = inTheirOrder(system, state);
            double[] derivatives = new double[theirs.length];
            equations.derivatives(0, theirs, derivatives);
            assertThat(derivatives)
                    .containsExactly(inTheirOrder(system, system.computeDerivatives(0, state)), within(1e-9));
        }
    }

    /** HbA1c before renal function, and no concentration of drugs that are at their steady state at once. */
    private static double[] inTheirOrder(WholeSystem system, double[] y) {
        double[] ordered = new double[y.length];
        System.arraycopy(y, 0, ordered, 0, 4);
        ordered[4] = y[5];
        ordered[5] = y[4];
        int n = 6;
        for (int j = 0; j < system.drugs.length; j++) {
            int at = 6 + 3 * j;
            ordered[n++] = y[at];
            ordered[n++] = y[at + 1];
            if (system.model.accumulates[system.drugs[j]]) {
                ordered[n++] = y[at + 2];
            }
        }
        return Arrays.copyOf(ordered, n);
    }

    @Test
    void theEquationsRefuseAnotherStructure() {
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
