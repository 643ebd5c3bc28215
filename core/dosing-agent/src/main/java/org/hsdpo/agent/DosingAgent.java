package org.hsdpo.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.agent.observation.Normalisation;
import org.hsdpo.agent.observation.PatientFeatures;
import org.hsdpo.agent.observation.Support;
import org.hsdpo.agent.policy.ActionValues;
import org.hsdpo.agent.policy.PolicyFolder;
import org.hsdpo.agent.policy.PolicyManifest;
import org.hsdpo.agent.policy.PolicyManifest.HyperScoreKnowledge;
import org.hsdpo.agent.policy.SavedPolicy;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.Abstention;
import org.hsdpo.hyperscore.PatientGate;
import org.hsdpo.hyperscore.logic.LogicEngine;
import org.hsdpo.hyperscore.logic.LogicJudgement;
import org.hsdpo.hyperscore.logic.PatientFacts;
import org.hsdpo.hyperscore.logic.Proof;

/**
 * Values every change of a patient's regimen that the logic engine admits, by the trained policy. Thread-safe; to be
 * called off an event loop: a decision costs milliseconds of solver and network.
 */
public final class DosingAgent implements AutoCloseable {
    private final PolicyFolder folder;
    private final LogicEngine logic;
    private final SavedPolicy network;
    private final Normalisation normalisation;
    private final Support support;

    /**
     * @param folder a checked policy
     * @param logic the engine whose hard rules mask the actions
     */
    public DosingAgent(PolicyFolder folder, LogicEngine logic) throws IOException {
        this.folder = folder;
        this.logic = logic;
        normalisation = folder.normalisation();
        support = folder.support();
        network = new SavedPolicy(folder);
    }

    /**
     * The agent with the policy shipped with this version.
     *
     * @param work an existing writable folder: TensorFlow reads the model from files
     */
    public static DosingAgent shipped(LogicEngine logic, Path work) throws IOException {
        return new DosingAgent(PolicyFolder.shipped(work), logic);
    }

    /** What the policy is and where it comes from. */
    public PolicyManifest manifest() {
        return folder.manifest();
    }

    /** SHA-256 that covers the whole policy. */
    public String policyHash() {
        return folder.hash();
    }

    /** SHA-256 of the rules that mask. */
    public String rulesHash() {
        return logic.rules().hash();
    }

    /**
     * Decides for one patient. Where the {@link PatientGate} assumes a dose, the values are those of the assumed regimen.
     *
     * @param recorded the patient as recorded
     * @param hyperScore HyperScore of the current regimen, where it was evaluated; a policy that never met one in training
     *     does not look at it
     */
    public Decision decide(PatientState recorded, OptionalDouble hyperScore) {
        PatientGate gate = PatientGate.of(recorded);
        PatientState state = gate.evaluated();
        CurrentTherapy therapy = state.currentTherapy();
        PatientFeatures features = PatientFeatures.of(
                state,
                therapy.regimen(),
                manifest().hyperScore() == HyperScoreKnowledge.SURROGATE_IN_TRAINING
                        ? hyperScore
                        : OptionalDouble.empty());
        double distance = support.distance(features);
        List<Abstention> abstentions = new ArrayList<>(gate.abstentions());
        if (distance > 1) {
            abstentions.add(new Abstention(
                    "OUTSIDE_TRAINING_POPULATION",
                    "The patient is unlike those the dosing agent was trained on.",
                    "decide by clinical judgement and the other engines"));
        }
        if (!therapy.unrecorded().isEmpty()) {
            return new Decision(List.of(), Optional.empty(), distance, abstentions);
        }
        ActionValues values = values(features);
        List<ActionValue> valued = valued(state, therapy.regimen(), values);
        if (!gate.evaluable()) {
            // The masks may be looked at; nothing is preferred where this system is not meant to dose at all.
            return new Decision(valued, Optional.empty(), distance, abstentions);
        }
        Optional<ActionValue> preferred = preferred(valued, values);
        if (preferred.isEmpty()) {
            abstentions.add(new Abstention(
                    "NOTHING_ADMISSIBLE",
                    "Urgent: the current regimen may not stay as it is, and no single change is admissible.",
                    "review the regimen now; the rules that bar each change are listed with it"));
        }
        return new Decision(valued, preferred, distance, abstentions);
    }

    private List<ActionValue> valued(PatientState state, Regimen current, ActionValues values) {
        PatientFacts facts = PatientFacts.of(state);
        List<Candidate> candidates = new ArrayList<>(logic.compiled().oneStep(facts, current));
        candidates.addAll(logic.compiled().switches(facts, current));
        List<ActionValue> valued = new ArrayList<>(candidates.size());
        try (LogicEngine.PatientLogic patient = logic.forPatient(facts, current)) {
            for (Candidate candidate : candidates) {
                valued.add(valued(candidate, patient.judge(candidate), values));
            }
        }
        return valued;
    }

    private static ActionValue valued(Candidate candidate, LogicJudgement judgement, ActionValues values) {
        return judgement.admissible()
                ? new ActionValue(
                        candidate,
                        true,
                        OptionalDouble.of(values.mean(candidate.action())),
                        OptionalDouble.of(values.standardDeviation(candidate.action())),
                        List.of())
                : new ActionValue(
                        candidate,
                        false,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        judgement.bars().stream().map(Proof::ruleId).toList());
    }

    private ActionValues values(PatientFeatures features) {
        return new ActionValues(
                network.q(normalisation.encode(features), 1),
                0,
                manifest().shape().heads());
    }

    private Optional<ActionValue> preferred(List<ActionValue> valued, ActionValues values) {
        List<Candidate> admissible = valued.stream()
                .filter(ActionValue::admissible)
                .map(ActionValue::candidate)
                .toList();
        return values.best(admissible).flatMap(best -> valued.stream()
                .filter(value -> value.candidate().equals(best))
                .findFirst());
    }

    @Override
    public void close() {
        network.close();
    }
}
