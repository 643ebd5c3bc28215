package org.hsdpo.agent.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.hsdpo.agent.environment.DosingEnvironment;
import org.hsdpo.agent.environment.SyntheticPopulation;
import org.hsdpo.agent.environment.Visit;
import org.hsdpo.agent.environment.Worth;
import org.hsdpo.agent.learning.NStepReturns;
import org.hsdpo.agent.learning.NetworkShape;
import org.hsdpo.agent.learning.QLearner;
import org.hsdpo.agent.learning.ReplayMemory;
import org.hsdpo.agent.observation.Normalisation;
import org.hsdpo.agent.observation.PatientFeatures;
import org.hsdpo.agent.observation.Support;
import org.hsdpo.agent.policy.ActionValues;
import org.hsdpo.agent.policy.Baselines;
import org.hsdpo.agent.policy.DosingPolicy;
import org.hsdpo.agent.policy.GreedyQ;
import org.hsdpo.agent.policy.PolicyFigures;
import org.hsdpo.agent.policy.PolicyFolder;
import org.hsdpo.agent.policy.PolicyManifest;
import org.hsdpo.agent.policy.PolicyManifest.HyperScoreKnowledge;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.twin.ModelVariant;
import org.hsdpo.twin.TwinCohort;

/**
 * Trains a policy: observe synthetic patients under random treatment to learn the scale of the observations; then treat,
 * remember and learn; then judge the policy on persons it never met, on the twin it was trained on and on the
 * structurally different one. Deterministic in the plan.
 */
public final class TrainPolicy {
    private static final int SCALE_EPISODES = 2;

    /** The first gradient steps on a handful of transitions would only fit those. */
    private static final int MINIBATCHES_BEFORE_LEARNING = 10;

    private final TrainingPlan plan;
    private final ProgressListener progress;
    private final CompiledRules shield = CompiledRules.of(RuleBase.shipped());
    private final SyntheticPopulation population = new SyntheticPopulation();
    private final SplittableRandom random;

    private TrainPolicy(TrainingPlan plan, ProgressListener progress) {
        this.plan = plan;
        this.progress = progress;
        random = new SplittableRandom(plan.seed());
    }

    /**
     * Trains and writes a policy.
     *
     * @param out a folder that is empty or does not exist
     * @return the policy's folder, read back and checked
     * @throws IllegalArgumentException where {@code out} holds something
     */
    public static PolicyFolder train(TrainingPlan plan, Path out, ProgressListener progress) throws IOException {
        Files.createDirectories(out);
        try (Stream<Path> content = Files.list(out)) {
            if (content.findAny().isPresent()) {
                throw new IllegalArgumentException("the folder for the policy is not empty: " + out);
            }
        }
        return new TrainPolicy(plan, progress).run(out);
    }

    private PolicyFolder run(Path out) throws IOException {
        List<PatientFeatures> sample = sampleFeatures();
        Normalisation normalisation = Normalisation.fit(sample);
        List<PatientFeatures> spread =
                spread(sample, plan.support().stored() + plan.support().scale());
        Support support = Support.fit(normalisation, spread, plan.support().stored());
        NetworkShape shape = new NetworkShape(
                Normalisation.LENGTH,
                plan.network().hidden(),
                plan.network().headHidden(),
                plan.network().heads(),
                ActionSpace.SIZE);
        try (QLearner learner = new QLearner(shape, plan.optimiser(), random.split())) {
            learn(learner, normalisation);
            learner.export(out);
            List<PolicyFigures> evaluation = evaluate(new GreedyQ(learner::q, normalisation, shape.heads()));
            PolicyFolder.write(
                    out,
                    support,
                    files -> new PolicyManifest(
                            1,
                            "dosing-policy-1",
                            shape,
                            HyperScoreKnowledge.MISSING_IN_TRAINING,
                            PatientFeatures.schemaHash(),
                            PolicyManifest.actionSpaceHash(),
                            files,
                            trainedWith(),
                            plan,
                            normalisation.scales(),
                            support.scale(),
                            evaluation));
        }
        return PolicyFolder.read(out);
    }

    private static Map<String, String> trainedWith() {
        return new TreeMap<>(Map.of(
                "formulary", Formulary.shipped().hash(),
                "rules", RuleBase.shipped().hash(),
                "twin", TwinCohort.knowledgeHash(),
                "population", SyntheticPopulation.hash(),
                "reward", Worth.hash()));
    }

    /** Observations under random treatment and under guideline titration, so that both kinds of course set the scale. */
    private List<PatientFeatures> sampleFeatures() {
        List<PatientFeatures> sample = new ArrayList<>();
        for (int episode = 0; episode < SCALE_EPISODES; episode++) {
            DosingPolicy policy = episode % 2 == 0 ? Baselines.random(random.nextLong()) : Baselines.guideline();
            DosingEnvironment environment = environment(Worth.shipped());
            while (!environment.isFinished()) {
                environment.visits().forEach(visit -> sample.add(visit.features()));
                environment.step(policy.choose(environment), false);
            }
            progress.progress("observing", (episode + 1.0) / SCALE_EPISODES);
        }
        return sample;
    }

