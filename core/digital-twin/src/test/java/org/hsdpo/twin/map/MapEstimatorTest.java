package org.hsdpo.twin.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.hipparchus.special.Erf;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.pk.CompartmentModel;
import org.hsdpo.twin.pk.Event;
import org.hsdpo.twin.pk.PkEngine;
import org.hsdpo.twin.pk.PkModel;
import org.hsdpo.twin.pk.ReferenceData;
import org.hsdpo.twin.pk.Subject;
import org.junit.jupiter.api.Test;

class MapEstimatorTest {
    private static PopulationModel.Builder oneCompartment() {
        return PopulationModel.on(CompartmentModel.intravenous())
                .typical("CL", 2)
                .typical("V", 20)
                .between("CL", 0.1);
    }

    /** Everything at once: blocks, occasions, lag, bioavailability, censoring, covariates, combined error. */
    private static PopulationModel everything(PkModel structure) {
        return PopulationModel.on(structure)
                .typical("CL", (subject, row) -> 4 * Math.pow(subject.covariate(row, "WT") / 70, 0.75))
                .typical("V", 30)
                .typical("Q1", 5)
                .typical("VP1", 60)
                .typical("KA", 0.7)
                .typical("F1", 0.6)
                .typical("ALAG1", 0.8)
                .between(List.of("CL", "V"), new double[][] {{0.2, 0.05}, {0.05, 0.1}})
                .between("KA", 0.3)
                .between("ALAG1", 0.1)
                .within("OCC", "F1", 0.15)
                .within("OCC", "CL", 0.05)
                .residual(2, new ResidualError(0.04, 0.02))
                .build();
    }

    private static CompartmentModel everythingStructure() {
        return CompartmentModel.oral().withPeripherals(1).withDoseParameters("F1", "ALAG1");
    }

    private static Subject everyone() {
        List<Event> events = List.of(
                Event.bolus(0, 200, 1),
                Event.observation(0.9, 2, 0.4),
                Event.observation(3, 2, 1.9),
                Event.observation(10, 2, 1.1),
                Event.belowLimit(60, 2, 0.05),
                Event.dose(96, 150, 1, 0, 0, 12, 3),
                Event.observation(98, 2, 1.2),
                Event.observation(140, 2, 1.4),
                Event.belowLimit(230, 2, 0.05));
        double[][] covariates = new double[events.size()][];
        for (int row = 0; row < covariates.length; row++) {
            covariates[row] = new double[] {row < 5 ? 80 : 82, row < 5 ? 1 : 2};
        }
        return Subject.of(events, List.of("WT", "OCC"), covariates);
    }

    @Test
    void theGradientIsTheDerivativeOfTheObjective() {
        for (PkModel structure :
                List.of(everythingStructure(), everythingStructure().asDifferential())) {
            Posterior posterior = new Posterior(everything(structure), everyone());
            assertThat(posterior.size()).isEqualTo(8);
            double[] effects = {0.2, -0.1, 0.3, -0.2, 0.15, 0.05, -0.3, 0.1};
            posterior.evaluate(effects);
            double[] gradient = posterior.gradient().clone();
            for (int i = 0; i < effects.length; i++) {
                double h = 1e-4;
                double[] shifted = effects.clone();
                shifted[i] += h;
                double above = posterior.evaluate(shifted);
                shifted[i] -= 2 * h;
                double below = posterior.evaluate(shifted);
                assertThat(gradient[i])
                        .as("%s effect %d", structure.getClass().getSimpleName(), i)
                        .isCloseTo((above - below) / (2 * h), within(2e-5 * (1 + Math.abs(gradient[i]))));
            }
        }
    }

