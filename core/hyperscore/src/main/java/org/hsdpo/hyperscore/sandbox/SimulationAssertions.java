package org.hsdpo.hyperscore.sandbox;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.ProofStatus;
import org.hsdpo.hyperscore.logic.Severity;
import org.hsdpo.twin.AdverseEvent;

/**
 * What a simulated regimen has to fulfil, from {@code assertions.yaml}. Each assertion is a proof obligation: proven or
 * violated where the simulated figure lies beyond its bound by more than the Monte Carlo error (99 % interval), else
 * undecided.
 */
public final class SimulationAssertions {
    /** Two-sided 99 % quantile of the normal distribution. */
    private static final double Z = 2.575829;

    private enum Metric {
        HBA1C_RISE,
        HBA1C_ABOVE_GOAL,
        AT_GOAL,
        SUCCESS,
        LEVEL_2_OR_3,
        LEVEL_3_PER_YEAR,
        WEIGHT_GAIN,
        LACTIC_ACIDOSIS,
        KETOACIDOSIS,
        HEART_FAILURE
    }

    private record File(int version, List<Assertion> assertions) {}

    private record Assertion(
            String id,
            Metric metric,
            Double atMost,
            Double atLeast,
            Integer times,
            Boolean hard,
            String words,
            String source) {
        double weight(double each) {
            return times == null ? each : times * each;
        }
    }

    private static final class Holder {
        static final SimulationAssertions SHIPPED =
                load(KnowledgeFile.resource(SimulationAssertions.class, "assertions.yaml"));
    }

    private final List<Assertion> assertions;
    private final String hash;

    private SimulationAssertions(List<Assertion> assertions, String hash) {
        this.assertions = assertions;
        this.hash = hash;
    }

    /** The assertions shipped with this version. */
    public static SimulationAssertions shipped() {
        return Holder.SHIPPED;
    }

    /** @throws IllegalStateException naming the assertion that is incomplete or stands twice */
    public static SimulationAssertions load(KnowledgeFile file) {
        List<Assertion> assertions = file.as(File.class).assertions();
        Set<String> ids = new HashSet<>();
        for (Assertion assertion : assertions) {
            boolean complete = assertion.id() != null
                    && assertion.metric() != null
                    && assertion.hard() != null
                    && assertion.words() != null
                    && assertion.source() != null
                    && (assertion.atMost() == null) != (assertion.atLeast() == null);
            if (!complete || !ids.add(assertion.id())) {
                throw new IllegalStateException(
                        "assertion " + assertion.id() + " is incomplete, has not exactly one bound, or stands twice");
            }
        }
        return new SimulationAssertions(List.copyOf(assertions), file.hash());
    }

    /**
     * Checks a simulation.
     *
     * @param currentHba1c HbA1c the twins start from, %
     * @param goal HbA1c goal, %
     * @param weight share in the pass rate of an assertion that counts once
     */
    public List<Proof> check(Simulation simulation, double currentHba1c, double goal, double weight) {
        List<Proof> proofs = new ArrayList<>();
        for (Assertion assertion : assertions) {
            Estimate estimate = estimate(assertion.metric(), simulation, currentHba1c, goal);
            double margin = Z * estimate.standardError();
            boolean upper = assertion.atMost() != null;
            double bound = upper ? assertion.atMost() : assertion.atLeast();
            double distance = upper ? bound - estimate.value() : estimate.value() - bound;
            ProofStatus status = distance >= margin
                    ? ProofStatus.PROVEN
                    : distance < -margin ? ProofStatus.VIOLATED : ProofStatus.UNDECIDED;
            String found = String.format(
                    Locale.ROOT,
                    "simulated %.3g (99 %% Monte Carlo interval %.3g to %.3g), %s %.3g asserted",
                    estimate.value(),
                    estimate.value() - margin,
                    estimate.value() + margin,
                    upper ? "at most" : "at least",
                    bound);
            proofs.add(new Proof(
                    assertion.id(),
                    Severity.ASSERTION,
                    assertion.hard(),
                    status,
                    assertion.words() + " Simulation: " + found + ".",
                    status == ProofStatus.UNDECIDED ? List.of() : List.of(found, "assertion " + assertion.id()),
                    status == ProofStatus.UNDECIDED
                            ? List.of("more draws, or data that narrow the forecast")
                            : List.of(),
                    assertion.source(),
                    assertion.weight(weight)));
        }
        return proofs;
    }

    /** What an assertion says. */
    String words(String id) {
        return assertions.stream()
                .filter(assertion -> assertion.id().equals(id))
                .findFirst()
                .orElseThrow()
                .words();
    }

    private record Estimate(double value, double standardError) {}

    private static Estimate estimate(Metric metric, Simulation simulation, double currentHba1c, double goal) {
        return switch (metric) {
            case HBA1C_RISE -> above(mean(simulation.hba1c(), simulation.draws()), currentHba1c);
            case HBA1C_ABOVE_GOAL -> above(mean(simulation.hba1c(), simulation.draws()), goal);
            case SUCCESS -> share(simulation.success(), simulation.draws());
            case AT_GOAL -> share(simulation.atGoal(), simulation.draws());
            case LEVEL_2_OR_3 -> share(simulation.level2or3(), simulation.draws());
            case LEVEL_3_PER_YEAR -> mean(simulation.level3(), simulation.draws());
            case WEIGHT_GAIN -> mean(simulation.weightChange(), simulation.draws());
            case LACTIC_ACIDOSIS -> expected(simulation, AdverseEvent.LACTIC_ACIDOSIS);
            case KETOACIDOSIS -> expected(simulation, AdverseEvent.KETOACIDOSIS);
            case HEART_FAILURE -> expected(simulation, AdverseEvent.HEART_FAILURE);
        };
    }

    private static Estimate above(Estimate estimate, double reference) {
        return new Estimate(estimate.value() - reference, estimate.standardError());
    }

    private static Estimate mean(Distribution distribution, int draws) {
        return new Estimate(distribution.mean(), distribution.standardDeviation() / Math.sqrt(draws));
    }

    /** Agresti-Coull, so that a share of 0 or 1 keeps an error. */
    private static Estimate share(double share, int draws) {
        double adjusted = (share * draws + 2) / (draws + 4);
        return new Estimate(share, Math.sqrt(adjusted * (1 - adjusted) / (draws + 4)));
    }

    /** An expected probability: each draw's own is known exactly. */
    private static Estimate expected(Simulation simulation, AdverseEvent kind) {
        return new Estimate(simulation.adverse().get(kind), 0);
    }

    /** SHA-256 of the assertion file. */
    public String hash() {
        return hash;
    }
}
