package org.hsdpo.gateway.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.contracts.agent.v1.ActionValue;
import org.hsdpo.contracts.agent.v1.DecideResponse;
import org.hsdpo.contracts.evaluation.v1.Abstention;
import org.hsdpo.contracts.evaluation.v1.CandidateEvaluation;
import org.hsdpo.contracts.evaluation.v1.EngineFailure;
import org.hsdpo.contracts.evaluation.v1.EngineScores;
import org.hsdpo.contracts.gateway.v1.AgentOpinion;
import org.hsdpo.contracts.gateway.v1.Degradation;
import org.hsdpo.contracts.gateway.v1.Proposal;
import org.hsdpo.gateway.backend.BackEnd;
import org.hsdpo.gateway.backend.Evaluation;

/**
 * Puts the engines' scores and the agent's values together.
 *
 * <p>The recommendation is the regimen with the highest Q among the admissible regimens that do not themselves abstain
 * and whose HyperScore lies within one standard deviation of the best one. Where the agent's own choice lies outside
 * that range the two disagree, and the profile abstains and shows both. Without the agent the best HyperScore is
 * recommended, and the profile says that it was chosen that way.
 *
 * @param recommended empty where the profile abstains
 * @param alternatives all other admissible regimens, best HyperScore first
 * @param inadmissible what the logic engine bars
 * @param abstention why nothing is recommended, each reason once; empty exactly where something is
 * @param critique what a reader has to know of the combination
 * @param degraded parts that are missing
 */