    @Test
    void theModeIsStationaryWhateverThePath() {
        MapEstimate exact = MapEstimator.estimate(everything(everythingStructure()), everyone());
        MapEstimate integrated =
                MapEstimator.estimate(everything(everythingStructure().asDifferential()), everyone());
        assertThat(exact.converged()).isTrue();
        assertThat(exact.occasions()).containsExactly(1.0, 2.0);
        for (int i = 0; i < 8; i++) {
            assertThat(integrated.effects().get(i)).isCloseTo(exact.effects().get(i), within(1e-6));
            List<Double> moved = new ArrayList<>(exact.effects());
            for (double step : new double[] {-0.01, 0.01}) {
                moved.set(i, exact.effects().get(i) + step);
                assertThat(MapEstimator.objective(everything(everythingStructure()), everyone(), moved))
                        .isGreaterThan(exact.objective());
            }
        }
    }

    @Test
    void theSharedEffectBalancesThoseOfTheOccasions() {
        // η and κ act on one parameter alike, so at the mode η/ω² = Σ κ/γ².
        PopulationModel model = oneCompartment()
                .within("OCC", "CL", 0.04)
                .residual(1, ResidualError.proportional(0.01))
                .build();
        Subject subject = Subject.of(
                List.of(
                        Event.bolus(0, 100, 1),
                        Event.observation(10, 1, 3),
                        Event.bolus(100, 100, 1),
                        Event.observation(110, 1, 1)),
                List.of("OCC"),
                new double[][] {{1}, {1}, {2}, {2}});
        MapEstimate estimate = MapEstimator.estimate(model, subject);
        List<Double> effects = estimate.effects();
        assertThat(effects.get(0) / 0.1).isCloseTo((effects.get(1) + effects.get(2)) / 0.04, within(1e-6));
        assertThat(effects.get(2)).as("cleared faster on the second occasion").isGreaterThan(effects.get(1) + 0.1);
    }

    @Test
    void aCensoredRecordCountsByItsProbability() {
        PopulationModel model =
                oneCompartment().residual(1, new ResidualError(0.04, 0.01)).build();
        Subject subject = Subject.of(Event.bolus(0, 100, 1), Event.belowLimit(24, 1, 0.2));
        double eta = 0.3;
        double f = 5 * Math.exp(-2 * Math.exp(eta) / 20 * 24);
        double sd = Math.sqrt(0.04 * f * f + 0.01);
        double expected = -2 * Math.log(0.5 * Erf.erfc(-(0.2 - f) / sd / Math.sqrt(2))) + eta * eta / 0.1;
        assertThat(MapEstimator.objective(model, subject, List.of(eta))).isCloseTo(expected, within(1e-10));
        MapEstimate estimate = MapEstimator.estimate(model, subject);
        assertThat(estimate.effects().getFirst())
                .as("below the limit: cleared faster than expected")
                .isPositive();
        assertThat(estimate.shrinkage().getFirst()).as("it says something").isLessThan(1);
    }

    /**
     * Σ {(y − f)²/σ² + ln σ²} + η²/ω², its mode by golden section and Newton's method and the second derivatives by
     * differences, computed by a separate program: f = 5·exp(−0.1·e^η·t), σ² = 0.09, ω² = 0.1.
     */
    @Test
    void anAdditiveErrorAloneWeighsAllMeasurementsAlike() {
        PopulationModel model =
                oneCompartment().residual(1, ResidualError.additive(0.09)).build();
        Subject subject = Subject.of(
                Event.bolus(0, 100, 1),
                Event.observation(2, 1, 3.9),
                Event.observation(9, 1, 2.4),
                Event.observation(24, 1, 0.2));
        assertThat(MapEstimator.objective(model, subject, List.of(0.3))).isCloseTo(3.0810520805116073, within(1e-9));
        MapEstimate estimate = MapEstimator.estimate(model, subject);
        assertThat(estimate.effects().getFirst()).isCloseTo(-0.03658473636395987, within(1e-7));
        assertThat(estimate.objective()).isCloseTo(-4.691477074804813, within(1e-9));
        assertThat(estimate.covariance().getFirst().getFirst()).isCloseTo(0.013779447143621398, within(1e-6));
        assertThat(estimate.expectedCovariance().getFirst().getFirst()).isCloseTo(0.014610993307723023, within(1e-7));
        assertThat(estimate.marginal()).isCloseTo(-2.76808110047652, within(1e-7));
    }

