package org.hsdpo.agent.environment;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.twin.AdverseEvent;

/**
 * What a treatment is worth: the clinical utility by which policies are judged, and the reward R = α·T − β·A − γ·H from
 * which the agent learns. The figures and their sources stand in {@code reward.yaml}.
 */
public record Worth(
        int version,
        Goal hba1cGoal,
        Utility utility,
        Therapeutic therapeutic,
        double adverseScale,
        double alpha,
        double beta,
        double gamma,
        double weeklyDiscount) {

    private static final class Holder {
        static final KnowledgeFile FILE = KnowledgeFile.resource(Worth.class, "reward.yaml");
        static final Worth SHIPPED = FILE.as(Worth.class);
    }

    /** HbA1c goals in %. */
    public record Goal(double usual, double frail, String source) {}

    /** Decrements of utility, 1 = a year in full health. */
    public record Utility(
            double perPercentAboveGoal,
            List<Double> hypoglycaemia,
            double perBmiAbove25,
            Map<AdverseEvent, Double> adverseEvents) {}

    /** Shares of the therapeutic part. */
    public record Therapeutic(double timeInRange, double goal, double progress, double weight, double excessWidth) {}

    public Worth {
        if (!utility.adverseEvents().keySet().equals(EnumSet.allOf(AdverseEvent.class))
                || utility.hypoglycaemia().size() != 3) {
            throw new IllegalStateException(
                    "reward.yaml: every adverse event and hypoglycaemia level needs a decrement");
        }
    }

    public static Worth shipped() {
        return Holder.SHIPPED;
    }

    /** SHA-256 of the figures. */
    public static String hash() {
        return Holder.FILE.hash();
    }

    /** These figures with another annealed weight of the deviation. */
    public Worth withGamma(double changed) {
        return new Worth(version, hba1cGoal, utility, therapeutic, adverseScale, alpha, beta, changed, weeklyDiscount);
    }

    /** The person's HbA1c goal in %. */
    double goal(boolean frail) {
        return frail ? hba1cGoal.frail() : hba1cGoal.usual();
    }

    /** T over an interval: time in range, closeness to goal, progress towards it, less weight above BMI 25. */
    double therapeutic(Course course) {
        double before = course.excessBefore();
        double after = course.excessAfter();
        double twelfths = course.weeks() / 12.0;
        double closeness = 1 - Math.min(1, (before + after) / 2 / therapeutic.excessWidth());
        double bmi = (course.bmiAbove25Before() + course.bmiAbove25After()) / 2;
        return twelfths
                        * (therapeutic.timeInRange() * course.timeInRange() / 100
                                + therapeutic.goal() * closeness
                                - therapeutic.weight() * bmi)
                + therapeutic.progress() * (before - after);
    }

    /** A over an interval: utility lost to the expected events, over the scale. */
    double adverse(Course course) {
        return eventDecrement(course) / adverseScale;
    }

    /** Utility lost over an interval, in years of full health. */
    double decrement(Course course) {
        double years = course.weeks() / 52.0;
        return eventDecrement(course)
                + years * utility.perPercentAboveGoal() * (course.excessBefore() + course.excessAfter()) / 2
                + years * utility.perBmiAbove25() * (course.bmiAbove25Before() + course.bmiAbove25After()) / 2;
    }

    private double eventDecrement(Course course) {
        double sum = 0;
        for (int level = 1; level <= 3; level++) {
            sum += utility.hypoglycaemia().get(level - 1) * course.hypoglycaemia()[level - 1];
        }
        for (AdverseEvent kind : AdverseEvent.values()) {
            sum += utility.adverseEvents().get(kind) * course.adverseEvents()[kind.ordinal()];
        }
        return sum;
    }

    /**
     * What happened to one person between two visits.
     *
     * @param weeks length
     * @param excessBefore HbA1c above the goal at the first visit, %, at least 0
     * @param excessAfter the same at the second
     * @param timeInRange mean share of time in 70–180 mg/dL, %
     * @param bmiAbove25Before kg/m² above 25 at the first visit, at least 0
     * @param bmiAbove25After the same at the second
     * @param hypoglycaemia expected events of levels 1 to 3
     * @param adverseEvents expected events by kind
     */
    record Course(
            int weeks,
            double excessBefore,
            double excessAfter,
            double timeInRange,
            double bmiAbove25Before,
            double bmiAbove25After,
            double[] hypoglycaemia,
            double[] adverseEvents) {}
}
