package org.hsdpo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.hsdpo.agent.environment.DosingEnvironment;
import org.hsdpo.agent.environment.SyntheticPopulation;
import org.hsdpo.agent.environment.Worth;
import org.hsdpo.agent.policy.Baselines;
import org.hsdpo.agent.policy.GreedyQ;
import org.hsdpo.agent.policy.PolicyFolder;
import org.hsdpo.agent.policy.SavedPolicy;
import org.hsdpo.agent.training.TrainingPlan;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.Abstention;
import org.hsdpo.hyperscore.PatientGate;
import org.hsdpo.hyperscore.logic.CompiledRules;
import org.hsdpo.hyperscore.logic.LogicEngine;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.hsdpo.twin.ModelVariant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped policy, as it is served. */
class DosingAgentTest {
    @TempDir
    private static Path work;

    private static DosingAgent agent;

    @BeforeAll
    static void load() throws IOException {
        agent = DosingAgent.shipped(new LogicEngine(RuleBase.shipped()), work);
    }

    @AfterAll
    static void close() {
        agent.close();
    }

    private static Decision decide(PatientState state) {
        return agent.decide(state, OptionalDouble.empty());
    }

    private static ActionValue value(Decision decision, DosingAction action) {
        return decision.actions().stream()
                .filter(value -> value.candidate().action().equals(action))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> codes(Decision decision) {
        return decision.abstentions().stream().map(Abstention::code).toList();
    }

    @Test
    void a_typical_patient_gets_a_preference_without_abstention() {
        Decision decision =
                decide(aTypicalPatient().taking(Drug.METFORMIN, 1000).build());
        assertThat(codes(decision)).isEmpty();
        assertThat(decision.supportDistance()).isBetween(0.0, 1.0);
        ActionValue preferred = decision.preferred().orElseThrow();
        assertThat(preferred.admissible()).isTrue();
        assertThat(decision.actions()).filteredOn(ActionValue::admissible).allSatisfy(value -> {
            assertThat(value.q().orElseThrow())
                    .isLessThanOrEqualTo(preferred.q().orElseThrow());
            assertThat(value.uncertainty().orElseThrow()).isNotNegative();
        });
    }

    @Test
    void metformin_is_masked_below_egfr_30_and_the_rule_is_named() {
        Decision decision = decide(aTypicalPatient().with(Measurement.EGFR, 25).build());
        ActionValue start = value(decision, new DosingAction.StepUp(Drug.METFORMIN));
        assertThat(start.admissible()).isFalse();
        assertThat(start.q()).isEmpty();
        assertThat(start.maskedBy()).anyMatch(rule -> rule.contains("metformin"));
    }

    @Test
    void a_contraindicated_current_drug_is_stopped_or_switched() {
        Decision decision = decide(aTypicalPatient()
                .with(Measurement.EGFR, 25)
                .taking(Drug.METFORMIN, 2000)
                .build());
        assertThat(value(decision, new DosingAction.Maintain()).admissible()).isFalse();
        assertThat(decision.preferred().orElseThrow().candidate().regimen().takes(Drug.METFORMIN))
                .isFalse();
    }

    @Test
    void a_dose_above_its_renal_limit_can_be_corrected_in_one_action() {
        Decision decision = decide(aTypicalPatient()
                .with(Measurement.EGFR, 25)
                .taking(Drug.SITAGLIPTIN, 100)
                .build());
        ActionValue corrected = value(decision, new DosingAction.StepDown(Drug.SITAGLIPTIN));
        assertThat(corrected.admissible()).isTrue();
        assertThat(corrected.candidate().regimen()).isEqualTo(Regimen.of(Drug.SITAGLIPTIN, 25));
    }

    @Test
    void nothing_is_preferred_in_ketoacidosis() {
        Decision decision =
                decide(aTypicalPatient().having(ConditionConcept.KETOACIDOSIS).build());
        assertThat(decision.preferred()).isEmpty();
        assertThat(codes(decision)).contains("KETOACIDOSIS");
        assertThat(decision.actions())
                .filteredOn(action -> action.candidate().action() instanceof DosingAction.StepUp)
                .isNotEmpty()
                .noneMatch(ActionValue::admissible);
    }

    @Test
    void without_hba1c_and_glucose_it_abstains_and_says_what_to_measure() {
        Decision decision = decide(aTypicalPatient()
                .without(Measurement.HBA1C)
                .without(Measurement.FASTING_GLUCOSE)
                .build());
        assertThat(codes(decision)).contains("HBA1C_AND_GLUCOSE_MISSING");
        assertThat(decision.abstentions())
                .anyMatch(abstention -> abstention.remedy().contains("HbA1c"));
    }

    @Test
    void without_type_2_diabetes_it_abstains() {
        assertThat(codes(decide(aTypicalPatient()
                        .stating(ConditionConcept.TYPE_2_DIABETES, ConditionRecord.Status.REFUTED)
                        .build())))
                .contains("TYPE_2_DIABETES_NOT_STATED");
    }

    @Test
    void an_unknown_dose_leaves_nothing_to_value() {
        Decision decision =
                decide(aTypicalPatient().takingUnknownDoseOf(Drug.GLIMEPIRIDE).build());
        assertThat(decision.actions()).isEmpty();
        assertThat(decision.preferred()).isEmpty();
        assertThat(codes(decision)).contains("CURRENT_DOSE_UNKNOWN");
    }

    @Test
    void an_assumed_dose_is_valued_as_if_it_were_taken_and_never_without_a_reason_to_abstain() {
        Decision assumed = decide(
                aTypicalPatient().takingUnknownDoseOf(Drug.METFORMIN, 500).build());
        Decision taken = decide(aTypicalPatient().taking(Drug.METFORMIN, 500).build());
        assertThat(assumed.actions()).isEqualTo(taken.actions()).isNotEmpty();
        assertThat(codes(assumed)).containsExactly("CURRENT_DOSE_UNKNOWN");
        assertThat(codes(taken)).isEmpty();
    }

    @Test
    void the_hard_rules_hold_under_an_assumed_dose() {
        Decision decision = decide(aTypicalPatient()
                .with(Measurement.EGFR, 25)
                .takingUnknownDoseOf(Drug.METFORMIN, 500)
                .build());
        assertThat(value(decision, new DosingAction.Maintain()).admissible()).isFalse();
        assertThat(value(decision, new DosingAction.StepUp(Drug.METFORMIN)).admissible())
                .isFalse();
    }

    @Test
    void it_abstains_in_the_words_of_the_one_gate() {
        PatientState state = aTypicalPatient()
                .silentOn(ConditionConcept.TYPE_2_DIABETES)
                .takingAlso("acarbose")
                .takingUnknownDoseOf(Drug.METFORMIN, 850)
                .build();
        assertThat(decide(state).abstentions())
                .containsAll(PatientGate.of(state).abstentions());
    }

    @Test
    void a_patient_far_from_training_is_said_to_be_so() {
        Decision decision = decide(aTypicalPatient()
                .aged(97)
                .with(Measurement.HBA1C, 19)
                .with(Measurement.WEIGHT, 260)
                .build());
        assertThat(decision.supportDistance()).isGreaterThan(1);
        assertThat(codes(decision)).contains("OUTSIDE_TRAINING_POPULATION");
    }

    @Test
    void a_record_that_says_nothing_is_answered_with_abstentions_and_no_start() {
        Decision decision = decide(aPatient().build());
        assertThat(codes(decision)).contains("TYPE_2_DIABETES_NOT_STATED", "HBA1C_AND_GLUCOSE_MISSING");
        for (Drug drug : Drug.values()) {
            assertThat(value(decision, new DosingAction.StepUp(drug)).admissible())
                    .as(drug.id())
                    .isFalse();
        }
    }

    @Test
    void a_policy_that_never_met_a_hyper_score_does_not_look_at_one() {
        PatientState state = aTypicalPatient().build();
        assertThat(agent.decide(state, OptionalDouble.of(110))).isEqualTo(decide(state));
    }

    @Test
    void the_logic_engine_and_the_training_shield_mask_alike() {
        CompiledRules shield = CompiledRules.of(RuleBase.shipped());
        var persons = new SyntheticPopulation().drawTreatable(30, 77, ModelVariant.STANDARD, 78);
        DosingEnvironment environment =
                new DosingEnvironment(persons, ModelVariant.STANDARD, shield, Worth.shipped(), 78);
        environment.visits().forEach(visit -> {
            List<Candidate> admitted = decide(visit.state()).actions().stream()
                    .filter(ActionValue::admissible)
                    .map(ActionValue::candidate)
                    .toList();
            assertThat(admitted).containsExactlyInAnyOrderElementsOf(visit.admissible());
        });
    }

    @Test
    void in_ten_thousand_states_the_policy_never_passes_the_mask() throws IOException {
        CompiledRules shield = CompiledRules.of(RuleBase.shipped());
        var persons = new SyntheticPopulation().drawTreatable(400, 31, ModelVariant.ALTERNATIVE, 32);
        PolicyFolder folder = PolicyFolder.read(work);
        int states = 0;
        int masked = 0;
        try (SavedPolicy network = new SavedPolicy(folder)) {
            GreedyQ greedy = new GreedyQ(
                    network, folder.normalisation(), folder.manifest().shape().heads());
            for (int round = 0; states < 10_000; round++) {
                DosingEnvironment environment =
                        new DosingEnvironment(persons, ModelVariant.ALTERNATIVE, shield, Worth.shipped(), 32);
                // Later rounds wander at random, so that the policy is asked about states it would not bring about.
                var driver = round == 0 ? greedy : Baselines.random(round);
                while (!environment.isFinished()) {
                    List<Candidate> chosen = greedy.choose(environment);
                    for (int i = 0; i < chosen.size(); i++) {
                        var visit = environment.visits().get(i);
                        states++;
                        masked += org.hsdpo.clinical.regimen.ActionSpace.SIZE
                                - visit.admissible().size();
                        if (chosen.get(i) == null) {
                            assertThat(visit.hasChoice()).isFalse();
                        } else {
                            assertThat(shield.admissible(visit.state(), visit.regimen(), chosen.get(i)))
                                    .isTrue();
                        }
                    }
                    environment.step(driver.choose(environment), false);
                }
            }
        }
        assertThat(masked).isGreaterThan(states);
    }

    @Test
    void the_shipped_policy_was_trained_by_the_shipped_plan_population_and_reward() {
        assertThat(agent.manifest().plan()).isEqualTo(TrainingPlan.shipped());
        assertThat(agent.manifest().trainedWith())
                .containsEntry("population", SyntheticPopulation.hash())
                .containsEntry("reward", Worth.hash());
    }

    @Test
    void the_shipped_manifest_reports_the_agent_and_every_baseline_on_both_twins() {
        assertThat(agent.manifest().evaluation()).hasSize(10).allSatisfy(figures -> assertThat(figures.persons())
                .isGreaterThanOrEqualTo(500));
        double agentLoses = agent.manifest().evaluation().stream()
                .filter(figures -> figures.policy().equals("agent"))
                .mapToDouble(figures -> figures.utilityLostPerYear())
                .max()
                .orElseThrow();
        double noChangeLoses = agent.manifest().evaluation().stream()
                .filter(figures -> figures.policy().equals("no change"))
                .mapToDouble(figures -> figures.utilityLostPerYear())
                .min()
                .orElseThrow();
        assertThat(agentLoses).isLessThan(noChangeLoses);
    }
}
