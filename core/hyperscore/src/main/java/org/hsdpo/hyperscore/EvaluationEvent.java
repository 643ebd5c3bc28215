package org.hsdpo.hyperscore;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.plan.GlycaemicGoal;

/**
 * What an evaluation says: the plan, then one result for each admissible candidate as it is finished, then the summary.
 */
public sealed interface EvaluationEvent {
    /**
     * What will be evaluated.
     *
     * @param current what the patient takes as recorded, drugs without a recorded dose and what is assumed of them included
     * @param admissible identifiers of the actions that will be evaluated, in order
     * @param inadmissible candidates that the rules bar, with their proofs
     * @param abstentions whole-patient reasons to abstain; candidates may then be absent
     */
    record Plan(
            CurrentTherapy current,
            List<String> admissible,
            List<CandidateResult> inadmissible,
            List<Abstention> abstentions)
            implements EvaluationEvent {
        public Plan {
            admissible = List.copyOf(admissible);
            inadmissible = List.copyOf(inadmissible);
            abstentions = List.copyOf(abstentions);
        }
    }

    /** Points a term adds to the HyperScore against the population-mean terms, and its weight in V. */
    record Contribution(String term, double points, double weight) {}

    /** An engine that failed for a candidate, and why. */
    record EngineFailure(Engine engine, String reason) {}

    /**
     * One candidate.
     *
     * @param candidate action and regimen
     * @param admissible whether it may be proposed
     * @param hyperScore points; empty where inadmissible or an engine failed
     * @param hyperScoreDeviation standard deviation in points
     * @param probability calibrated probability of success
     * @param engines results by engine; one that failed is absent
     * @param contributions of the terms; they add up to the HyperScore less that of the population-mean terms
     * @param proofs of every rule that applies, and of the assertions
     * @param forecast empty where inadmissible or the simulation failed
     * @param critique of the meta loop
     * @param abstentions reasons not to recommend this candidate
     * @param failures of engines
     * @param titration one instruction an entry
     * @param monitoring one instruction an entry
     */
    record CandidateResult(
            Candidate candidate,
            boolean admissible,
            OptionalDouble hyperScore,
            OptionalDouble hyperScoreDeviation,
            OptionalDouble probability,
            Map<Engine, EngineScore> engines,
            List<Contribution> contributions,
            List<Proof> proofs,
            Optional<Forecast> forecast,
            List<String> critique,
            List<Abstention> abstentions,
            List<EngineFailure> failures,
            List<String> titration,
            List<String> monitoring)
            implements EvaluationEvent {
        public CandidateResult {
            engines = engines.isEmpty() ? Map.of() : java.util.Collections.unmodifiableMap(new EnumMap<>(engines));
            contributions = List.copyOf(contributions);
            proofs = List.copyOf(proofs);
            critique = List.copyOf(critique);
            abstentions = List.copyOf(abstentions);
            failures = List.copyOf(failures);
            titration = List.copyOf(titration);
            monitoring = List.copyOf(monitoring);
        }
    }

    /** A datum that is missing and what it would decide. */
    record MissingDatum(String datum, String why) {}

    /** A version of something that took part; the hash is empty where there is none. */
    record ComponentVersion(String component, String version, String hash) {}

    /**
     * The whole patient.
     *
     * @param currentHyperScore of the current regimen; empty where it was not evaluated
     * @param goal HbA1c goal used, and why
     * @param critique of the data and of the evaluation as a whole
     * @param argumentation conflicting recommendations and how they were resolved
     * @param missing data that would change the decision, most valuable first
     * @param versions of everything that took part
     * @param options draws and seed
     */
    record Summary(
            OptionalDouble currentHyperScore,
            GlycaemicGoal goal,
            List<String> critique,
            List<String> argumentation,
            List<MissingDatum> missing,
            List<ComponentVersion> versions,
            EvaluationOptions options)
            implements EvaluationEvent {
        public Summary {
            critique = List.copyOf(critique);
            argumentation = List.copyOf(argumentation);
            missing = List.copyOf(missing);
            versions = List.copyOf(versions);
        }
    }
}