record Combination(
        Optional<Proposal> recommended,
        List<Proposal> alternatives,
        List<Proposal> inadmissible,
        List<Abstention> abstention,
        List<String> critique,
        List<Degradation> degraded) {

    private static final Comparator<CandidateEvaluation> BEST_FIRST = Comparator.comparing(
                    CandidateEvaluation::hasHyperScore, Comparator.reverseOrder())
            .thenComparing(CandidateEvaluation::getHyperScore, Comparator.reverseOrder())
            .thenComparing(candidate -> !candidate.getAction().equals("maintain"))
            .thenComparing(CandidateEvaluation::getAction);

    Combination {
        alternatives = List.copyOf(alternatives);
        inadmissible = List.copyOf(inadmissible);
        abstention = List.copyOf(abstention);
        critique = List.copyOf(critique);
        degraded = List.copyOf(degraded);
    }

    static Combination of(Evaluation evaluation, Opinion opinion) {
        return new Work(evaluation, opinion).combine();
    }

    /** The working-out of one combination. */
    private static final class Work {
        private final Evaluation evaluation;
        private final Opinion opinion;
        private final Map<String, ActionValue> values = new HashMap<>();
        private final List<CandidateEvaluation> ranked;
        private final List<Abstention> abstentions = new ArrayList<>();
        private final List<String> critique = new ArrayList<>();
        private final Set<Degradation> degraded = new LinkedHashSet<>();

        Work(Evaluation evaluation, Opinion opinion) {
            this.evaluation = evaluation;
            this.opinion = opinion;
            this.ranked = evaluation.candidates().stream()
                    .filter(CandidateEvaluation::getAdmissible)
                    .sorted(BEST_FIRST)
                    .toList();
            if (opinion instanceof Opinion.Given(DecideResponse given)) {
                given.getActionsList().forEach(value -> values.put(value.getAction(), value));
            }
        }

        Combination combine() {
            noteDegradation();
            abstentions.addAll(evaluation.plan().getAbstentionsList());
            if (opinion instanceof Opinion.Given(DecideResponse given)) {
                abstentions.addAll(given.getAbstentionsList());
                noteSupport(given);
            }
            Optional<CandidateEvaluation> chosen = choose();
            if (!abstentions.isEmpty()) {
                chosen = Optional.empty();
            }
            String recommendedAction =
                    chosen.map(CandidateEvaluation::getAction).orElse("");
            return new Combination(
                    chosen.map(this::proposal),
                    ranked.stream()
                            .filter(candidate -> !candidate.getAction().equals(recommendedAction))
                            .map(this::proposal)
                            .toList(),
                    inadmissible(),
                    eachOnce(abstentions),
                    critique,
                    List.copyOf(degraded));
        }

        /** Engines and agent look at the same patient and find the same; the evaluation's words come first and stay. */
        private static List<Abstention> eachOnce(List<Abstention> all) {
            Map<String, Abstention> byCode = new LinkedHashMap<>();
            all.forEach(abstention -> byCode.putIfAbsent(abstention.getCode(), abstention));
            return List.copyOf(byCode.values());
        }

        private Optional<CandidateEvaluation> choose() {
            if (ranked.isEmpty()) {
                if (abstentions.isEmpty()) {
                    abstain(
                            "NOTHING_ADMISSIBLE",
                            "No regimen one step around the current one is admissible; the patient needs a clinician's"
                                    + " decision now.",
                            "review the violated rules of the inadmissible regimens");
                }
                return Optional.empty();
            }
            List<CandidateEvaluation> eligible = ranked.stream()
                    .filter(CandidateEvaluation::hasHyperScore)
                    .filter(candidate -> candidate.getAbstentionCount() == 0)
                    .filter(candidate -> !maskedByAgent(candidate))
                    .toList();
            if (eligible.isEmpty()) {
                if (abstentions.isEmpty()) {
                    abstain(
                            "EVERY_CANDIDATE_ABSTAINS",
                            "Every admissible regimen carries a reason of its own not to recommend it.",
                            "see the reasons of the alternatives");
                }
                return Optional.empty();
            }
            CandidateEvaluation best = eligible.getFirst();
            Optional<CandidateEvaluation> agentsChoice = eligible.stream()
                    .filter(candidate -> q(candidate).isPresent())
                    .max(Comparator.<CandidateEvaluation, Double>comparing(
                                    candidate -> q(candidate).orElseThrow())
                            .thenComparing(BEST_FIRST.reversed()));
            if (agentsChoice.isEmpty()) {
                if (abstentions.isEmpty()) {
                    critique.add("The recommendation was made by HyperScore alone, without the dosing agent.");
                }
                return Optional.of(best);
            }
            if (withinOneDeviation(agentsChoice.get(), best)) {
                return agentsChoice;
            }
            abstain("HYPERSCORE_AND_AGENT_DISAGREE", disagreement(best, agentsChoice.get()), "");
            return Optional.empty();
        }

        // Where the best regimen states no deviation, only an equal score counts as within it: unknown is not wide.
        private static boolean withinOneDeviation(CandidateEvaluation candidate, CandidateEvaluation best) {
            double deviation = best.hasHyperScoreStandardDeviation() ? best.getHyperScoreStandardDeviation() : 0;
            return candidate.getHyperScore() >= best.getHyperScore() - deviation;
        }

        private String disagreement(CandidateEvaluation best, CandidateEvaluation preferred) {
            return String.format(
                    Locale.ROOT,
                    "The engines score %s best (HyperScore %.1f, standard deviation %.1f), the dosing agent prefers %s"
                            + " (HyperScore %.1f): they disagree by more than one standard deviation.",
                    best.getAction(),
                    best.getHyperScore(),
                    best.getHyperScoreStandardDeviation(),
                    preferred.getAction(),
                    preferred.getHyperScore());
        }

        private void abstain(String code, String reason, String remedy) {
            abstentions.add(Abstention.newBuilder()
                    .setCode(code)
                    .setReason(reason)
                    .setRemedy(remedy)
                    .build());
        }

        private Optional<Double> q(CandidateEvaluation candidate) {
            return Optional.ofNullable(values.get(candidate.getAction()))
                    .filter(ActionValue::hasQ)
                    .map(ActionValue::getQ);
        }

        private boolean maskedByAgent(CandidateEvaluation candidate) {
            ActionValue value = values.get(candidate.getAction());
            return value != null && !value.getAdmissible();
        }

        private void noteSupport(DecideResponse given) {
            if (given.getSupportDistance() > 1) {
                critique.add(String.format(
                        Locale.ROOT,
                        "The patient lies outside the population the dosing agent was trained on (distance %.2f,"
                                + " inside is at most 1).",
                        given.getSupportDistance()));
            }
            for (CandidateEvaluation candidate : ranked) {
                if (maskedByAgent(candidate)) {
                    critique.add("The dosing agent bars " + candidate.getAction()
                            + ", which the logic engine admits; it is not recommended. Rules: "
                            + String.join(
                                    ", ", values.get(candidate.getAction()).getMaskedByList()));
                }
            }
        }

        private void noteDegradation() {
            if (opinion instanceof Opinion.Missing(String reason)) {
                degrade(BackEnd.AGENT.component(), reason);
            } else if (!ranked.isEmpty()
                    && ranked.stream().allMatch(candidate -> q(candidate).isEmpty())) {
                degrade(BackEnd.AGENT.component(), "it gave no value for any of the evaluated regimens");
            }
            for (CandidateEvaluation candidate : ranked) {
                for (EngineFailure failure : candidate.getFailuresList()) {
                    degrade("engine " + name(failure), failure.getReason());
                }
                for (String engine : missingEngines(candidate)) {
                    boolean said = candidate.getFailuresList().stream()
                            .anyMatch(failure -> name(failure).equals(engine));
                    if (!said) {
                        degrade("engine " + engine, "it gave no score for " + candidate.getAction());
                    }
                }
            }
        }

        private static String name(EngineFailure failure) {
            return failure.getEngine().toLowerCase(Locale.ROOT);
        }

        private void degrade(String component, String reason) {
            degraded.add(Degradation.newBuilder()
                    .setComponent(component)
                    .setReason(reason)
                    .build());
        }

        private static List<String> missingEngines(CandidateEvaluation candidate) {
            EngineScores engines = candidate.getEngines();
            List<String> missing = new ArrayList<>();
            for (var engine : EngineScores.getDescriptor().getFields()) {
                if (!engines.hasField(engine)) {
                    missing.add(engine.getName());
                }
            }
            return missing;
        }

        private List<Proposal> inadmissible() {
            Map<String, CandidateEvaluation> barred = new LinkedHashMap<>();
            evaluation.plan().getInadmissibleList().forEach(one -> barred.putIfAbsent(one.getAction(), one));
            evaluation.candidates().stream()
                    .filter(candidate -> !candidate.getAdmissible())
                    .forEach(one -> barred.putIfAbsent(one.getAction(), one));
            return barred.values().stream().map(this::proposal).toList();
        }

        private Proposal proposal(CandidateEvaluation candidate) {
            Proposal.Builder proposal = Proposal.newBuilder()
                    .setAction(candidate.getAction())
                    .setRegimen(candidate.getRegimen())
                    .addAllContributions(candidate.getContributionsList())
                    .addAllProofs(candidate.getProofsList())
                    .addAllCritique(candidate.getCritiqueList())
                    .addAllAbstention(candidate.getAbstentionList())
                    .addAllTitration(candidate.getTitrationList())
                    .addAllMonitoring(candidate.getMonitoringList());
            if (candidate.hasHyperScore()) {
                proposal.setHyperScore(candidate.getHyperScore());
            }
            if (candidate.hasHyperScoreStandardDeviation()) {
                proposal.setHyperScoreStandardDeviation(candidate.getHyperScoreStandardDeviation());
            }
            if (candidate.hasProbability()) {
                proposal.setProbability(candidate.getProbability());
            }
            if (candidate.hasEngines()) {
                proposal.setEngines(candidate.getEngines());
            }
            if (candidate.hasForecast()) {
                proposal.setForecast(candidate.getForecast());
            }
            if (opinion instanceof Opinion.Given(DecideResponse given) && values.containsKey(candidate.getAction())) {
                proposal.setAgent(opinionOn(candidate, given));
            }
            return proposal.build();
        }

        private AgentOpinion opinionOn(CandidateEvaluation candidate, DecideResponse given) {
            ActionValue value = values.get(candidate.getAction());
            AgentOpinion.Builder said =
                    AgentOpinion.newBuilder().setPreferred(given.getPreferred().equals(candidate.getAction()));
            if (value.hasQ()) {
                said.setQ(value.getQ());
            }
            if (value.hasUncertainty()) {
                said.setUncertainty(value.getUncertainty());
            }
            return said.build();
        }
    }
}
