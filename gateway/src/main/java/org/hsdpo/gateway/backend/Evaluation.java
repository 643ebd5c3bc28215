package org.hsdpo.gateway.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hsdpo.contracts.evaluation.v1.CandidateEvaluation;
import org.hsdpo.contracts.evaluation.v1.EvaluateResponse;
import org.hsdpo.contracts.evaluation.v1.EvaluationPlan;
import org.hsdpo.contracts.evaluation.v1.EvaluationSummary;

/**
 * A whole evaluation.
 *
 * @param plan what was to be evaluated and what the logic engine bars
 * @param candidates the evaluated regimens, in the order of the plan, whichever was finished first
 * @param summary what holds for all of them
 */
public record Evaluation(EvaluationPlan plan, List<CandidateEvaluation> candidates, EvaluationSummary summary) {
    public Evaluation {
        candidates = List.copyOf(candidates);
    }

    /** @throws BackEndUnavailable where the stream ended without a plan or a summary, or a score is not a number */
    static Evaluation of(List<EvaluateResponse> events) {
        EvaluationPlan plan = null;
        EvaluationSummary summary = null;
        List<CandidateEvaluation> candidates = new ArrayList<>();
        for (EvaluateResponse event : events) {
            switch (event.getEventCase()) {
                case PLAN -> plan = event.getPlan();
                case CANDIDATE -> candidates.add(sound(event.getCandidate()));
                case SUMMARY -> summary = event.getSummary();
                case EVENT_NOT_SET -> throw new BackEndUnavailable(BackEnd.EVALUATION, "an empty event", null);
            }
        }
        if (plan == null || summary == null) {
            throw new BackEndUnavailable(BackEnd.EVALUATION, "the evaluation ended early", null);
        }
        List<String> order = plan.getAdmissibleList();
        candidates.sort(Comparator.comparingInt(candidate -> order.indexOf(candidate.getAction())));
        return new Evaluation(plan, candidates, summary);
    }

    private static CandidateEvaluation sound(CandidateEvaluation candidate) {
        boolean sound = Double.isFinite(candidate.getHyperScore())
                && candidate.getHyperScoreStandardDeviation() >= 0
                && candidate.getProbability() >= 0
                && candidate.getProbability() <= 1;
        if (!sound) {
            throw new BackEndUnavailable(BackEnd.EVALUATION, "a score is not a number", null);
        }
        return candidate;
    }
}
