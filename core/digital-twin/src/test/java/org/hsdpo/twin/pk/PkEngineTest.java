package org.hsdpo.twin.pk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class PkEngineTest {
    private static final CompartmentModel ONE = CompartmentModel.intravenous();
    private static final double CL = 2;
    private static final double V = 10;
    private static final double K = CL / V;

    private static double[] amounts(PkModel model, Subject subject, int compartment, double... values) {
        double[] amounts = new double[subject.size()];
        PkEngine engine = new PkEngine(model, subject, ParameterSource.constant(values));
        engine.refuseImpossible();
        engine.run((row, x, sensitivities, parameters, slopes) -> amounts[row] = x[compartment - 1]);
        return amounts;
    }

    @Test
    void aMetaboliteFollowsBateman() {
        Subject subject = Subject.of(Event.bolus(0, 100, 1), Event.look(3, 2), Event.look(20, 2));
        double formation = 0.6 * K;
        double loss = 1.5 / 30;
        double[] level = PkEngine.concentrations(ONE.withMetabolite(), subject, 2, CL, V, 0.6, 1.5, 30);
        for (int row = 1; row < 3; row++) {
            double t = subject.events().get(row).time();
            assertThat(level[row])
                    .isCloseTo(
                            100 * formation / (loss - K) * (Math.exp(-K * t) - Math.exp(-loss * t)) / 30,
                            within(1e-12));
        }
    }

    @Test
    void equalRateConstantsAreNoSingularity() {
        // Absorption as fast as elimination: amount = dose · k·t·e^{−k·t}; metabolite as fast as well:
        // dose·(k·t)²/2·e^{−k·t}.
        Subject subject = Subject.of(Event.bolus(0, 100, 1), Event.look(4, 2), Event.look(40, 2));
        CompartmentModel model = CompartmentModel.oral().withMetabolite();
        for (double nearly : new double[] {1, 1 + 1e-14, 1 + 1e-9, 1 + 1e-5, 1 + 9e-4, 1 + 1.1e-3}) {
            double[] central = amounts(model, subject, 2, CL, V, K * nearly, 1, CL * nearly * nearly, V);
            double[] metabolite = amounts(model, subject, 3, CL, V, K * nearly, 1, CL * nearly * nearly, V);
            for (int row = 1; row < 3; row++) {
                double t = subject.events().get(row).time();
                double ka = K * nearly;
                double gap = (ka - K) * t;
                double expected = 100 * ka * t * Math.exp(-K * t) * (gap == 0 ? 1 : -Math.expm1(-gap) / gap);
                assertThat(central[row] / expected).as("gap %s", nearly).isCloseTo(1, within(1e-9));
                double limit = 100 * Math.pow(K * t, 2) / 2 * Math.exp(-K * t);
                assertThat(metabolite[row] / limit).isCloseTo(1, within(0.03));
            }
        }
        double[] exact = amounts(model, subject, 3, CL, V, K, 1, CL, V);
        assertThat(exact[1]).isCloseTo(100 * Math.pow(K * 4, 2) / 2 * Math.exp(-K * 4), within(1e-11));
    }

    @Test
    void aSaturableEliminationFollowsLambertW() {
        // Beal 1982 (J Pharmacokinet Biopharm 10:109): C + KM·ln C = C0 + KM·ln C0 − VM·t/V.
        DifferentialModel model = DifferentialModel.of(
                List.of("central"), List.of("VM", "KM", "V"), new int[] {2}, new MichaelisMenten());
        List<Event> events = new ArrayList<>(List.of(Event.bolus(0, 300, 1)));
        for (double t = 1; t <= 60; t += 3) {
            events.add(Event.look(t, 1));
        }
        double vm = 8;
        double km = 2;
        double[] level = PkEngine.concentrations(model, Subject.of(events), 1, vm, km, V);
        for (int row = 1; row < level.length; row++) {
            double t = events.get(row).time();
            assertThat(level[row] + km * Math.log(level[row]))
                    .isCloseTo(30 + km * Math.log(30) - vm * t / V, within(1e-7));
        }
    }

    @Test
    void aSaturableSteadyStateReturnsAfterEveryInterval() {
        DifferentialModel model = DifferentialModel.of(
                List.of("central"), List.of("VM", "KM", "V"), new int[] {2}, new MichaelisMenten());
        double[] steady = PkEngine.concentrations(
                model,
                Subject.of(Event.dose(0, 60, 1, 0, 1, 12, 1), Event.look(11.999999999, 1), Event.look(12, 1)),
                1,
                8,
                2,
                V);
        assertThat(steady[2]).isCloseTo(steady[0], within(1e-6));
        assertThat(steady[0] - steady[1]).isCloseTo(6, within(1e-6));
        // What comes in over an interval goes out: ∫ VM·C/(KM + C) dt = 60, so the trough solves the implicit equation.
        double trough = steady[1];
        double peak = steady[0];
        assertThat(trough + 2 * Math.log(trough)).isCloseTo(peak + 2 * Math.log(peak) - 8 * 12 / V, within(1e-6));
        assertThatThrownBy(() ->
                        PkEngine.concentrations(model, Subject.of(Event.dose(0, 120, 1, 0, 1, 12, 0)), 1, 8, 2, V))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.violations().getFirst().code()).isEqualTo("STEADY_STATE_MISSING"));
    }

    @Test
    void aSlowDrugReachesItsSteadyStateByIntegrationToo() {
        // 1 % lost an interval: some 2,000 intervals to the end.
        double cl = V * -Math.log(0.99) / 12;
        for (double rate : new double[] {0, 15}) {
            Subject subject = Subject.of(Event.dose(0, 100, 1, rate, 1, 12, 0), Event.look(9, 1));
            double[] exact = PkEngine.concentrations(ONE, subject, 1, cl, V);
            double[] integrated = PkEngine.concentrations(ONE.asDifferential(), subject, 1, cl, V);
            assertThat(integrated[0] / exact[0]).isCloseTo(1, within(1e-7));
            assertThat(integrated[1] / exact[1]).isCloseTo(1, within(1e-7));
        }
    }

    @Test
    void aConstantInfusionAtSteadyStateStopsAtItsRecord() {
        Subject subject = Subject.of(Event.dose(0, 0, 1, 7, 1, 0, 0), Event.look(5, 1));
        for (PkModel model :
                List.of(ONE.withPeripherals(1), ONE.withPeripherals(1).asDifferential())) {
            double[] level = PkEngine.concentrations(model, subject, 1, CL, V, 3, 25);
            assertThat(level[0]).isCloseTo(7 / CL, within(1e-6));
            assertThat(level[1]).isLessThan(level[0]);
        }
    }

    @Test
    void theLongLagOfASteadyStateKeepsDosesOnTheirWay() {
        // A lag of two intervals and a half finds the body half an interval after a dose, with two doses still to come.
        CompartmentModel model = ONE.withDoseParameters("ALAG1");
        Subject subject =
                Subject.of(Event.dose(0, 100, 1, 0, 1, 12, 3), Event.look(6, 1), Event.look(18, 1), Event.look(54, 1));
        double[] level = amounts(model, subject, 1, CL, V, 30);
        double peak = 100 / -Math.expm1(-K * 12);
        assertThat(level[0]).isCloseTo(peak * Math.exp(-K * 6), within(1e-9));
        for (int row = 1; row < 4; row++) {
            assertThat(level[row]).isCloseTo(peak, within(1e-9));
        }
    }

    @Test
    void covariatesHoldSinceTheRecordBefore() {
        Subject subject = Subject.of(
                List.of(Event.bolus(0, 100, 1), Event.look(5, 1), Event.look(10, 1)),
                List.of("CRCL"),
                new double[][] {{100}, {100}, {50}});
        double[] level = PkEngine.concentrations(ONE, subject, 1, new ParameterSource() {
            @Override
            public int directions() {
                return 0;
            }

            @Override
            public int parameter(int direction) {
                throw new IndexOutOfBoundsException(direction);
            }

            @Override
            public void at(int row, double[] parameters, double[] slopes) {
                parameters[0] = CL * subject.covariate(row, "crcl") / 100;
                parameters[1] = V;
            }
        });
        assertThat(level[2]).isCloseTo(10 * Math.exp(-K * 5 - K / 2 * 5), within(1e-12));
    }

    @Test
    void modelledRateAndDurationAreThoseOfAnInfusion() {
        CompartmentModel model = ONE.withDoseParameters("F1", "R1", "D1");
        double[] parameters = {CL, V, 0.5, 8, 3};
        Event[] looks = {Event.look(2, 1), Event.look(5, 1), Event.look(20, 1)};
        Subject plain = Subject.of(Event.infusion(0, 50, 1, 8), looks[0], looks[1], looks[2]);
        Subject rate = Subject.of(Event.infusion(0, 100, 1, Event.RATE_MODELLED), looks[0], looks[1], looks[2]);
        Subject given = Subject.of(Event.infusion(0, 100, 1, 8), looks[0], looks[1], looks[2]);
        double[] expected = PkEngine.concentrations(ONE, plain, 1, CL, V);
        assertThat(PkEngine.concentrations(model, rate, 1, parameters)).containsExactly(expected, within(1e-14));
        assertThat(PkEngine.concentrations(model, given, 1, parameters))
                .as("bioavailability shortens an infusion whose rate is given")
                .containsExactly(expected, within(1e-14));
        Subject duration = Subject.of(Event.infusion(0, 100, 1, Event.DURATION_MODELLED), looks[0], looks[1], looks[2]);
        Subject three = Subject.of(Event.infusion(0, 50, 1, 50.0 / 3), looks[0], looks[1], looks[2]);
        assertThat(PkEngine.concentrations(model, duration, 1, parameters))
                .containsExactly(PkEngine.concentrations(ONE, three, 1, CL, V), within(1e-14));
    }

    @Test
    void aResetForgetsAmountsAndPendingDoses() {
        Event reset = new Event(0, 10, EventKind.RESET, 0, 1, 0, 0, 0, 0, Double.NaN, Double.NaN);
        Event again = new Event(0, 10, EventKind.RESET_AND_DOSE, 30, 1, 0, 0, 0, 0, Double.NaN, Double.NaN);
        Event running = Event.dose(0, 100, 1, 2, 0, 12, 4);
        double[] forgotten = amounts(ONE, Subject.of(running, Event.look(9, 1), reset, Event.look(40, 1)), 1, CL, V);
        assertThat(forgotten[1]).isPositive();
        assertThat(forgotten[2]).isZero();
        assertThat(forgotten[3]).isZero();
        double[] renewed = amounts(ONE, Subject.of(running, again, Event.look(40, 1)), 1, CL, V);
        assertThat(renewed[1]).isEqualTo(30);
        assertThat(renewed[2]).isCloseTo(30 * Math.exp(-K * 30), within(1e-12));
    }

    @Test
    void aSecondSteadyStateIsAddedToTheFirst() {
        Subject both =
                Subject.of(Event.dose(0, 100, 1, 0, 1, 24, 0), Event.dose(12, 60, 1, 0, 2, 24, 0), Event.look(20, 1));
        double first = 100 * Math.exp(-K * 20) / -Math.expm1(-K * 24);
        double second = 60 * Math.exp(-K * 8) / -Math.expm1(-K * 24);
        assertThat(amounts(ONE, both, 1, CL, V)[2]).isCloseTo(first + second, within(1e-11));
        Subject replaced =
                Subject.of(Event.dose(0, 100, 1, 0, 1, 24, 5), Event.dose(12, 60, 1, 0, 1, 24, 0), Event.look(20, 1));
        assertThat(amounts(ONE, replaced, 1, CL, V)[2]).isCloseTo(second, within(1e-11));
    }

    @Test
    void aRunAllocatesNothing() {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Subject subject = Subject.of(
                Event.dose(0, 100, 1, 0, 0, 12, 8),
                Event.look(30, 2),
                Event.infusion(40, 50, 2, 5),
                Event.look(120, 2));
        double[] values = {CL, V, 3, 30, 0.8};
        CompartmentModel model = CompartmentModel.oral().withPeripherals(1);
        for (PkModel each : List.of(model, model.asDifferential())) {
            PkEngine engine = new PkEngine(each, subject, directed(values));
            double[] last = new double[1];
            PkEngine.Visitor visitor = (row, x, s, parameters, slopes) -> last[0] = x[1];
            for (int i = 0; i < 50; i++) {
                engine.run(visitor);
            }
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
            for (int i = 0; i < 100; i++) {
                engine.run(visitor);
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before;
            assertThat(last[0]).isPositive();
            assertThat(allocated).as(each.getClass().getSimpleName()).isLessThan(1000);
        }
    }

    /** Every parameter of structure and dose, closed and integrated, against central differences. */
    @Test
    void sensitivitiesAreTheDerivatives() {
        String[] ofDoses = {"F1", "ALAG1", "D1", "R2", "ALAG2", "F2"};
        CompartmentModel model =
                CompartmentModel.oral().withPeripherals(2).withMetabolite().withDoseParameters(ofDoses);
        double[] values = {3, 20, 4, 35, 1, 90, 0.8, 0.6, 2, 30, 0.7, 1.3, 5, 9, 0.4, 0.9};
        double[] coincident = values.clone();
        coincident[6] = coincident[8] / coincident[9];
        Subject subject = Subject.of(
                Event.dose(0, 100, 1, 0, 0, 12, 3),
                Event.look(7, 2),
                Event.dose(20, 80, 2, Event.RATE_MODELLED, 0, 0, 0),
                Event.look(25, 2),
                Event.dose(40, 60, 1, Event.DURATION_MODELLED, 2, 4, 2),
                Event.look(41, 2),
                Event.look(55, 5),
                Event.dose(60, 50, 2, Event.RATE_MODELLED, 1, 24, 1),
                Event.look(63, 2),
                Event.look(90, 5),
                Event.dose(100, 0, 2, 6, 1, 0, 0),
                Event.look(103, 2),
                Event.dose(110, 100, 1, 0, 1, 12, 0),
                Event.look(120, 3));
        checkSensitivities(model, subject, values, 2e-6);
        checkSensitivities(model, subject, coincident, 2e-6);
        checkSensitivities(model.asDifferential(), subject, values, 1e-4);
    }

    private static void checkSensitivities(PkModel model, Subject subject, double[] values, double tolerance) {
        int n = model.compartments().size();
        int count = values.length;
        double[][] sensitivities = new double[subject.size()][];
        new PkEngine(model, subject, directed(values))
                .run((row, x, s, parameters, slopes) -> sensitivities[row] = s.clone());
        for (int q = 0; q < count; q++) {
            double h = 1e-5 * values[q];
            double[][] above = states(model, subject, values, q, h);
            double[][] below = states(model, subject, values, q, -h);
            for (int row = 0; row < subject.size(); row++) {
                for (int i = 0; i < n; i++) {
                    double numeric = (above[row][i] - below[row][i]) / (2 * h);
                    assertThat(sensitivities[row][q * n + i])
                            .as(
                                    "%s by %s at record %d in %s",
                                    model.getClass().getSimpleName(),
                                    model.parameters().get(q),
                                    row,
                                    model.compartments().get(i))
                            .isCloseTo(numeric, within(tolerance * Math.max(100, Math.abs(numeric))));
                }
            }
        }
    }

    private static double[][] states(PkModel model, Subject subject, double[] values, int q, double h) {
        double[] shifted = values.clone();
        shifted[q] += h;
        double[][] states = new double[subject.size()][];
        new PkEngine(model, subject, ParameterSource.constant(shifted))
                .run((row, x, s, parameters, slopes) -> states[row] = x.clone());
        return states;
    }

    private static ParameterSource directed(double[] values) {
        return new ParameterSource() {
            @Override
            public int directions() {
                return values.length;
            }

            @Override
            public int parameter(int direction) {
                return direction;
            }

            @Override
            public void at(int row, double[] parameters, double[] slopes) {
                System.arraycopy(values, 0, parameters, 0, values.length);
                Arrays.fill(slopes, 1);
            }
        };
    }

    @Test
    void impossibleParametersAreRefusedWithTheirRecord() {
        Subject subject = Subject.of(Event.bolus(0, 100, 1), Event.look(5, 1));
        assertThatThrownBy(() -> PkEngine.concentrations(ONE, subject, 1, -1, V))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("record 1: CL")
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> PkEngine.concentrations(ONE, subject, 1, CL, 0))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("record 1: V");
        assertThatThrownBy(() -> PkEngine.concentrations(ONE.asDifferential(), subject, 1, CL, Double.NaN))
                .isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> PkEngine.concentrations(ONE.withDoseParameters("ALAG1"), subject, 1, CL, V, -0.5))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("ALAG1");
        assertThatThrownBy(() -> PkEngine.concentrations(ONE.withMetabolite(), subject, 1, CL, V, 1.2, 1, 1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("FM");
    }

    @Test
    void whatTheModelDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> PkEngine.concentrations(ONE, Subject.of(Event.bolus(0, 1, 2)), 1, CL, V))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("CMT");
        assertThatThrownBy(() -> PkEngine.concentrations(
                        ONE, Subject.of(Event.infusion(0, 1, 1, Event.DURATION_MODELLED)), 1, CL, V))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("D1");
        assertThatThrownBy(() -> ONE.withDoseParameters("ALAG7")).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ONE.withPeripherals(3)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> ONE.parameter("KA")).isInstanceOf(InvalidInputException.class);
    }

    private static final class MichaelisMenten implements DifferentialModel.Equations {
        @Override
        public void derivatives(double time, double[] amounts, double[] p, double[] derivatives) {
            double concentration = amounts[0] / p[2];
            derivatives[0] = -p[0] * concentration / (p[1] + concentration);
        }

        @Override
        public void jacobians(double time, double[] amounts, double[] p, double[] byAmount, double[] byParameter) {
            double concentration = amounts[0] / p[2];
            double sum = p[1] + concentration;
            double byConcentration = -p[0] * p[1] / (sum * sum);
            byAmount[0] = byConcentration / p[2];
            byParameter[0] = -concentration / sum;
            byParameter[1] = p[0] * concentration / (sum * sum);
            byParameter[2] = -byConcentration * concentration / p[2];
        }
    }
}
