package org.hsdpo.agent.policy;

import java.util.ArrayList;
import java.util.List;
import org.hsdpo.agent.environment.DosingEnvironment;
import org.hsdpo.agent.environment.SyntheticPatient;
import org.hsdpo.agent.environment.Worth;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.twin.ModelVariant;

/**
 * How a policy did on held-out persons over two years. Means over persons; events are expected events.
 *
 * @param policy its name
 * @param twins variant of the twin: the one the agent was trained on, or the structurally different one
 * @param persons number of persons
 * @param utilityLostPerYear clinical utility lost a patient-year, see {@link Worth}; less is better
 * @param utilityDifference the same minus the comparator's, paired by person; below 0 is better than the comparator
 * @param differenceLow lower limit of its 95 % interval (normal approximation)
 * @param differenceHigh upper limit
 * @param hba1c HbA1c at two years, %
 * @param atGoal share at or below the goal at two years
 * @param level1PerYear hypoglycaemia below 70 mg/dL per patient-year
 * @param level2PerYear below 54 mg/dL
 * @param level3PerYear severe
 * @param adverseEventsPerYear other adverse events of grade 2 or more per patient-year
 * @param weightChange kg over two years
 */
public record PolicyFigures(
        String policy,
        ModelVariant twins,
        int persons,
        double utilityLostPerYear,
        double utilityDifference,
        double differenceLow,
        double differenceHigh,
        double hba1c,
        double atGoal,
        double level1PerYear,
        double level2PerYear,
        double level3PerYear,
        double adverseEventsPerYear,
        double weightChange) {

    private static final double NORMAL_97_5 = 1.959964;

    /** Runs policies on the same persons; the first one is the comparator of the paired differences. */
    public static List<PolicyFigures> compare(
            List<DosingPolicy> policies,
            List<SyntheticPatient> persons,
            ModelVariant twins,
            CompiledRules shield,
            Worth worth,
            long seed) {
        List<PolicyFigures> figures = new ArrayList<>();
        double[] comparator = null;
        for (DosingPolicy policy : policies) {
            DosingEnvironment environment = new DosingEnvironment(persons, twins, shield, worth, seed);
            while (!environment.isFinished()) {
                environment.step(policy.choose(environment), false);
            }
            double[] lost = new double[persons.size()];
            for (int i = 0; i < lost.length; i++) {
                lost[i] = environment.tally(i).decrementPerYear();
            }
            comparator = comparator == null ? lost : comparator;
            figures.add(of(policy.name(), twins, environment, lost, comparator));
        }
        return List.copyOf(figures);
    }

    private interface Figure {
        double of(DosingEnvironment.Tally tally, int person);
    }

    private static PolicyFigures of(
            String name, ModelVariant twins, DosingEnvironment environment, double[] lost, double[] comparator) {
        int n = lost.length;
        double[] difference = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            difference[i] = lost[i] - comparator[i];
            mean += difference[i] / n;
        }
        double variance = 0;
        for (double each : difference) {
            variance += (each - mean) * (each - mean) / (n - 1);
        }
        double half = NORMAL_97_5 * Math.sqrt(variance / n);
        return new PolicyFigures(
                name,
                twins,
                n,
                mean(environment, (tally, i) -> tally.decrementPerYear()),
                mean,
                mean - half,
                mean + half,
                mean(environment, (tally, i) -> tally.lastHba1c()),
                mean(environment, (tally, i) -> tally.lastHba1c() <= environment.goal(i) ? 1 : 0),
                mean(environment, (tally, i) -> tally.hypoglycaemiaPerYear(1)),
                mean(environment, (tally, i) -> tally.hypoglycaemiaPerYear(2)),
                mean(environment, (tally, i) -> tally.hypoglycaemiaPerYear(3)),
                mean(environment, (tally, i) -> tally.adverseEventsPerYear()),
                mean(environment, (tally, i) -> tally.lastWeight() - environment.startWeight(i)));
    }

    private static double mean(DosingEnvironment environment, Figure figure) {
        double sum = 0;
        for (int i = 0; i < environment.size(); i++) {
            sum += figure.of(environment.tally(i), i);
        }
        return sum / environment.size();
    }
}
