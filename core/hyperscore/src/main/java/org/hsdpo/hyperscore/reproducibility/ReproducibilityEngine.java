package org.hsdpo.hyperscore.reproducibility;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hsdpo.hyperscore.EngineScore;
import org.hsdpo.hyperscore.sandbox.Distribution;
import org.hsdpo.hyperscore.sandbox.Simulation;

/** {@code Repro = (1 − Δ_Repro) · Feasibility}. */
public final class ReproducibilityEngine {
    private final double referenceSpread;

    /** @param referenceSpread 95th percentile of the spread on the reference population, % HbA1c, above 0 */
    public ReproducibilityEngine(double referenceSpread) {
        if (!(referenceSpread > 0)) {
            throw new IllegalArgumentException("the reference spread is not above 0: " + referenceSpread);
        }
        this.referenceSpread = referenceSpread;
    }

    /**
     * Scores a candidate from its reproductions.
     *
     * @param names what was different in each reproduction
     * @param reproductions simulations of the candidate on the reproduced twins, all of the same number of draws
     */
    public EngineScore score(List<String> names, List<Simulation> reproductions, Feasibility feasibility) {
        double spread = spread(reproductions);
        double delta = Math.min(1, spread / referenceSpread);
        // The relative error of a standard deviation estimated from m values is 1 / sqrt(2 (m − 1)).
        double sd = feasibility.score() * delta / Math.sqrt(2.0 * (reproductions.size() - 1));
        List<String> evidence = new ArrayList<>();
        for (int i = 0; i < reproductions.size(); i++) {
            evidence.add(String.format(
                    Locale.ROOT,
                    "%s: mean HbA1c %.2f %%, probability of success %.0f %%",
                    names.get(i),
                    reproductions.get(i).hba1c().mean(),
                    100 * reproductions.get(i).success()));
        }
        evidence.addAll(feasibility.evidence());
        String explanation = String.format(
                Locale.ROOT,
                "Made again, the mean HbA1c forecast moves by %.2f %% beyond sampling error; feasibility %.2f.",
                spread,
                feasibility.score());
        return new EngineScore((1 - delta) * feasibility.score(), sd, explanation, evidence);
    }

    /** Standard deviation of the mean HbA1c over the reproductions with the Monte Carlo part taken out, %. */
    public static double spread(List<Simulation> reproductions) {
        double[] means = reproductions.stream()
                .mapToDouble(simulation -> simulation.hba1c().mean())
                .toArray();
        Distribution over = Distribution.of(means, "%");
        double sampling = reproductions.stream()
                .mapToDouble(simulation -> simulation.hba1c().standardDeviation()
                        * simulation.hba1c().standardDeviation()
                        / simulation.draws())
                .average()
                .orElseThrow();
        return Math.sqrt(Math.max(0, over.standardDeviation() * over.standardDeviation() - sampling));
    }
}
