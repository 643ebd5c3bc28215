package org.hsdpo.twin.pk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.LaguerreSolver;
import org.hipparchus.complex.Complex;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against sums of exponentials written down independently of the engine: rates λ from the characteristic polynomial,
 * coefficients by partial fractions (Gibaldi and Perrier 1982, appendix B; Bertrand and Mentré 2008, <i>Mathematical
 * expressions of the pharmacokinetic and pharmacodynamic models implemented in the Monolix software</i>). Central amount
 * after a unit bolus: Σ C_i e^{−λi t}; infusion: Σ C_i R/λi (1 − e^{−λi t}); oral: Σ C_i KA/(KA − λi) (e^{−λi t} −
 * e^{−KA t}); steady state: each term divided by 1 − e^{−λ·II}.
 */
class AnalyticSolutionTest {
    private static final double CL = 3.7;
    private static final double V = 21;
    private static final double[] Q = {5.3, 1.1};
    private static final double[] VP = {40, 130};
    private static final double KA = 0.9;
    private static final double DOSE = 250;
    private static final double II = 12;
    private static final double DURATION = 3;
    private static final List<String> TABLE = new ArrayList<>();

    /** Disposition with λ and C by number of peripheral compartments. */
    private record Disposition(double[] lambda, double[] coefficient) {
        static Disposition of(int peripherals) {
            // Roots of det(sI − A) for the mammillary matrix; residues of ∏(s + k_p1)/det at each root.
            double[] back = new double[peripherals];
            double[] out = new double[peripherals];
            double loss = CL / V;
            for (int i = 0; i < peripherals; i++) {
                back[i] = Q[i] / VP[i];
                out[i] = Q[i] / V;
                loss += out[i];
            }
            double[] numerator = {1};
            for (double rate : back) {
                numerator = product(numerator, new double[] {rate, 1});
            }
            double[] denominator = product(numerator, new double[] {loss, 1});
            for (int i = 0; i < peripherals; i++) {
                double[] rest = {1};
                for (int j = 0; j < peripherals; j++) {
                    rest = j == i ? rest : product(rest, new double[] {back[j], 1});
                }
                for (int k = 0; k < rest.length; k++) {
                    denominator[k] -= out[i] * back[i] * rest[k];
                }
            }
            Complex[] roots = new LaguerreSolver(1e-15, 1e-15).solveAllComplex(denominator, 0);
            double[] lambda = new double[roots.length];
            double[] coefficient = new double[roots.length];
            for (int i = 0; i < roots.length; i++) {
                double root = polished(denominator, roots[i].getReal());
                lambda[i] = -root;
                coefficient[i] = value(numerator, root) / slope(denominator, root);
            }
            return new Disposition(lambda, coefficient);
        }

        private static double polished(double[] polynomial, double root) {
            double better = root;
            for (int i = 0; i < 3; i++) {
                better -= value(polynomial, better) / slope(polynomial, better);
            }
            return better;
        }

        private static double[] product(double[] a, double[] b) {
            double[] c = new double[a.length + b.length - 1];
            for (int i = 0; i < a.length; i++) {
                for (int j = 0; j < b.length; j++) {
                    c[i + j] += a[i] * b[j];
                }
            }
            return c;
        }

        private static double value(double[] polynomial, double s) {
            double sum = 0;
            for (int i = polynomial.length - 1; i >= 0; i--) {
                sum = sum * s + polynomial[i];
            }
            return sum;
        }

        private static double slope(double[] polynomial, double s) {
            double sum = 0;
            for (int i = polynomial.length - 1; i >= 1; i--) {
                sum = sum * s + i * polynomial[i];
            }
            return sum;
        }

        /** Response to a dose at time 0. */
        double bolus(double t) {
            double sum = 0;
            for (int i = 0; i < lambda.length && t >= 0; i++) {
                sum += coefficient[i] * Math.exp(-lambda[i] * t);
            }
            return DOSE * sum;
        }

        double infusion(double t) {
            double sum = 0;
            double running = Math.min(t, DURATION);
            for (int i = 0; i < lambda.length && t > 0; i++) {
                sum += coefficient[i]
                        / lambda[i]
                        * -Math.expm1(-lambda[i] * running)
                        * Math.exp(-lambda[i] * (t - running));
            }
            return DOSE / DURATION * sum;
        }

        double oral(double t) {
            double sum = 0;
            for (int i = 0; i < lambda.length && t > 0; i++) {
                sum += coefficient[i] * KA / (KA - lambda[i]) * (Math.exp(-lambda[i] * t) - Math.exp(-KA * t));
            }
            return DOSE * sum;
        }

        double steadyBolus(double t) {
            double sum = 0;
            for (int i = 0; i < lambda.length; i++) {
                sum += coefficient[i] * Math.exp(-lambda[i] * t) / -Math.expm1(-lambda[i] * II);
            }
            return DOSE * sum;
        }

