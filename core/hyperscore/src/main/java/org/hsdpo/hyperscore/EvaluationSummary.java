package org.hsdpo.hyperscore;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.CurrentTherapy;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.EvaluationEvent.CandidateResult;
import org.hsdpo.hyperscore.EvaluationEvent.ComponentVersion;
import org.hsdpo.hyperscore.EvaluationEvent.MissingDatum;
import org.hsdpo.hyperscore.EvaluationEvent.Summary;
import org.hsdpo.hyperscore.argumentation.ArgumentationFramework;
import org.hsdpo.hyperscore.calibration.Calibration;
import org.hsdpo.hyperscore.fusion.Terms;
import org.hsdpo.hyperscore.fusion.WeightSensitivity;
import org.hsdpo.hyperscore.impact.DrugCost;
import org.hsdpo.hyperscore.impact.ImpactSurrogate;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.LogicEngine;
import org.hsdpo.hyperscore.logic.PatientFacts;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.ProofStatus;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.hyperscore.meta.InformationValue;
import org.hsdpo.hyperscore.novelty.ReferencePopulation;
import org.hsdpo.hyperscore.plan.CarePlan;
import org.hsdpo.hyperscore.plan.GlycaemicGoal;
import org.hsdpo.hyperscore.sandbox.FormulaSandbox;
import org.hsdpo.hyperscore.sandbox.Simulation;
import org.hsdpo.hyperscore.sandbox.SimulationAssertions;
import org.hsdpo.twin.TwinBatch;
import org.hsdpo.twin.TwinCohort;
import org.hsdpo.twin.TwinInputs;
import org.hsdpo.twin.history.PersonalTwin;

/** Says of the whole patient what no single candidate says: the goal, the conflict, what is missing, what took part. */
final class EvaluationSummary {
    private static final double OVERTREATED = 6.5;
    /** A gain of probability that a reader would notice. */
    private static final double NOTICEABLE = 0.01;

    private static final Map<String, ObjIntToDouble> STARTING_VALUE = Map.of(
            "weight", TwinBatch::weight,
            "egfr", TwinBatch::egfr,
            "hba1c", TwinBatch::hba1c,
            "fastingGlucose", TwinBatch::fastingGlucose,
            "meanGlucose", TwinBatch::meanGlucose,
            "glucoseCv", TwinBatch::glucoseCv,
            "systolicPressure", TwinBatch::systolicPressure,
            "ldl", TwinBatch::ldl);

    /** What a twin of a batch stands at. */
    @FunctionalInterface
    private interface ObjIntToDouble {
        double applyAsDouble(TwinBatch batch, int twin);
    }

    private final PatientState state;
    private final CurrentTherapy recorded;
    private final PatientFacts facts;
    private final GlycaemicGoal goal;
    private final EvaluationOptions options;
    private final RuleBase ruleBase;
    private final CompiledRules rules;
    private final Calibration calibration;

    /**
     * @param state the patient as evaluated
     * @param recorded what is recorded of the therapy, before any dose was assumed
     */
    EvaluationSummary(
            PatientState state,
            CurrentTherapy recorded,
            PatientFacts facts,
            GlycaemicGoal goal,
            EvaluationOptions options,
            LogicEngine logic,
            Calibration calibration) {
        this.state = state;
        this.recorded = recorded;
        this.facts = facts;
        this.goal = goal;
        this.options = options;
        this.ruleBase = logic.rules();
        this.rules = logic.compiled();
        this.calibration = calibration;
    }

    /**
     * @param simulations of the evaluated candidates, all on the twin's draws
     * @param twin the twin that the candidates ran on; empty where none was made
     */
    Summary of(
            List<CandidateResult> evaluated,
            List<Simulation> simulations,
            List<CandidateResult> inadmissible,
            OptionalDouble currentScore,
            Optional<PersonalTwin> twin) {
        return new Summary(
                currentScore,
                goal,
                critique(evaluated, twin),
                argumentation(),
                missing(inadmissible, simulations, twin),
                versions(),
                options);
    }

    private List<String> critique(List<CandidateResult> evaluated, Optional<PersonalTwin> twin) {
        List<String> critique = new ArrayList<>();
        twin.ifPresent(made -> critique.add(made.basis().inWords()));
        CurrentTherapy therapy = state.currentTherapy();
        if (!therapy.otherGlucoseLowering().isEmpty()) {
            critique.add("The patient also takes " + String.join(", ", therapy.otherGlucoseLowering())
                    + ", which the twin does not simulate: its present effect is part of the starting point and is taken"
                    + " to go on unchanged.");
        }
        Set<Drug> contraindicated = rules.contraindicated(facts, therapy.regimen());
        if (!contraindicated.isEmpty()) {
            critique.add("Contraindicated as taken now: " + labels(contraindicated) + ".");
            rules.nearestAdmissible(facts, therapy.regimen())
                    .ifPresent(nearest -> critique.add(
                            "The nearest regimen that breaks no hard rule by lowering alone: " + nearest + "."));
        }
        String assumed = List.of(ConditionConcept.values()).stream()
                .filter(state::isAssumedAbsent)
                .map(concept -> ConditionCatalogue.shipped().definition(concept).label())
                .collect(Collectors.joining(", "));
        if (!assumed.isEmpty()) {
            critique.add("Taken to be absent because the problem list does not name them: " + assumed + ".");
        }
        sensitivity(evaluated).ifPresent(critique::add);
        return critique;
    }

