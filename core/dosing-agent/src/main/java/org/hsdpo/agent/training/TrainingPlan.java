package org.hsdpo.agent.training;

import org.hsdpo.agent.learning.LearningRates;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** How a policy is trained; the meaning of each figure stands in {@code training-plan.yaml}. */
public record TrainingPlan(
        int version,
        long seed,
        int persons,
        int episodes,
        Exploration exploration,
        double deviationShare,
        int memory,
        int minibatch,
        int stepsPerRound,
        int nStep,
        int targetEvery,
        Priority priority,
        Network network,
        LearningRates optimiser,
        SupportSample support,
        int evaluationPersons) {

    /** ε of ε-greedy: falls from 1 to the floor over a share of the episodes. */
    public record Exploration(double floor, double share) {}

    /** Exponents of prioritised replay; β rises to 1 over the training. */
    public record Priority(double alpha, double beta) {}

    public record Network(int hidden, int headHidden, int heads) {}

    public record SupportSample(int stored, int scale) {}

    /** The plan the shipped policy was trained by. */
    public static TrainingPlan shipped() {
        return KnowledgeFile.resource(TrainingPlan.class, "training-plan.yaml").as(TrainingPlan.class);
    }

    /** This plan with fewer or more episodes and persons, for trials. */
    public TrainingPlan resized(int episodes, int persons, int evaluationPersons) {
        return new TrainingPlan(
                version,
                seed,
                persons,
                episodes,
                exploration,
                deviationShare,
                memory,
                minibatch,
                stepsPerRound,
                nStep,
                targetEvery,
                priority,
                network,
                optimiser,
                support,
                evaluationPersons);
    }
}