    @Test
    void withoutDataTheEstimateIsThePopulation() {
        PopulationModel model = everything(everythingStructure());
        Subject subject = Subject.of(List.of(Event.bolus(0, 200, 1)), List.of("WT", "OCC"), new double[][] {{70, 1}});
        MapEstimate estimate = MapEstimator.estimate(model, subject);
        assertThat(estimate.effects()).allSatisfy(effect -> assertThat(effect).isCloseTo(0, within(1e-12)));
        assertThat(estimate.shrinkage()).allSatisfy(ratio -> assertThat(ratio).isCloseTo(1, within(1e-6)));
        assertThat(estimate.covariance().get(0).get(1)).isCloseTo(0.05, within(1e-8));
    }

    @Test
    void muchDataOverrulesThePopulation() {
        PopulationModel model = oneCompartment()
                .between("V", 0.1)
                .residual(1, ResidualError.proportional(1e-4))
                .build();
        double[] truth = {2 * Math.exp(0.6), 20 * Math.exp(-0.5)};
        List<Event> events = new ArrayList<>(List.of(Event.bolus(0, 100, 1)));
        for (double t = 0.5; t < 12; t += 0.5) {
            double level = 100 / truth[1] * Math.exp(-truth[0] / truth[1] * t);
            events.add(Event.observation(t, 1, level));
        }
        MapEstimate estimate = MapEstimator.estimate(model, Subject.of(events));
        assertThat(estimate.effects().get(0)).isCloseTo(0.6, within(2e-3));
        assertThat(estimate.effects().get(1)).isCloseTo(-0.5, within(2e-3));
        assertThat(estimate.shrinkage()).allSatisfy(ratio -> assertThat(ratio).isLessThan(0.01));
        double[] fitted = PkEngine.concentrations(
                model.structure(),
                Subject.of(events),
                1,
                MapEstimator.parameters(model, Subject.of(events), estimate.effects()));
        assertThat(fitted[1] / events.get(1).value()).isCloseTo(1, within(0.01));
    }

