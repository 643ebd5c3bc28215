package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.List;

/**
 * What the rules say of one candidate.
 *
 * @param admissible whether it may be proposed
 * @param proofs one for each rule that applies, in the order of the rule file; then assertions, if any
 * @param score weighted pass rate: proven 1, undecided ½, violated 0; in 0 … 1
 * @param sd standard deviation of the score if each undecided obligation holds or fails with equal chance
 */
public record LogicJudgement(boolean admissible, List<Proof> proofs, double score, double sd) {
    /** Chosen on the patients that calibration is fitted on, by cross-validation; see docs/hyperscore.md. */
    private static final double ASSERTIONS_TO_RULES = 2;

    public LogicJudgement {
        proofs = List.copyOf(proofs);
    }

    /** A judgement over assertions alone. */
    public static LogicJudgement ofAssertions(List<Proof> assertions) {
        return of(true, assertions);
    }

    static LogicJudgement of(boolean admissible, List<Proof> proofs) {
        double weights = 0;
        double passed = 0;
        double variance = 0;
        for (Proof proof : proofs) {
            weights += proof.weight();
            switch (proof.status()) {
                case PROVEN -> passed += proof.weight();
                case UNDECIDED -> {
                    passed += proof.weight() / 2;
                    variance += proof.weight() * proof.weight() / 4;
                }
                case VIOLATED -> {}
            }
        }
        if (weights == 0) {
            throw new IllegalArgumentException("no rule applies: a score over nothing has no meaning");
        }
        return new LogicJudgement(admissible, proofs, passed / weights, Math.sqrt(variance) / weights);
    }

    /**
     * This judgement with the sandbox's assertions counted among the obligations. Together they weigh {@value
     * #ASSERTIONS_TO_RULES} times as much as the rules together: the hard rules have decided already whether a candidate is
     * one, so that of any candidate nearly every rule is kept, the more of them the more drugs it takes, and beside so many
     * what the regimen does to the patient would not be seen.
     */
    public LogicJudgement withAssertions(List<Proof> assertions) {
        List<Proof> all = new ArrayList<>(proofs);
        double share = ASSERTIONS_TO_RULES * weight(proofs) / weight(assertions);
        assertions.forEach(assertion -> all.add(assertion.weighing(assertion.weight() * share)));
        boolean stillAdmissible = admissible
                && assertions.stream()
                        .noneMatch(assertion -> assertion.hard() && assertion.status() == ProofStatus.VIOLATED);
        return of(stillAdmissible, all);
    }

    private static double weight(List<Proof> proofs) {
        return proofs.stream().mapToDouble(Proof::weight).sum();
    }

    /** The rules that bar the candidate, hard ones that are violated or undecided; meaningful where inadmissible. */
    public List<Proof> bars() {
        return proofs.stream()
                .filter(proof -> proof.hard() && proof.status() != ProofStatus.PROVEN)
                .toList();
    }
}
