package org.hsdpo.twin.pk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.ode.ODEState;
import org.hipparchus.ode.OrdinaryDifferentialEquation;
import org.hipparchus.ode.nonstiff.DormandPrince853Integrator;
import org.hsdpo.clinical.error.InvalidInputException;
import org.junit.jupiter.api.Test;

class DormandPrince853Test {
    private static final OdeSystem OSCILLATOR = (time, state, derivatives) -> {
        derivatives[0] = state[1];
        derivatives[1] = -state[0];
    };

    /** Volterra's predator and prey: strongly non-linear, without a closed form. */
    private static final OdeSystem PREDATOR = (time, state, derivatives) -> {
        derivatives[0] = state[0] * (1.5 - state[1]);
        derivatives[1] = state[1] * (state[0] - 3);
    };

    private static DormandPrince853 integrator(double tolerance) {
        return new DormandPrince853(tolerance, new double[] {tolerance, tolerance});
    }

    @Test
    void anOscillatorComesRoundAgain() {
        for (double tolerance : new double[] {1e-6, 1e-9, 1e-12}) {
            double[] state = {1, 0};
            assertThat(integrator(tolerance).integrate(OSCILLATOR, 0, 20 * Math.PI, state))
                    .isTrue();
            assertThat(state[0]).isCloseTo(1, within(100 * tolerance));
            assertThat(state[1]).isCloseTo(0, within(100 * tolerance));
        }
    }

    @Test
    void piecesLeadWhereTheWholeLeads() {
        DormandPrince853 integrator = integrator(1e-11);
        double[] pieces = {10, 5};
        for (int i = 0; i < 40; i++) {
            assertThat(integrator.integrate(PREDATOR, 0.25 * i, 0.25, pieces)).isTrue();
        }
        double[] whole = {10, 5};
        assertThat(integrator(1e-11).integrate(PREDATOR, 0, 10, whole)).isTrue();
        assertThat(pieces[0]).isCloseTo(whole[0], within(1e-7));
        assertThat(pieces[1]).isCloseTo(whole[1], within(1e-7));
    }

    @Test
    void anIndependentImplementationAgrees() {
        double[] reference = new DormandPrince853Integrator(1e-10, 1, 1e-13, 1e-13)
                .integrate(
                        new OrdinaryDifferentialEquation() {
                            @Override
                            public int getDimension() {
                                return 2;
                            }

                            @Override
                            public double[] computeDerivatives(double time, double[] state) {
                                double[] derivatives = new double[2];
                                PREDATOR.derivatives(time, state, derivatives);
                                return derivatives;
                            }
                        },
                        new ODEState(0, new double[] {10, 5}),
                        10)
                .getPrimaryState();
        double[] state = {10, 5};
        assertThat(integrator(1e-12).integrate(PREDATOR, 0, 10, state)).isTrue();
        assertThat(state[0]).isCloseTo(reference[0], within(1e-8));
        assertThat(state[1]).isCloseTo(reference[1], within(1e-8));
    }

    @Test
    void aRestartForgetsWhatWasDoneBefore() {
        DormandPrince853 integrator = integrator(1e-6);
        double[] first = {10, 5};
        integrator.integrate(PREDATOR, 0, 7, first);
        integrator.restart();
        double[] second = {10, 5};
        integrator.integrate(PREDATOR, 0, 7, second);
        assertThat(second).containsExactly(first);
    }

    @Test
    void aSolutionThatEndsIsReported() {
        // dy/dt = y² from 1 is infinite at 1.
        DormandPrince853 integrator = new DormandPrince853(1e-9, new double[] {1e-9});
        assertThat(integrator.integrate((time, y, dy) -> dy[0] = y[0] * y[0], 0, 2, new double[] {1}))
                .isFalse();
    }

    @Test
    void tolerancesThatAreNoneAreRefused() {
        assertThatThrownBy(() -> integrator(0)).isInstanceOf(InvalidInputException.class);
        assertThatThrownBy(() -> new DormandPrince853(1e-6, new double[] {1, -1}))
                .isInstanceOf(InvalidInputException.class);
    }
}
