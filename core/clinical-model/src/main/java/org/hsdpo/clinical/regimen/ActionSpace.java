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

    /** The regimen after an action, or empty where the action has no meaning (a step above the ladder's top). */
    public Optional<Regimen> apply(Regimen regimen, DosingAction action) {
        return switch (action) {
            case DosingAction.Maintain() -> Optional.of(regimen);
            case DosingAction.StepUp(Drug drug) ->
                moved(regimen, drug, entry(drug).stepUp(regimen.dose(drug)));
            case DosingAction.StepDown(Drug drug) ->
                regimen.takes(drug) ? moved(regimen, drug, entry(drug).stepDown(regimen.dose(drug))) : Optional.empty();
            case DosingAction.Stop(Drug drug) ->
                regimen.takes(drug) ? Optional.of(regimen.without(drug)) : Optional.empty();
            case DosingAction.SafetySwitch(Drug stop, Drug start) ->
                regimen.takes(stop) && !regimen.takes(start) && stop != start
                        ? moved(regimen.without(stop), start, entry(start).stepUp(0))
                        : Optional.empty();
        };
    }

    /** Every regimen one indexed action away from the current one, maintain first; without safety switches. */
    public List<Candidate> oneStep(Regimen current) {
        List<Candidate> candidates = new ArrayList<>();
        add(candidates, current, new DosingAction.Maintain());
        for (Drug drug : Drug.values()) {
            add(candidates, current, new DosingAction.StepUp(drug));
        }
        for (Drug drug : Drug.values()) {
            add(candidates, current, new DosingAction.StepDown(drug));
        }
        for (Drug drug : Drug.values()) {
            add(candidates, current, new DosingAction.Stop(drug));
        }
        return List.copyOf(candidates);
    }

    /** The safety switches away from one drug of the current regimen. */
    public List<Candidate> safetySwitches(Regimen current, Drug contraindicated) {
        List<Candidate> candidates = new ArrayList<>();
        for (Drug start : Drug.values()) {
            add(candidates, current, new DosingAction.SafetySwitch(contraindicated, start));
        }
        return List.copyOf(candidates);
    }

    private void add(List<Candidate> candidates, Regimen current, DosingAction action) {
        apply(current, action).ifPresent(regimen -> candidates.add(new Candidate(action, regimen)));
    }

    private FormularyEntry entry(Drug drug) {
        return formulary.entry(drug);
    }

    private static Optional<Regimen> moved(Regimen regimen, Drug drug, OptionalDouble dose) {
        return dose.isPresent() ? Optional.of(regimen.with(drug, dose.getAsDouble())) : Optional.empty();
    }
}
