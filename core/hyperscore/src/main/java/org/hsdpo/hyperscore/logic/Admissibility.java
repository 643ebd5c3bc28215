package org.hsdpo.hyperscore.logic;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * From the states of the hard rules to whether a candidate may be proposed.
 *
 * <p>A violated hard rule bars a regimen; an undecided one bars starting or raising the drugs it restrains. A
 * contraindicated current drug may always be stopped, or its dose corrected, even where a violation by another drug remains
 * that was there before.
 */
final class Admissibility {
    private final List<Rule> hardRules;
    private final double[] current;
    private final BiFunction<Rule, double[], ProofStatus> status;

    /**
     * @param hardRules all hard rules
     * @param current what the patient takes
     * @param status state of a rule when the doses change from the current ones to those given
     */
    Admissibility(List<Rule> hardRules, double[] current, BiFunction<Rule, double[], ProofStatus> status) {
        this.hardRules = hardRules;
        this.current = current;
        this.status = status;
    }

    boolean of(Candidate candidate) {
        double[] after = candidate.regimen().toArray();
        Optional<Drug> relieved = relieved(candidate.action());
        for (Rule rule : hardRules) {
            if (!rule.appliesTo(after)) {
                continue;
            }
            switch (status.apply(rule, after)) {
                case PROVEN -> {}
                case VIOLATED -> {
                    boolean wasViolated =
                            rule.appliesTo(current) && status.apply(rule, current) == ProofStatus.VIOLATED;
                    if (!wasViolated
                            || relieved.isEmpty()
                            || candidate.regimen().takes(relieved.get())
                                    && rule.drugs().contains(relieved.get())) {
                        return false;
                    }
                }
                case UNDECIDED -> {
                    if (rule.isRaised(current, after)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** The contraindicated drug that an action stops or lowers. */
    private Optional<Drug> relieved(DosingAction action) {
        return switch (action) {
            case DosingAction.Stop(Drug drug) when isContraindicated(drug) -> Optional.of(drug);
            case DosingAction.StepDown(Drug drug) when isContraindicated(drug) -> Optional.of(drug);
            default -> Optional.empty();
        };
    }

    /** Whether the patient takes a drug that a hard rule forbids in its present form. */
    boolean isContraindicated(Drug drug) {
        if (current[drug.ordinal()] == 0) {
            return false;
        }
        Regimen without = regimen(current).without(drug);
        for (Rule rule : hardRules) {
            // A rule about the regimen as a whole indicts a drug only if stopping that drug ends the violation.
            boolean concerns = rule.drugs().contains(drug)
                    || rule.drugs().isEmpty() && status.apply(rule, without.toArray()) != ProofStatus.VIOLATED;
            if (concerns && rule.appliesTo(current) && status.apply(rule, current) == ProofStatus.VIOLATED) {
                return true;
            }
        }
        return false;
    }

    private static Regimen regimen(double[] doses) {
        Regimen regimen = Regimen.none();
        for (Drug drug : Drug.values()) {
            regimen = regimen.with(drug, doses[drug.ordinal()]);
        }
        return regimen;
    }
}
