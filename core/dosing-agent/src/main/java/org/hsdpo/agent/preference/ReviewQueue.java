package org.hsdpo.agent.preference;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Orders proposals that wait for a review by how much a review is expected to tell about the weights of the reward. Each
 * choice takes into account what the choices before it will have told, so that many proposals alike do not stand together.
 */
public final class ReviewQueue {
    private ReviewQueue() {}

    /**
     * A proposal that waits.
     *
     * @param id of the proposal
     * @param recommended what the proposed action leads to
     * @param others what the other actions shown lead to
     */
    public record Item(String id, Consequence recommended, List<Consequence> others) {
        public Item {
            others = List.copyOf(others);
        }
    }

    /**
     * A place in the order.
     *
     * @param id of the proposal
     * @param information expected from its review after those of the places before, nats
     */
    public record Place(String id, double information) {}

    /** All items, the most informative first; equals in the order given. */
    public static List<Place> ordered(List<Item> items, PreferenceModel model, PreferenceModel.Posterior posterior) {
        List<Item> waiting = new ArrayList<>(items);
        RealMatrix covariance = posterior.covariance();
        List<Place> order = new ArrayList<>();
        while (!waiting.isEmpty()) {
            int best = 0;
            Told bestTold = null;
            for (int i = 0; i < waiting.size(); i++) {
                Told told = told(waiting.get(i), model.sharpness(), posterior.mode(), covariance);
                if (bestTold == null || told.information() > bestTold.information()) {
                    best = i;
                    bestTold = told;
                }
            }
            order.add(new Place(waiting.remove(best).id(), bestTold.information()));
            covariance = bestTold.covariance();
        }
        return order;
    }

    private record Told(double information, RealMatrix covariance) {}

    /** Half the logarithm of how much the comparisons shrink the posterior, one after another. */
    private static Told told(Item item, double sharpness, double[] mode, RealMatrix covariance) {
        RealVector weights = new ArrayRealVector(mode);
        RealMatrix left = covariance;
        double information = 0;
        for (Consequence other : item.others()) {
            RealVector difference = new ArrayRealVector(item.recommended().minus(other));
            RealVector spread = left.operate(difference);
            double variance = difference.dotProduct(spread);
            double p = expectedProbability(
                    sharpness * weights.dotProduct(difference),
                    sharpness * sharpness * difference.dotProduct(covariance.operate(difference)));
            double fisher = sharpness * sharpness * p * (1 - p);
            information += 0.5 * Math.log1p(fisher * variance);
            left = new Array2DRowRealMatrix(left.getData())
                    .subtract(spread.outerProduct(spread).scalarMultiply(fisher / (1 + fisher * variance)));
        }
        return new Told(information, left);
    }

    /** Mean of the logistic function over a normal distribution (MacKay 1992, Neural Comput 4:720). */
    private static double expectedProbability(double mean, double variance) {
        return 1 / (1 + Math.exp(-mean / Math.sqrt(1 + Math.PI * variance / 8)));
    }
}