    /** People drawn from the model itself: the interval of the Laplace posterior holds the truth as often as it says. */
    @Test
    void theLaplacePosteriorCoversTheTruth() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        PopulationModel model = oneCompartment()
                .between("V", 0.1)
                .residual(1, new ResidualError(0.02, 0.001))
                .build();
        int people = 2000;
        int[] covered = new int[2];
        for (int person = 0; person < people; person++) {
            double[] effects = {Math.sqrt(0.1) * random.nextGaussian(), Math.sqrt(0.1) * random.nextGaussian()};
            double cl = 2 * Math.exp(effects[0]);
            double v = 20 * Math.exp(effects[1]);
            List<Event> events = new ArrayList<>(List.of(Event.bolus(0, 100, 1)));
            for (double t : new double[] {2, 9, 24}) {
                double level = 100 / v * Math.exp(-cl / v * t);
                double sd = Math.sqrt(0.02 * level * level + 0.001);
                events.add(Event.observation(t, 1, level + sd * random.nextGaussian()));
            }
            MapEstimate estimate = MapEstimator.estimate(model, Subject.of(events));
            for (int i = 0; i < 2; i++) {
                double sd = Math.sqrt(estimate.covariance().get(i).get(i));
                covered[i] += Math.abs(effects[i] - estimate.effects().get(i)) <= 1.644854 * sd ? 1 : 0;
            }
        }
        ReferenceData.report(
                "map-coverage",
                String.format(
                        Locale.ROOT,
                        "| nominal 90 %% interval of the Laplace posterior | %d people | CL %.1f %% | V %.1f %% |%n",
                        people,
                        100.0 * covered[0] / people,
                        100.0 * covered[1] / people));
        assertThat(100.0 * covered[0] / people).isCloseTo(90, within(3.0));
        assertThat(100.0 * covered[1] / people).isCloseTo(90, within(3.0));
    }

    @Test
    void aPersonUnlikeThePopulationIsSearchedFromSeveralSides() {
        PopulationModel model = MapModels.model001();
        Subject subject = Subject.of(
                Event.bolus(0, 10_000, 1),
                Event.observation(1, 2, 2),
                Event.observation(24, 2, 900),
                Event.observation(48, 2, 3));
        MapEstimate estimate = MapEstimator.estimate(model, subject);
        assertThat(estimate.starts()).isEqualTo(7);
        assertThat(estimate.converged()).isTrue();
        ModeSearch alone = new ModeSearch(new Posterior(model, subject));
        alone.from(new double[3]);
        assertThat(estimate.objective()).isLessThanOrEqualTo(alone.value() + 1e-9);
    }

    @Test
    void theSameDataGivesTheSameEstimate() {
        assertThat(MapEstimator.estimate(everything(everythingStructure()), everyone()))
                .isEqualTo(MapEstimator.estimate(everything(everythingStructure()), everyone()));
    }

    @Test
    void modelsThatCannotBeAreRefused() {
        refused("KA", () -> PopulationModel.on(CompartmentModel.oral())
                .typical("CL", 1)
                .typical("V", 1)
                .between("CL", 0.1)
                .residual(2, ResidualError.proportional(0.1))
                .build());
        refused("CL", () -> oneCompartment().between("CL", 0.2));
        refused("CL, V", () -> PopulationModel.on(CompartmentModel.intravenous())
                .between(List.of("CL", "V"), new double[][] {{0.1, 0.2}, {0.2, 0.1}}));
        refused("V", () -> oneCompartment().between("V", -0.1));
        refused("KA", () -> oneCompartment().typical("KA", 1));
        refused("residualError", () -> oneCompartment().build());
        refused("residualError", () -> oneCompartment().residual(4, ResidualError.additive(1)));
        refused("residualError", () -> new ResidualError(-1, 0));
        refused("OCC2", () -> oneCompartment().within("OCC", "CL", 0.1).within("OCC2", "V", 0.1));
    }

    @Test
    void dataThatDoesNotFitTheModelIsRefused() {
        PopulationModel model =
                oneCompartment().residual(1, ResidualError.proportional(0.1)).build();
        refused(
                "record 1: DV",
                () -> MapEstimator.estimate(model, Subject.of(Event.observation(0, 1, 1), Event.bolus(1, 100, 1))));
        PopulationModel metabolite = PopulationModel.on(
                        CompartmentModel.intravenous().withMetabolite())
                .typical("CL", 1)
                .typical("V", 1)
                .typical("FM", 1)
                .typical("CLM", 1)
                .typical("VM", 1)
                .between("CL", 0.1)
                .residual(1, ResidualError.proportional(0.1))
                .build();
        refused(
                "record 2: CMT",
                () -> MapEstimator.estimate(
                        metabolite, Subject.of(Event.bolus(0, 100, 1), Event.observation(1, 2, 1))));
        PopulationModel negative = PopulationModel.on(CompartmentModel.intravenous())
                .typical("CL", (subject, row) -> row == 1 ? -1 : 1)
                .typical("V", 1)
                .between("CL", 0.1)
                .residual(1, ResidualError.additive(0.1))
                .build();
        refused(
                "record 2: CL",
                () -> MapEstimator.estimate(negative, Subject.of(Event.bolus(0, 100, 1), Event.observation(1, 1, 1))));
        refused("effects", () -> MapEstimator.objective(model, Subject.of(Event.bolus(0, 100, 1)), List.of(0.0, 0.0)));
    }

    private static void refused(String field, Runnable attempt) {
        assertThatThrownBy(attempt::run).isInstanceOfSatisfying(InvalidInputException.class, e -> assertThat(
                        e.violations().getFirst().field())
                .endsWith(field));
    }
}
