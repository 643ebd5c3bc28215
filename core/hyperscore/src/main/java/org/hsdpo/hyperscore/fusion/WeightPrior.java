package org.hsdpo.hyperscore.fusion;

import java.util.List;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The clinicians' prior on the weights, from {@code ahp.yaml}. */
public final class WeightPrior {
    private record Comparison(Term more, Term less, double times) {}

    private record File(int version, String source, double strength, List<Comparison> comparisons) {}

    private final AnalyticHierarchy hierarchy;
    private final double strength;

    private WeightPrior(AnalyticHierarchy hierarchy, double strength) {
        this.hierarchy = hierarchy;
        this.strength = strength;
    }

    /** The prior shipped with this version. */
    public static WeightPrior shipped() {
        return load(KnowledgeFile.resource(WeightPrior.class, "ahp.yaml"));
    }

    /** @throws IllegalArgumentException where the comparisons are incomplete or contradict themselves too much */
    public static WeightPrior load(KnowledgeFile knowledge) {
        File file = knowledge.as(File.class);
        double[][] matrix = new double[Term.COUNT][Term.COUNT];
        for (int i = 0; i < Term.COUNT; i++) {
            matrix[i][i] = 1;
        }
        for (Comparison comparison : file.comparisons()) {
            int more = comparison.more().ordinal();
            int less = comparison.less().ordinal();
            if (matrix[more][less] != 0) {
                throw new IllegalArgumentException(comparison.more() + " and " + comparison.less() + " stand twice");
            }
            matrix[more][less] = comparison.times();
            matrix[less][more] = 1 / comparison.times();
        }
        return new WeightPrior(AnalyticHierarchy.of(matrix), file.strength());
    }

    public AnalyticHierarchy hierarchy() {
        return hierarchy;
    }

    /**
     * Dirichlet update of the prior by what each term proved worth.
     *
     * @param worth Shapley value of each term, in held-out log-likelihood; a negative one counts as none
     * @param observations how many independent patients it rests on
     */
    public Weights updated(double[] worth, double observations) {
        double total = 0;
        for (double value : worth) {
            total += Math.max(0, value);
        }
        double[] weights = hierarchy.weights().toArray();
        if (total == 0) {
            return hierarchy.weights();
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] =
                    (strength * weights[i] + observations * Math.max(0, worth[i]) / total) / (strength + observations);
        }
        return Weights.of(weights);
    }
}