    private List<PatientFeatures> spread(List<PatientFeatures> sample, int count) {
        List<PatientFeatures> shuffled = new ArrayList<>(sample);
        Collections.shuffle(
                shuffled, RandomGeneratorFactory.of("L64X128MixRandom").create(plan.seed()));
        return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
    }

    private DosingEnvironment environment(Worth worth) {
        long personSeed = random.nextLong();
        long twinSeed = random.nextLong();
        return new DosingEnvironment(
                population.drawTreatable(plan.persons(), personSeed, ModelVariant.STANDARD, twinSeed),
                ModelVariant.STANDARD,
                shield,
                worth,
                twinSeed);
    }

    private void learn(QLearner learner, Normalisation normalisation) {
        ReplayMemory memory =
                new ReplayMemory(learner.shape(), plan.memory(), plan.priority().alpha());
        int steps = 0;
        for (int episode = 0; episode < plan.episodes(); episode++) {
            double done = (double) episode / plan.episodes();
            double epsilon = Math.max(
                    plan.exploration().floor(), 1 - done / plan.exploration().share());
            double gamma = Worth.shipped().gamma() * Math.max(0, 1 - done / plan.deviationShare());
            Worth worth = Worth.shipped().withGamma(gamma);
            double beta = plan.priority().beta() + (1 - plan.priority().beta()) * done;
            DosingEnvironment environment = environment(worth);
            NStepReturns[] returns = new NStepReturns[environment.size()];
            int[] head = new int[environment.size()];
            for (int i = 0; i < returns.length; i++) {
                returns[i] = new NStepReturns(plan.nStep(), memory);
                head[i] = random.nextInt(plan.network().heads());
            }
            while (!environment.isFinished()) {
                List<Visit> before = environment.visits();
                float[] rows = GreedyQ.encoded(before, normalisation);
                List<Candidate> chosen = explore(before, learner.q(rows, before.size()), head, epsilon);
                List<DosingEnvironment.Outcome> outcomes = environment.step(chosen, gamma > 0);
                remember(environment, before, rows, chosen, outcomes, worth, normalisation, returns);
                for (int k = 0;
                        k < plan.stepsPerRound() && memory.size() >= MINIBATCHES_BEFORE_LEARNING * plan.minibatch();
                        k++) {
                    int[] slots = memory.draw(plan.minibatch(), random);
                    memory.reprioritise(slots, learner.train(memory.minibatch(slots, beta)));
                    if (++steps % plan.targetEvery() == 0) {
                        learner.synchroniseTarget();
                    }
                }
            }
            progress.progress("learning", (episode + 1.0) / plan.episodes());
        }
    }

    private List<Candidate> explore(List<Visit> visits, float[] q, int[] head, double epsilon) {
        int heads = plan.network().heads();
        List<Candidate> chosen = new ArrayList<>(visits.size());
        for (int i = 0; i < visits.size(); i++) {
            List<Candidate> admissible = visits.get(i).admissible();
            if (admissible.isEmpty()) {
                chosen.add(null);
            } else if (random.nextDouble() < epsilon) {
                chosen.add(admissible.get(random.nextInt(admissible.size())));
            } else {
                chosen.add(new ActionValues(q, i * heads * ActionSpace.SIZE, heads)
                        .bestOfHead(head[i], admissible)
                        .orElseThrow());
            }
        }
        return chosen;
    }

    private void remember(
            DosingEnvironment environment,
            List<Visit> before,
            float[] rows,
            List<Candidate> chosen,
            List<DosingEnvironment.Outcome> outcomes,
            Worth worth,
            Normalisation normalisation,
            NStepReturns[] returns) {
        List<Visit> after = environment.visits();
        for (int i = 0; i < before.size(); i++) {
            if (chosen.get(i) == null) {
                continue;
            }
            float[] row = Arrays.copyOfRange(rows, i * Normalisation.LENGTH, (i + 1) * Normalisation.LENGTH);
            // Where nothing is admissible afterwards the agent hands over to the physician: nothing more is its own.
            boolean handedOver = !after.get(i).hasChoice();
            returns[i].step(
                    row,
                    ActionSpace.index(chosen.get(i).action()),
                    outcomes.get(i).reward(worth),
                    Math.pow(worth.weeklyDiscount(), outcomes.get(i).weeks()),
                    normalisation.encode(after.get(i).features()),
                    after.get(i).mask(),
                    handedOver,
                    environment.isFinished(),
                    random);
        }
    }

    private List<PolicyFigures> evaluate(DosingPolicy agent) {
        List<PolicyFigures> figures = new ArrayList<>();
        List<DosingPolicy> policies = List.of(
                Baselines.guideline(),
                agent,
                Baselines.noChange(),
                Baselines.random(plan.seed() + 2),
                Baselines.myopicLookAhead());
        for (ModelVariant twins : ModelVariant.values()) {
            var persons = population.drawTreatable(plan.evaluationPersons(), plan.seed() + 1, twins, plan.seed() + 3);
            figures.addAll(PolicyFigures.compare(policies, persons, twins, shield, Worth.shipped(), plan.seed() + 3));
            progress.progress("evaluating", (twins.ordinal() + 1.0) / ModelVariant.values().length);
        }
        return figures;
    }
}
