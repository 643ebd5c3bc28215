package org.hsdpo.clinical.regimen;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;

/**
 * What can be done to a regimen in one decision: maintain; one step up, one step down or stop for each drug; and the
 * safety switch. Whether an action is admissible for a patient is the logic engine's judgement, not this class's.
 *
 * <p>The indexed actions have fixed positions 0 … {@value #SIZE}−1, the order of the agent's outputs: maintain; up ×
 * drugs; down × drugs; stop × drugs; safety switch.
 */
public final class ActionSpace {
    /** Number of indexed actions. */
    public static final int SIZE = 3 * 8 + 2;

    /** Index of the safety switch. */
    public static final int SAFETY_SWITCH = SIZE - 1;

    private final Formulary formulary;

    public ActionSpace(Formulary formulary) {
        this.formulary = formulary;
    }

    /** The indexed position of an action. */
    public static int index(DosingAction action) {
        return switch (action) {
            case DosingAction.Maintain() -> 0;
            case DosingAction.StepUp(Drug drug) -> 1 + drug.ordinal();
            case DosingAction.StepDown(Drug drug) -> 1 + Drug.COUNT + drug.ordinal();
            case DosingAction.Stop(Drug drug) -> 1 + 2 * Drug.COUNT + drug.ordinal();
            case DosingAction.SafetySwitch ignored -> SAFETY_SWITCH;
        };
    }

    /**
     * The regimen after an action, or empty where the action has no meaning for the patient: a step above the ladder's top,
     * or between doses that follow renal function.
     */
    public Optional<Regimen> apply(Regimen regimen, DosingAction action, StepBasis basis) {
        return switch (action) {
            case DosingAction.Maintain() -> Optional.of(regimen);
            case DosingAction.StepUp(Drug drug) -> moved(regimen, drug, above(drug, regimen.dose(drug), basis));
            case DosingAction.StepDown(Drug drug) ->
                regimen.takes(drug) ? moved(regimen, drug, below(drug, regimen.dose(drug), basis)) : Optional.empty();
            case DosingAction.Stop(Drug drug) ->
                regimen.takes(drug) ? Optional.of(regimen.without(drug)) : Optional.empty();
            case DosingAction.SafetySwitch(Drug stop, Drug start) ->
                regimen.takes(stop) && !regimen.takes(start) && stop != start
                        ? moved(regimen.without(stop), start, above(start, 0, basis))
                        : Optional.empty();
        };
    }

    /** The dose one step up: the starting dose, then the next rung. */
    public OptionalDouble above(Drug drug, double dose, StepBasis basis) {
        FormularyEntry entry = formulary.entry(drug);
        if (dose > 0 && entry.titrated()) {
            return entry.rungAbove(dose);
        }
        double start = entry.startDose(basis.egfr(), basis.kilograms());
        return start > dose ? OptionalDouble.of(start) : OptionalDouble.empty();
    }

    private OptionalDouble below(Drug drug, double dose, StepBasis basis) {
        FormularyEntry entry = formulary.entry(drug);
        if (basis.corrections().containsKey(drug)) {
            return OptionalDouble.of(basis.corrections().get(drug));
        }
        if (entry.titrated()) {
            return entry.rungBelow(dose);
        }
        double usual = entry.startDose(basis.egfr(), basis.kilograms());
        return basis.egfr().isPresent() && usual < dose ? OptionalDouble.of(usual) : OptionalDouble.empty();
    }

    /** Every regimen one indexed action away from the current one, maintain first; without safety switches. */
    public List<Candidate> oneStep(Regimen current, StepBasis basis) {
        List<Candidate> candidates = new ArrayList<>();
        add(candidates, current, new DosingAction.Maintain(), basis);
        for (Drug drug : Drug.values()) {
            add(candidates, current, new DosingAction.StepUp(drug), basis);
        }
        for (Drug drug : Drug.values()) {
            add(candidates, current, new DosingAction.StepDown(drug), basis);
        }
        for (Drug drug : Drug.values()) {
            add(candidates, current, new DosingAction.Stop(drug), basis);
        }
        return List.copyOf(candidates);
    }

    /** The safety switches away from one drug of the current regimen. */
    public List<Candidate> safetySwitches(Regimen current, Drug contraindicated, StepBasis basis) {
        List<Candidate> candidates = new ArrayList<>();
        for (Drug start : Drug.values()) {
            add(candidates, current, new DosingAction.SafetySwitch(contraindicated, start), basis);
        }
        return List.copyOf(candidates);
    }

    private void add(List<Candidate> candidates, Regimen current, DosingAction action, StepBasis basis) {
        apply(current, action, basis).ifPresent(regimen -> candidates.add(new Candidate(action, regimen)));
    }

    private static Optional<Regimen> moved(Regimen regimen, Drug drug, OptionalDouble dose) {
        return dose.isPresent() ? Optional.of(regimen.with(drug, dose.getAsDouble())) : Optional.empty();
    }
}
