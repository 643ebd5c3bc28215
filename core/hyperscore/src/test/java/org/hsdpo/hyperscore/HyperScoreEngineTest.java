package org.hsdpo.hyperscore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.MedicationRecord;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.hsdpo.hyperscore.EvaluationEvent.CandidateResult;
import org.hsdpo.hyperscore.EvaluationEvent.Plan;
import org.hsdpo.hyperscore.EvaluationEvent.Summary;
import org.hsdpo.hyperscore.calibration.Calibration;
import org.hsdpo.hyperscore.logic.Proof;
import org.hsdpo.hyperscore.logic.ProofStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HyperScoreEngineTest {
    private static final EvaluationOptions OPTIONS = new EvaluationOptions(200, 42);
    private static ExecutorService pool;
    private static HyperScoreEngine engine;

    @BeforeAll
    static void start() {
        pool = Executors.newFixedThreadPool(2);
        engine = HyperScoreEngine.shipped(pool);
    }

    @AfterAll
    static void stop() {
        pool.shutdownNow();
    }

    private static PatientBuilder aPatientOnMetformin() {
        return aTypicalPatient().taking(Drug.METFORMIN, 1000);
    }

    private record Evaluation(Plan plan, List<CandidateResult> candidates, Summary summary) {
        CandidateResult candidate(String action) {
            return candidates.stream()
                    .filter(each -> each.candidate().action().id().equals(action))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(action + " was not evaluated"));
        }

        List<String> abstentions() {
            return plan.abstentions().stream().map(Abstention::code).toList();
        }
    }

    private static Evaluation evaluate(PatientState state) {
        List<EvaluationEvent> events = events(engine, state);
        return new Evaluation(
                (Plan) events.getFirst(),
                events.stream()
                        .filter(CandidateResult.class::isInstance)
                        .map(CandidateResult.class::cast)
                        .toList(),
                (Summary) events.getLast());
    }

    private static List<EvaluationEvent> events(HyperScoreEngine engine, PatientState state) {
        List<EvaluationEvent> events = new ArrayList<>();
        engine.evaluate(state, OPTIONS, events::add);
        List<String> plan = ((Plan) events.getFirst()).admissible();
        events.sort(Comparator.comparingInt(event -> switch (event) {
            case Plan first -> -1;
            case CandidateResult each -> plan.indexOf(each.candidate().action().id());
            case Summary last -> plan.size();
        }));
        return events;
    }

    /** Engines of which one is stopped. */
    private record StoppedRoom(Engine stopped) implements EngineRoom {
        @Override
        public <T> T work(Engine engine, Supplier<T> work) {
            if (engine == stopped) {
                throw new EngineStopped("did not finish within 10 s");
            }
            return work.get();
        }
    }

    private static List<EvaluationEvent> eventsWithout(Engine stopped) {
        return events(
                HyperScoreEngine.shipped(pool, new StoppedRoom(stopped)),
                aPatientOnMetformin().build());
    }

    @ParameterizedTest
    @EnumSource(names = {"NOVELTY", "IMPACT", "REPRODUCIBILITY"})
    void aStoppedEngineIsNamedAndTheOthersGoOn(Engine stopped) {
        List<EvaluationEvent> events = eventsWithout(stopped);

        assertThat(events).hasSizeGreaterThan(2);
        assertThat(events.subList(1, events.size() - 1)).allSatisfy(event -> {
            CandidateResult result = (CandidateResult) event;
            assertThat(result.hyperScore()).isEmpty();
            assertThat(result.probability()).isEmpty();
            assertThat(result.engines())
                    .containsKeys(Engine.LOGIC, Engine.SANDBOX)
                    .doesNotContainKey(stopped);
            assertThat(result.forecast()).isPresent();
            assertThat(result.failures())
                    .containsExactly(new EvaluationEvent.EngineFailure(stopped, "did not finish within 10 s"));
        });
    }

    @Test
    void withoutTheRulesNothingIsProposed() {
        List<EvaluationEvent> events = eventsWithout(Engine.LOGIC);

        assertThat(events).hasSize(2);
        Plan plan = (Plan) events.getFirst();
        assertThat(plan.admissible()).isEmpty();
        assertThat(plan.abstentions())
                .extracting(Abstention::code, Abstention::reason)
                .containsExactly(tuple(
                        "RULES_NOT_PROVEN",
                        "The rules could not be put to the patient (did not finish within 10 s), so no regimen may be"
                                + " proposed."));
    }

    @Test
    void withoutTwinsThereAreOnlyProofs() {
        List<EvaluationEvent> events = eventsWithout(Engine.SANDBOX);

        assertThat(events).hasSize(2);
        assertThat(((Plan) events.getFirst()).abstentions())
                .extracting(Abstention::code)
                .containsExactly("TWINS_FAILED");
    }

    @Test
    void anEgfrReportedAsBelow30RulesOutMetforminAsAValueWould() {
        Evaluation evaluation = evaluate(
                aPatientOnMetformin().with(Measurement.EGFR, Bound.BELOW, 30).build());

        assertThat(evaluation.candidates())
                .isNotEmpty()
                .noneMatch(each -> each.candidate().regimen().takes(Drug.METFORMIN));
        assertThat(evaluation.plan().inadmissible())
                .extracting(each -> each.candidate().action().id())
                .contains("maintain", "up:metformin");
    }

    @Test
    void whatAnHba1cKnownAsABoundAsksForIsSaidWithTheBound() {
        assertThat(evaluate(aPatientOnMetformin()
                                .with(Measurement.HBA1C, Bound.ABOVE, 14)
                                .build())
                        .summary()
                        .argumentation())
                .anyMatch(sentence -> sentence.contains("HbA1c > 14.0 % against a goal of 7.0 %"));
        assertThat(evaluate(aPatientOnMetformin()
                                .with(Measurement.HBA1C, Bound.BELOW, 8)
                                .build())
                        .summary()
                        .argumentation())
                .noneMatch(sentence -> sentence.contains("asks for"));
    }

    @Test
    void everyAdmissibleCandidateGetsAllEngines() {
        Evaluation evaluation = evaluate(aPatientOnMetformin().build());

        assertThat(evaluation.abstentions()).isEmpty();
        assertThat(evaluation.candidates())
                .extracting(each -> each.candidate().action().id())
                .containsExactlyElementsOf(evaluation.plan().admissible())
                .contains("maintain", "up:metformin", "up:empagliflozin", "up:semaglutide", "stop:metformin");
        assertThat(evaluation.candidates()).allSatisfy(each -> {
            assertThat(each.failures()).isEmpty();
            assertThat(each.engines()).containsOnlyKeys(Engine.values());
            assertThat(each.hyperScore().orElseThrow()).isBetween(100.0, 200.0);
            assertThat(each.probability().orElseThrow()).isBetween(0.0, 1.0);
            assertThat(each.forecast()).isPresent();
            assertThat(each.titration()).isNotEmpty();
            assertThat(each.monitoring()).isNotEmpty();
        });
        assertThat(evaluation.summary().currentHyperScore())
                .isEqualTo(evaluation.candidate("maintain").hyperScore());
    }

    @Test
    void treatingIsWorthMoreThanStopping() {
        Evaluation evaluation = evaluate(aPatientOnMetformin().build());
        assertThat(evaluation.candidate("up:empagliflozin").hyperScore().orElseThrow())
                .isGreaterThan(
                        evaluation.candidate("stop:metformin").hyperScore().orElseThrow());
        assertThat(evaluation
                        .candidate("stop:metformin")
                        .engines()
                        .get(Engine.IMPACT)
                        .score())
                .as("stopping the only drug is the reference itself")
                .isZero();
    }

    private static double score(Evaluation evaluation, String action) {
        return evaluation.candidate(action).hyperScore().orElseThrow();
    }

    private static double probability(Evaluation evaluation, String action) {
        return evaluation.candidate(action).probability().orElseThrow();
    }

    @Test
    void aboveTheGoalIntensifyingComesBeforeMaintainingAndMaintainingBeforeStopping() {
        Evaluation evaluation = evaluate(aPatientOnMetformin()
                .with(Measurement.HBA1C, 8.6)
                .with(Measurement.FASTING_GLUCOSE, 184)
                .build());
        assertThat(List.of("up:metformin", "up:empagliflozin", "up:sitagliptin", "up:semaglutide"))
                .allSatisfy(action ->
                        assertThat(score(evaluation, action)).as(action).isGreaterThan(score(evaluation, "maintain")));
        assertThat(score(evaluation, "maintain")).isGreaterThan(score(evaluation, "down:metformin"));
        assertThat(score(evaluation, "down:metformin")).isGreaterThan(score(evaluation, "stop:metformin"));
        assertThat(probability(evaluation, "stop:metformin")).isLessThan(0.1);
        assertThat(evaluation.candidate("stop:metformin").proofs())
                .filteredOn(proof -> proof.status() == ProofStatus.VIOLATED)
                .extracting(Proof::ruleId)
                .contains(
                        "simulated-hba1c-not-worse",
                        "simulated-hba1c-within-2-of-goal",
                        "simulated-success-10-percent");
    }

    @Test
    void aProbabilityThatContradictsTheForecastBesideItSaysSo() {
        for (double hba1c : new double[] {6.6, 7.4, 8.6}) {
            Evaluation evaluation = evaluate(aPatientOnMetformin()
                    .with(Measurement.HBA1C, hba1c)
                    .with(Measurement.FASTING_GLUCOSE, 184 - 30 * (8.6 - hba1c))
                    .build());
            assertThat(evaluation.candidates()).allSatisfy(each -> {
                double simulated = each.forecast().orElseThrow().probabilities().get("SIMULATED_SUCCESS");
                boolean contradicts = Math.abs(each.probability().orElseThrow() - simulated) > 0.25;
                assertThat(each.critique().stream().anyMatch(line -> line.contains("do not agree")))
                        .isEqualTo(contradicts);
            });
        }
    }

    @Test
    void contributionsAddUpToTheDifferenceFromTheMeanRegimen() {
        Calibration calibration = Calibration.shipped();
        double mean = calibration.formula().score(calibration.weights().combine(calibration.mean()));
        assertThat(evaluate(aPatientOnMetformin().build()).candidates())
                .allSatisfy(each -> assertThat(each.contributions().stream()
                                .mapToDouble(EvaluationEvent.Contribution::points)
                                .sum())
                        .isCloseTo(each.hyperScore().orElseThrow() - mean, within(1e-9)));
    }

    @Test
    void sameStateAndSeedGiveTheSameEventsWhateverThePool() {
        PatientState patient = aPatientOnMetformin().build();
        try (ExecutorService single = Executors.newSingleThreadExecutor()) {
            assertThat(events(HyperScoreEngine.shipped(single), patient)).isEqualTo(events(engine, patient));
        }
    }

    @Test
    void theOrderOfFactsInTheRecordDoesNotMatter() {
        PatientState patient = aPatientOnMetformin()
                .taking(Drug.SITAGLIPTIN, 50)
                .having(ConditionConcept.HYPERTENSION)
                .build();
        List<org.hsdpo.clinical.patient.Observation> observations = new ArrayList<>(patient.observations());
        List<org.hsdpo.clinical.patient.ConditionRecord> conditions = new ArrayList<>(patient.conditions());
        List<org.hsdpo.clinical.patient.MedicationRecord> medications = new ArrayList<>(patient.medications());
        Collections.reverse(observations);
        Collections.reverse(conditions);
        Collections.reverse(medications);
        PatientState reversed = new PatientState(
                patient.patientId(),
                patient.asOf(),
                patient.sex(),
                patient.birthDate(),
                observations,
                conditions,
                patient.problemLists(),
                medications,
                patient.allergies(),
                patient.genotypes(),
                patient.issues());
        assertThat(events(engine, reversed)).isEqualTo(events(engine, patient));
    }

    @Test
    void belowAnEgfrOf30MetforminIsNeverOfferedAndTheProofSaysWhy() {
        Evaluation evaluation =
                evaluate(aTypicalPatient().with(Measurement.EGFR, 27).build());
        assertThat(evaluation.plan().admissible()).isNotEmpty().noneMatch(id -> id.contains("metformin"));
        assertThat(evaluation.plan().inadmissible())
                .filteredOn(each -> each.candidate().action().id().equals("up:metformin"))
                .singleElement()
                .satisfies(each -> assertThat(each.proofs())
                        .filteredOn(proof -> proof.ruleId().equals("metformin-egfr-below-30"))
                        .singleElement()
                        .satisfies(proof -> {
                            assertThat(proof.status()).isEqualTo(ProofStatus.VIOLATED);
                            assertThat(proof.explanation()).contains("contraindicated", "eGFR 27");
                        }));
    }

    @Test
    void aMissingEgfrBarsMetforminAndIsNamedAsWorthKnowing() {
        Evaluation evaluation = evaluate(aTypicalPatient()
                .without(Measurement.EGFR)
                .without(Measurement.CREATININE)
                .build());
        assertThat(evaluation.plan().admissible()).noneMatch(id -> id.equals("up:metformin"));
        assertThat(evaluation.summary().missing())
                .anySatisfy(missing -> assertThat(missing.datum()).contains("eGFR"));
    }

    @Test
    void aHistoryNarrowsForecastsAndIsToldWithWhatItLeavesOpen() {
        Evaluation fromHistory = evaluate(aPatientWithAHistory().build());
        Evaluation fromNewest =
                evaluate(aPatientWithAHistory().with(Measurement.HBA1C, 8.2).build());

        for (String action : List.of("maintain", "up:metformin", "up:empagliflozin", "stop:metformin")) {
            assertThat(width(fromHistory.candidate(action)))
                    .as(action)
                    .isLessThan(0.95 * width(fromNewest.candidate(action)));
        }
        assertThat(fromHistory.summary().critique().getFirst())
                .startsWith("The twin was personalised from ")
                .contains("HbA1c 6", "with no dose change", "response to metformin ");
        assertThat(fromNewest.summary().critique().getFirst())
                .isEqualTo(
                        "The twin was personalised from current values only, without the history: there is no earlier"
                                + " HbA1c, sensor mean or fasting glucose.");
    }

    @Test
    void anEvaluationFromAHistoryDoesNotHangOnTheNumberOfThreads() {
        PatientState state = aPatientWithAHistory().build();
        try (ExecutorService one = Executors.newFixedThreadPool(1)) {
            assertThat(events(HyperScoreEngine.shipped(one), state)).isEqualTo(events(engine, state));
        }
    }

    @Test
    void whatIsNotEvaluatedHasNoTwinToSpeakOf() {
        Evaluation evaluation = evaluate(
                aPatientWithAHistory().having(ConditionConcept.TYPE_1_DIABETES).build());
        assertThat(evaluation.summary().critique()).noneMatch(line -> line.contains("The twin was personalised"));
    }

    /** HbA1c 7.8 to 8.1 % four months apart on metformin 1000 mg/d, 8.2 % now. */
    private static PatientBuilder aPatientWithAHistory() {
        PatientBuilder patient = aTypicalPatient()
                .withMedication(
                        Drug.METFORMIN,
                        OptionalDouble.of(1000),
                        MedicationRecord.Status.ACTIVE,
                        Optional.of(Duration.ofDays(2000)),
                        Optional.empty());
        double[] earlier = {7.8, 7.9, 8.0, 7.9, 8.1};
        for (int i = 0; i < earlier.length; i++) {
            patient.withAt(Measurement.HBA1C, earlier[i], Duration.ofDays(700 - 130L * i));
        }
        return patient;
    }

    private static double width(CandidateResult result) {
        return result.forecast().orElseThrow().hba1c().p95()
                - result.forecast().orElseThrow().hba1c().p5();
    }

    @Test
    void aContraindicatedCurrentDrugOpensSafetySwitches() {
        Evaluation evaluation = evaluate(aTypicalPatient()
                .with(Measurement.EGFR, 24)
                .taking(Drug.METFORMIN, 1000)
                .build());
        assertThat(evaluation.plan().admissible())
                .contains("stop:metformin", "switch:metformin>sitagliptin")
                .doesNotContain("maintain");
        assertThat(evaluation.summary().currentHyperScore()).isEmpty();
        assertThat(evaluation.summary().critique())
                .anyMatch(line -> line.contains("Contraindicated as taken now: metformin"));
    }

    @Test
    void frailPatientsHaveALenientGoal() {
        Summary summary = evaluate(
                        aTypicalPatient().having(ConditionConcept.FRAILTY).build())
                .summary();
        assertThat(summary.goal().hba1c()).isEqualTo(8.0);
        assertThat(summary.goal().reason()).contains("frailty");
    }

    @Test
    void abstainsWithoutTypeTwoDiabetes() {
        assertAbstains(
                aTypicalPatient().silentOn(ConditionConcept.TYPE_2_DIABETES).build(), "TYPE_2_DIABETES_NOT_STATED");
    }

    @Test
    void abstainsWithoutGlycaemia() {
        assertAbstains(
                aTypicalPatient()
                        .without(Measurement.HBA1C)
                        .without(Measurement.FASTING_GLUCOSE)
                        .build(),
                "HBA1C_AND_GLUCOSE_MISSING");
    }

    @Test
    void abstainsOnAStaleHba1cAlone() {
        assertAbstains(
                aTypicalPatient()
                        .without(Measurement.HBA1C)
                        .without(Measurement.FASTING_GLUCOSE)
                        .withAt(Measurement.HBA1C, 8.4, Duration.ofDays(400))
                        .build(),
                "HBA1C_STALE");
    }

    @Test
    void abstainsOnAnUnknownCurrentDoseAndNamesTheDrug() {
        Evaluation evaluation = assertAbstains(
                aTypicalPatient().takingUnknownDoseOf(Drug.GLIMEPIRIDE).build(), "CURRENT_DOSE_UNKNOWN");
        assertThat(evaluation.plan().abstentions())
                .anySatisfy(reason -> assertThat(reason.remedy()).contains("glimepiride"));
    }

    @Test
    void evaluatesAStatedAssumptionAsIfItWereTakenAndSaysSo() {
        Evaluation assumed = evaluate(aPatientOnMetformin(patient -> patient.takingUnknownDoseOf(Drug.METFORMIN, 500)));
        Evaluation taken = evaluate(aPatientOnMetformin(patient -> patient.taking(Drug.METFORMIN, 500)));
        assertThat(assumed.candidates()).isEqualTo(taken.candidates()).isNotEmpty();
        assertThat(assumed.abstentions()).containsExactly("CURRENT_DOSE_UNKNOWN");
        assertThat(assumed.plan().abstentions().getFirst().reason())
                .contains("evaluated as if metformin 500 mg/d were taken", "confirm the dose taken");
        assertThat(assumed.plan().current().regimen().takes(Drug.METFORMIN)).isFalse();
        assertThat(assumed.plan().current().toString()).contains("dose not recorded", "as if metformin 500 mg/d");
        assertThat(assumed.summary().missing().getFirst().datum()).isEqualTo("current dose of metformin");
        assertThat(taken.abstentions()).isEmpty();
    }

    private static PatientState aPatientOnMetformin(java.util.function.UnaryOperator<PatientBuilder> therapy) {
        return therapy.apply(aTypicalPatient()).build();
    }

    @Test
    void theHardRulesHoldUnderAnAssumedDose() {
        Evaluation evaluation = evaluate(aTypicalPatient()
                .with(Measurement.EGFR, 27)
                .takingUnknownDoseOf(Drug.METFORMIN, 500)
                .build());
        assertThat(evaluation.plan().admissible())
                .contains("stop:metformin")
                .doesNotContain("maintain", "up:metformin");
        assertThat(evaluation.abstentions()).contains("CURRENT_DOSE_UNKNOWN");
    }

    @Test
    void whereAnotherReasonBarsTheEvaluationNoAssumptionIsSaidToBeMade() {
        Evaluation evaluation = assertAbstains(
                aTypicalPatient()
                        .aged(17)
                        .takingUnknownDoseOf(Drug.METFORMIN, 500)
                        .build(),
                "UNDER_AGE");
        assertThat(evaluation.abstentions()).contains("CURRENT_DOSE_UNKNOWN");
        assertThat(evaluation.plan().current()).hasToString("metformin, dose not recorded");
        assertThat(evaluation.plan().abstentions())
                .noneMatch(abstention -> abstention.reason().contains("as if"));
        assertThat(evaluation.summary().missing().getFirst().why()).contains("nothing can be evaluated");
    }

    @Test
    void assumesNoNeighbouringStep() {
        Evaluation evaluation = assertAbstains(
                aTypicalPatient().takingUnknownDoseOf(Drug.METFORMIN, 850).build(), "CURRENT_DOSE_UNKNOWN");
        assertThat(evaluation.plan().abstentions().getFirst().reason())
                .contains("nothing is evaluated, as one unit of metformin, 850 mg");
    }

    @Test
    void abstainsWhereADrugIsTakenThatIsNotSimulatedAndEvaluatesAllTheSame() {
        Evaluation evaluation = evaluate(
                aTypicalPatient().takingAlso("acarbose").takingAlso("exenatide").build());
        assertThat(evaluation.abstentions()).containsExactly("OTHER_GLUCOSE_LOWERING_DRUG");
        assertThat(evaluation.plan().abstentions().getFirst().reason()).contains("acarbose, exenatide");
        assertThat(evaluation.candidates()).isNotEmpty();
    }

    @Test
    void abstainsInTypeOneDiabetesPregnancyAndChildhood() {
        assertAbstains(
                aTypicalPatient().having(ConditionConcept.TYPE_1_DIABETES).build(), "TYPE_1_DIABETES");
        assertAbstains(aTypicalPatient().having(ConditionConcept.PREGNANCY).build(), "PREGNANCY");
        assertAbstains(aTypicalPatient().aged(17).build(), "UNDER_AGE");
    }

    @Test
    void activeKetoacidosisOrAcidosisIsAnEmergencyAndNoDoseIsProposed() {
        Evaluation ketoacidosis = assertAbstains(
                aTypicalPatient().having(ConditionConcept.KETOACIDOSIS).build(), "KETOACIDOSIS");
        assertThat(ketoacidosis.plan().abstentions().getFirst().reason()).contains("Urgent", "emergency");
        assertAbstains(
                aTypicalPatient().having(ConditionConcept.METABOLIC_ACIDOSIS).build(), "METABOLIC_ACIDOSIS");
        assertThat(PatientGate.of(aTypicalPatient()
                                .stating(ConditionConcept.KETOACIDOSIS, ConditionRecord.Status.RESOLVED)
                                .build())
                        .evaluable())
                .isTrue();
    }

    @Test
    void withoutRenalFunctionItEvaluatesButRecommendsTheLaboratoryFirst() {
        Evaluation evaluation = evaluate(aTypicalPatient()
                .without(Measurement.EGFR)
                .without(Measurement.CREATININE)
                .build());
        assertThat(evaluation.abstentions()).containsExactly("RENAL_FUNCTION_UNKNOWN");
        assertThat(evaluation.plan().abstentions().getFirst().remedy()).isEqualTo("measure creatinine");
        assertThat(evaluation.plan().admissible())
                .isNotEmpty()
                .doesNotContain("up:sitagliptin", "up:metformin", "up:empagliflozin");
    }

    @Test
    void aDoseAboveItsRenalLimitIsCorrectedAndSaidToBe() {
        Evaluation evaluation = evaluate(aTypicalPatient()
                .with(Measurement.EGFR, 38)
                .without(Measurement.CREATININE)
                .taking(Drug.METFORMIN, 2000)
                .build());
        CandidateResult corrected = evaluation.candidate("down:metformin");
        assertThat(corrected.candidate().regimen()).isEqualTo(Regimen.of(Drug.METFORMIN, 1000));
        assertThat(corrected.titration())
                .first()
                .asString()
                .isEqualTo("Change metformin from 2000 mg/d to 1000 mg/d, 500 mg twice daily with meals.");
        assertThat(corrected.titration()).anyMatch(line -> line.startsWith("This corrects the dose"));
    }

    @Test
    void startingAndRaisingReadAsTheLabelSays() {
        Evaluation evaluation =
                evaluate(aTypicalPatient().taking(Drug.METFORMIN, 2000).build());
        assertThat(evaluation.candidate("up:metformin").titration())
                .contains("Change metformin from 2000 mg/d to 2550 mg/d, 850 mg three times daily with meals.")
                .noneMatch(line -> line.contains("no more than 500 mg"));
        assertThat(evaluation.candidate("up:sitagliptin").titration())
                .contains("Start sitagliptin at 100 mg/d, once daily.")
                .noneMatch(line -> line.contains("the next step is"));
        assertThat(evaluation
                        .candidate("up:insulin-glargine")
                        .candidate()
                        .regimen()
                        .dose(Drug.INSULIN_GLARGINE))
                .isEqualTo(10);
    }

    @Test
    void aDrugBegunForToleranceIsForecastWithTheDoseThatFollowsByTheLabel() {
        Evaluation evaluation = evaluate(aPatientOnMetformin()
                .with(Measurement.HBA1C, 8.6)
                .with(Measurement.FASTING_GLUCOSE, 184)
                .build());
        CandidateResult semaglutide = evaluation.candidate("up:semaglutide");
        assertThat(semaglutide.candidate().regimen().dose(Drug.SEMAGLUTIDE)).isEqualTo(0.25);
        assertThat(semaglutide.titration())
                .contains(
                        "Start semaglutide at 0.25 mg/wk, once weekly injection.",
                        "After 4 weeks, if tolerated, 0.5 mg/wk, once weekly injection; the forecast goes on with this dose.",
                        "Not before 4 weeks on 0.5 mg/wk, if tolerated and the goal is not reached, the next step is 1 mg/wk, once weekly injection.");
        assertThat(semaglutide.engines().get(Engine.SANDBOX).explanation())
                .contains("semaglutide 0.5 mg/wk from week 4");
        assertThat(evaluation.candidate("up:liraglutide").titration())
                .anyMatch(line -> line.startsWith("After 1 week, if tolerated, 1.2 mg/d"));

        Evaluation already = evaluate(aPatientOnMetformin()
                .with(Measurement.HBA1C, 8.6)
                .with(Measurement.FASTING_GLUCOSE, 184)
                .taking(Drug.SEMAGLUTIDE, 0.25)
                .build());
        assertThat(already.candidate("maintain").engines().get(Engine.SANDBOX).explanation())
                .as("who takes the dose already is not raised by maintaining it")
                .doesNotContain("from week");
    }

    private static Evaluation assertAbstains(PatientState state, String code) {
        Evaluation evaluation = evaluate(state);
        assertThat(evaluation.abstentions()).contains(code);
        assertThat(evaluation.candidates()).isEmpty();
        assertThat(evaluation.plan().abstentions())
                .allSatisfy(reason -> assertThat(reason.reason()).isNotBlank());
        return evaluation;
    }

    @Test
    void aStaleHba1cWithCurrentGlucoseIsEvaluatedAndSaidToBeWeak() {
        Evaluation evaluation = evaluate(aTypicalPatient()
                .without(Measurement.HBA1C)
                .withAt(Measurement.HBA1C, 8.4, Duration.ofDays(400))
                .build());
        assertThat(evaluation.abstentions()).contains("HBA1C_STALE");
        assertThat(evaluation.candidates()).isNotEmpty();
    }

    @Test
    void whatTheTwinHadToSampleIsOrderedByWhatItIsWorthToKnow() {
        List<EvaluationEvent.MissingDatum> missing = evaluate(aPatientOnMetformin()
                        .without(Measurement.FASTING_GLUCOSE)
                        .without(Measurement.LDL_CHOLESTEROL)
                        .build())
                .summary()
                .missing();

        assertThat(missing)
                .filteredOn(each -> each.datum().equals("fastingGlucose"))
                .singleElement()
                .satisfies(each -> assertThat(each.why())
                        .startsWith("sampled from a reference population in the forecast; knowing it would "));
        // Cholesterol tells nothing of success.
        assertThat(missing)
                .filteredOn(each -> each.datum().equals("ldl"))
                .singleElement()
                .satisfies(each -> assertThat(each.why()).endsWith("would hardly change which regimen is best"));
        List<String> data =
                missing.stream().map(EvaluationEvent.MissingDatum::datum).toList();
        assertThat(data.indexOf("fastingGlucose")).isLessThan(data.indexOf("ldl"));
    }

    @Test
    void cancellingEndsTheEvaluation() {
        List<EvaluationEvent> events = new ArrayList<>();
        assertThatThrownBy(() ->
                        engine.evaluate(aPatientOnMetformin().build(), OPTIONS, events::add, () -> !events.isEmpty()))
                .isInstanceOf(CancellationException.class);
        assertThat(events).hasSize(1);
    }

    @Test
    void severeHypoglycaemiaUnderInsulinResolvesTheConflictForDeIntensification() {
        Summary summary = evaluate(aTypicalPatient()
                        .having(ConditionConcept.SEVERE_HYPOGLYCAEMIA)
                        .with(Measurement.HBA1C, 8.6)
                        .with(Measurement.FASTING_GLUCOSE, 160)
                        .taking(Drug.INSULIN_GLARGINE, 24)
                        .build())
                .summary();
        assertThat(summary.argumentation())
                .anyMatch(line ->
                        line.startsWith("de-intensify") && line.endsWith("stands)") && !line.contains("not stand"))
                .anyMatch(line -> line.startsWith("raise insulin") && line.contains("does not stand"));
    }
}