        double steadyInfusion(double t) {
            double sum = 0;
            for (int i = 0; i < lambda.length; i++) {
                double running = Math.min(t, DURATION);
                double present = -Math.expm1(-lambda[i] * running) * Math.exp(-lambda[i] * (t - running));
                double former = -Math.expm1(-lambda[i] * DURATION)
                        * Math.exp(-lambda[i] * (t + II - DURATION))
                        / -Math.expm1(-lambda[i] * II);
                sum += coefficient[i] / lambda[i] * (present + former);
            }
            return DOSE / DURATION * sum;
        }

        double steadyOral(double t) {
            double sum = 0;
            for (int i = 0; i < lambda.length; i++) {
                sum += coefficient[i]
                        * KA
                        / (KA - lambda[i])
                        * (Math.exp(-lambda[i] * t) / -Math.expm1(-lambda[i] * II)
                                - Math.exp(-KA * t) / -Math.expm1(-KA * II));
            }
            return DOSE * sum;
        }
    }

    enum Scenario {
        BOLUS(false, 0, 0, 0),
        INFUSION(false, DOSE / DURATION, 0, 0),
        ORAL(true, 0, 0, 0),
        REPEATED_BOLUS(false, 0, 0, 5),
        REPEATED_INFUSION(false, DOSE / DURATION, 0, 5),
        REPEATED_ORAL(true, 0, 0, 5),
        STEADY_BOLUS(false, 0, 1, 0),
        STEADY_INFUSION(false, DOSE / DURATION, 1, 0),
        STEADY_ORAL(true, 0, 1, 0);

        private final boolean oral;
        private final double rate;
        private final int steadyState;
        private final int additional;

        Scenario(boolean oral, double rate, int steadyState, int additional) {
            this.oral = oral;
            this.rate = rate;
            this.steadyState = steadyState;
            this.additional = additional;
        }

        DoubleUnaryOperator solution(Disposition disposition) {
            DoubleUnaryOperator single =
                    switch (this) {
                        case BOLUS, REPEATED_BOLUS -> disposition::bolus;
                        case INFUSION, REPEATED_INFUSION -> disposition::infusion;
                        case ORAL, REPEATED_ORAL -> disposition::oral;
                        case STEADY_BOLUS -> disposition::steadyBolus;
                        case STEADY_INFUSION -> disposition::steadyInfusion;
                        case STEADY_ORAL -> disposition::steadyOral;
                    };
            return t -> {
                double sum = 0;
                for (int k = 0; k <= additional && k * II <= t; k++) {
                    sum += single.applyAsDouble(t - k * II);
                }
                return sum;
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneToThreeCompartmentsEqualTheirExponentials(Scenario scenario) {
        for (int peripherals = 0; peripherals <= 2; peripherals++) {
            CompartmentModel model = (scenario.oral ? CompartmentModel.oral() : CompartmentModel.intravenous())
                    .withPeripherals(peripherals);
            List<Event> events = new ArrayList<>();
            events.add(Event.dose(0, DOSE, 1, scenario.rate, scenario.steadyState, II, scenario.additional));
            int central = scenario.oral ? 2 : 1;
            double last = scenario.steadyState > 0 ? 11.9 : 90;
            for (double t = 0.1; t <= last; t += 0.7) {
                events.add(Event.look(t, central));
            }
            Subject subject = Subject.of(events);
            double[] parameters = parameters(peripherals, scenario.oral);
            double exact = largest(
                    scenario, peripherals, events, PkEngine.concentrations(model, subject, central, parameters));
            double integrated = largest(
                    scenario,
                    peripherals,
                    events,
                    PkEngine.concentrations(model.asDifferential(), subject, central, parameters));
            TABLE.add(String.format(
                    Locale.ROOT,
                    "| %s, %d compartments | closed form %.1e | integrated %.1e |",
                    scenario.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    peripherals + 1,
                    exact,
                    integrated));
            assertThat(exact).isLessThan(1e-10);
            assertThat(integrated).isLessThan(1e-6);
        }
    }

    private static double[] parameters(int peripherals, boolean oral) {
        List<Double> values = new ArrayList<>(List.of(CL, V));
        for (int i = 0; i < peripherals; i++) {
            values.add(Q[i]);
            values.add(VP[i]);
        }
        if (oral) {
            values.add(KA);
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double largest(Scenario scenario, int peripherals, List<Event> events, double[] concentrations) {
        DoubleUnaryOperator solution = scenario.solution(Disposition.of(peripherals));
        double largest = 0;
        for (int row = 1; row < events.size(); row++) {
            double expected = solution.applyAsDouble(events.get(row).time()) / V;
            assertThat(expected).isPositive();
            largest = Math.max(largest, Math.abs(concentrations[row] - expected) / expected);
        }
        return largest;
    }

    @AfterAll
    static void report() {
        ReferenceData.report("pk-analytic", String.join(System.lineSeparator(), TABLE) + System.lineSeparator());
    }
}