    /** How the ranking depends on the weights; empty where fewer than two regimens have a score. */
    private Optional<String> sensitivity(List<CandidateResult> evaluated) {
        Map<String, Terms> terms = new LinkedHashMap<>();
        for (CandidateResult result : evaluated) {
            if (result.admissible() && result.hyperScore().isPresent()) {
                terms.put(result.candidate().action().id(), terms(result));
            }
        }
        if (terms.size() < 2) {
            return Optional.empty();
        }
        WeightSensitivity sensitivity = WeightSensitivity.of(terms, calibration.weights());
        if (sensitivity.isStable()) {
            return Optional.of(sensitivity.best()
                    + " has the best HyperScore, also with the weight of any one term halved or doubled.");
        }
        return Optional.of(sensitivity.best() + " has the best HyperScore; "
                + sensitivity.overtaken().stream()
                        .map(change -> change.by() + " would have it with the weight of "
                                + change.term().id() + (change.factor() < 1 ? " halved" : " doubled"))
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private static Terms terms(CandidateResult result) {
        return Terms.of(
                result.engines().get(Engine.LOGIC).score(),
                result.engines().get(Engine.NOVELTY).score(),
                result.engines().get(Engine.IMPACT).score(),
                result.engines().get(Engine.REPRODUCIBILITY).score(),
                result.engines().get(Engine.META).score());
    }

    /** Intensify for glycaemia against de-intensify for hypoglycaemia, as arguments that attack each other. */
    private List<String> argumentation() {
        OptionalDouble hba1c = facts.value(Measurement.HBA1C);
        if (hba1c.isEmpty()) {
            return List.of();
        }
        Bound bound = facts.bound(Measurement.HBA1C);
        Regimen current = state.currentTherapy().regimen();
        boolean risky = current.takes(Drug.INSULIN_GLARGINE) || current.takes(Drug.GLIMEPIRIDE);
        boolean severe = facts.severeHypoglycaemia() == Truth.TRUE;
        boolean low = facts.value(Measurement.CGM_TIME_BELOW_54).orElse(0) >= 1
                || facts.value(Measurement.CGM_TIME_BELOW_70).orElse(0) >= 4;
        ArgumentationFramework framework = new ArgumentationFramework();
        String value = String.format(
                Locale.ROOT,
                "HbA1c %s %% against a goal of %.1f %%",
                bound.before(String.format(Locale.ROOT, "%.1f", hba1c.getAsDouble())),
                goal.hba1c());
        boolean above = bound.isLower()
                ? hba1c.getAsDouble() >= goal.hba1c()
                : bound.isExact() && hba1c.getAsDouble() > goal.hba1c();
        boolean within = !bound.isLower() && hba1c.getAsDouble() <= goal.hba1c();
        if (above) {
            framework.claim("intensify", value + " asks for more glucose lowering");
        } else if (within) {
            framework.claim("maintain", value + " asks for no more glucose lowering");
        }
        if (severe || low) {
            framework.claim(
                    "avoid hypoglycaemia",
                    (severe ? "severe hypoglycaemia in the record" : "sensor time below range above its limit")
                            + " weighs more than glycaemia (ADA Standards of Care 2025, section 6)");
        }
        if (risky && (severe || low)) {
            framework.claim("de-intensify", "a drug with a risk of hypoglycaemia is taken and is to be lowered");
        } else if (risky && !bound.isLower() && hba1c.getAsDouble() < OVERTREATED) {
            framework.claim(
                    "de-intensify",
                    "HbA1c below 6.5 % under a drug with a risk of hypoglycaemia asks for less of it (American College of"
                            + " Physicians 2018, Ann Intern Med 168:569)");
        }
        if (risky && above) {
            framework.claim("raise insulin or sulfonylurea", "a drug already taken has room on its ladder");
        }
        // Raising and lowering the same drug exclude each other; what is already safe decides between them.
        framework.attack("raise insulin or sulfonylurea", "de-intensify");
        framework.attack("de-intensify", "raise insulin or sulfonylurea");
        framework.attack("avoid hypoglycaemia", "raise insulin or sulfonylurea");
        framework.attack("de-intensify", "maintain");
        if (!rules.contraindicated(facts, current).isEmpty()) {
            framework.claim("stop the contraindicated drug", "a hard rule is broken by what is taken now");
            framework.attack("stop the contraindicated drug", "maintain");
        }
        return framework.inWords();
    }

    /**
     * The doses nobody recorded; then what is missing, by how many candidates it bars; then what the twin had to sample, by
     * what it is worth to know.
     */
    private List<MissingDatum> missing(
            List<CandidateResult> inadmissible, List<Simulation> simulations, Optional<PersonalTwin> twin) {
        Map<String, Set<String>> bars = new TreeMap<>();
        for (CandidateResult result : inadmissible) {
            boolean onlyUndecided =
                    result.proofs().stream().noneMatch(proof -> proof.hard() && proof.status() == ProofStatus.VIOLATED);
            if (onlyUndecided) {
                for (Proof proof : result.proofs()) {
                    if (proof.hard() && proof.status() == ProofStatus.UNDECIDED) {
                        bars.computeIfAbsent(proof.missing().getLast(), datum -> new TreeSet<>())
                                .add(result.candidate().action().id());
                    }
                }
            }
        }
        Map<String, String> missing = new LinkedHashMap<>();
        recorded.unrecorded()
                .forEach(dose -> missing.put(
                        "current dose of " + dose.label(),
                        recorded.assumption().isPresent()
                                ? "every step and every forecast starts from an assumed dose until it is known"
                                : "nothing can be evaluated until it is known"));
        bars.entrySet().stream()
                .sorted(Map.Entry.<String, Set<String>>comparingByValue((a, b) -> Integer.compare(b.size(), a.size()))
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(bar ->
                        missing.put(bar.getKey(), "bars " + String.join(", ", bar.getValue()) + " until it is known"));
        if (state.currentTherapy().doseUnknown().isEmpty()) {
            sampled(simulations, twin).forEach(missing::putIfAbsent);
        }
        if (facts.value(Measurement.HBA1C).isEmpty()) {
            missing.putIfAbsent(
                    MeasurementCatalogue.shipped().definition(Measurement.HBA1C).label(), "the goal is stated in it");
        }
        return missing.entrySet().stream()
                .map(entry -> new MissingDatum(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** What the twin had to sample, the most valuable to know first. */
    private Map<String, String> sampled(List<Simulation> simulations, Optional<PersonalTwin> twin) {
        List<String> covariates = twin.map(made -> made.source().sampledCovariates())
                .orElseGet(() -> TwinInputs.from(state).sampledCovariates());
        Map<String, Double> values = new HashMap<>();
        if (!simulations.isEmpty() && twin.isPresent()) {
            TwinBatch start = new TwinBatch(twin.get().cohort());
            List<BitSet> succeeded =
                    simulations.stream().map(Simulation::succeeded).toList();
            for (String covariate : covariates) {
                if (STARTING_VALUE.containsKey(covariate)) {
                    double[] quantity = IntStream.range(0, twin.get().cohort().size())
                            .mapToDouble(i -> STARTING_VALUE.get(covariate).applyAsDouble(start, i))
                            .toArray();
                    values.put(covariate, InformationValue.of(succeeded, quantity, options.seed()));
                }
            }
        }
        Map<String, String> words = new LinkedHashMap<>();
        covariates.stream()
                .sorted(Comparator.comparingDouble(covariate -> -values.getOrDefault(covariate, 0.0)))
                .forEach(covariate -> words.put(covariate, worth(Optional.ofNullable(values.get(covariate)))));
        return words;
    }

    private static String worth(Optional<Double> value) {
        String sampled = "sampled from a reference population in the forecast; knowing it ";
        return sampled
                + value.map(gain -> gain < NOTICEABLE
                                ? "would hardly change which regimen is best"
                                : String.format(
                                        Locale.ROOT,
                                        "would let the regimen be chosen that succeeds with a probability higher by %.0f"
                                                + " percentage points",
                                        100 * gain))
                        .orElse("narrows the forecast");
    }

    private List<ComponentVersion> versions() {
        List<ComponentVersion> versions = new ArrayList<>();
        ruleBase.overlayHash().ifPresent(hash -> versions.add(new ComponentVersion("rules-of-site", "1", hash)));
        versions.addAll(List.of(
                new ComponentVersion("rules", "1", ruleBase.hash()),
                new ComponentVersion("formulary", "1", Formulary.shipped().hash()),
                new ComponentVersion("formulas", "1", FormulaSandbox.shipped().hash()),
                new ComponentVersion(
                        "assertions", "1", SimulationAssertions.shipped().hash()),
                new ComponentVersion("twin", "1", TwinCohort.knowledgeHash()),
                new ComponentVersion("impact", "1", DrugCost.knowledgeHash()),
                new ComponentVersion(
                        "impact-surrogate", "1", ImpactSurrogate.shipped().hash()),
                new ComponentVersion(
                        "reference-population",
                        "1",
                        ReferencePopulation.shipped().hash()),
                new ComponentVersion("care-plans", "1", CarePlan.shipped().hash()),
                new ComponentVersion("calibration", "1", calibration.hash())));
        return versions;
    }

    private static String labels(Set<Drug> drugs) {
        return drugs.stream()
                .sorted()
                .map(drug -> Formulary.shipped().entry(drug).label())
                .collect(Collectors.joining(", "));
    }
}
