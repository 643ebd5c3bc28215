package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.clinical.testing.PatientBuilder.aPatient;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;
import org.hsdpo.clinical.regimen.ActionSpace;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogicEngineTest {
    private static final LogicEngine ENGINE = new LogicEngine(RuleBase.shipped());
    private static final ActionSpace ACTIONS = new ActionSpace(Formulary.shipped());

    private static LogicJudgement judge(PatientState patient, DosingAction action) {
        Regimen current = patient.currentTherapy().regimen();
        Candidate candidate = new Candidate(
                action,
                ACTIONS.apply(current, action, ENGINE.compiled().basis(PatientFacts.of(patient), current))
                        .orElseThrow());
        return ENGINE.judge(patient, current, candidate);
    }

    private static Proof proof(LogicJudgement judgement, String rule) {
        return judgement.proofs().stream()
                .filter(proof -> proof.ruleId().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void neverStartsMetforminBelowAnEgfrOf30AndSaysWhy() {
        LogicJudgement judgement =
                judge(aTypicalPatient().with(Measurement.EGFR, 27).build(), new DosingAction.StepUp(Drug.METFORMIN));

        Proof proof = proof(judgement, "metformin-egfr-below-30");
        assertThat(judgement.admissible()).isFalse();
        assertThat(proof.status()).isEqualTo(ProofStatus.VIOLATED);
        assertThat(proof.explanation()).contains("contraindicated", "eGFR 27 mL/min/{1.73_m2}", "metformin 500 mg/d");
        assertThat(proof.core())
                .containsExactly(
                        "eGFR 27 mL/min/{1.73_m2} (measured 2026-01-08)",
                        "metformin 500 mg/d, not taken before",
                        "rule metformin-egfr-below-30");
        assertThat(judgement.bars()).contains(proof);
    }

    /** A rule is decided where the whole interval decides it alike, on both sides of its threshold. */
    @ParameterizedTest
    @CsvSource({
        "BELOW, 30, VIOLATED",
        "BELOW, 15, VIOLATED",
        "BELOW, 45, UNDECIDED",
        "AT_MOST, 30, UNDECIDED",
        "AT_MOST, 29, VIOLATED",
        "AT_LEAST, 30, PROVEN",
        "ABOVE, 30, PROVEN",
        "ABOVE, 60, PROVEN",
        "ABOVE, 20, UNDECIDED",
    })
    void decidesMetforminBelowAnEgfrOf30ByTheWholeIntervalABoundLeaves(Bound bound, double egfr, ProofStatus expected) {
        LogicJudgement judgement = judge(
                aTypicalPatient().with(Measurement.EGFR, bound, egfr).build(), new DosingAction.StepUp(Drug.METFORMIN));

        assertThat(proof(judgement, "metformin-egfr-below-30").status()).isEqualTo(expected);
    }

    @Test
    void anEgfrReportedAsBelow30IsContraindicationEnoughAndTheProofQuotesIt() {
        PatientState patient = aTypicalPatient()
                .with(Measurement.EGFR, Bound.BELOW, 30)
                .taking(Drug.METFORMIN, 1000)
                .build();
        LogicJudgement judgement = judge(patient, new DosingAction.Maintain());

        assertThat(judgement.admissible()).isFalse();
        assertThat(proof(judgement, "metformin-egfr-below-30").core())
                .contains("eGFR < 30 mL/min/{1.73_m2} (measured 2026-01-08)");
        assertThat(judge(patient, new DosingAction.Stop(Drug.METFORMIN)).admissible())
                .isTrue();
    }

    @Test
    void aBoundThatDecidesNothingIsNamedAsWhatIsKnown() {
        LogicJudgement judgement = judge(
                aTypicalPatient().with(Measurement.EGFR, Bound.BELOW, 60).build(),
                new DosingAction.StepUp(Drug.METFORMIN));

        Proof proof = proof(judgement, "metformin-egfr-below-30");
        assertThat(judgement.admissible()).isFalse();
        assertThat(proof.status()).isEqualTo(ProofStatus.UNDECIDED);
        assertThat(proof.missing()).contains("eGFR known only as < 60 mL/min/{1.73_m2} (measured 2026-01-08)");
    }

    @Test
    void anHba1cAboveWhatTheLaboratoryMeasuresCountsAsVeryHigh() {
        LogicJudgement judgement = judge(
                aTypicalPatient().with(Measurement.HBA1C, Bound.ABOVE, 14).build(),
                new DosingAction.StepUp(Drug.METFORMIN));

        assertThat(proof(judgement, "very-high-hba1c-considers-injectables").status())
                .isEqualTo(ProofStatus.VIOLATED);
    }

    /** CKD-EPI 2021, man of 58, 4 mg/dL: 142·(4/0.9)^−1.2·0.9938^58 = 16.6 mL/min/1.73 m2. */
    @Test
    void aCreatinineAboveANumberIsAnEgfrBelowOne() {
        PatientState patient = aTypicalPatient()
                .without(Measurement.EGFR)
                .with(Measurement.CREATININE, Bound.ABOVE, 4)
                .build();

        Proof proof = proof(judge(patient, new DosingAction.StepUp(Drug.METFORMIN)), "metformin-egfr-below-30");
        assertThat(proof.status()).isEqualTo(ProofStatus.VIOLATED);
        assertThat(proof.explanation()).contains("eGFR < 16.");
    }

    @Test
    void aChangedNumberReplacesTheBound() {
        PatientFacts facts = PatientFacts.of(aTypicalPatient()
                        .with(Measurement.EGFR, Bound.BELOW, 30)
                        .build())
                .with(Measurement.EGFR, java.util.OptionalDouble.of(80));

        assertThat(facts.bound(Measurement.EGFR)).isEqualTo(Bound.EXACT);
        assertThat(facts.value(Measurement.EGFR)).hasValue(80);
    }

    @Test
    void aMissingEgfrBarsStartingMetforminAndIsNamed() {
        PatientState patient = aTypicalPatient()
                .without(Measurement.EGFR)
                .without(Measurement.CREATININE)
                .build();
        LogicJudgement judgement = judge(patient, new DosingAction.StepUp(Drug.METFORMIN));

        Proof proof = proof(judgement, "metformin-egfr-below-30");
        assertThat(judgement.admissible()).isFalse();
        assertThat(proof.status()).isEqualTo(ProofStatus.UNDECIDED);
        assertThat(proof.missing()).contains("eGFR not known", "measure creatinine to compute eGFR");
        assertThat(proof.core()).isEmpty();
    }

    @Test
    void computesEgfrFromCreatinineWhereOnlyThatIsKnown() {
        PatientState patient = aTypicalPatient()
                .without(Measurement.EGFR)
                .with(Measurement.CREATININE, 3.2)
                .build();
        LogicJudgement judgement = judge(patient, new DosingAction.StepUp(Drug.METFORMIN));

        // CKD-EPI 2021, man of 58, 3.2 mg/dL: 142·(3.2/0.9)^−1.2·0.9938^58 = 21.6 mL/min/1.73 m2.
        assertThat(proof(judgement, "metformin-egfr-below-30").explanation()).contains("eGFR 21.6", "CKD-EPI 2021");
    }

    @Test
    void aMissingEgfrDoesNotBarMaintainingOrLoweringACurrentDrug() {
        PatientState patient = aTypicalPatient()
                .without(Measurement.EGFR)
                .without(Measurement.CREATININE)
                .taking(Drug.METFORMIN, 1000)
                .build();

        assertThat(judge(patient, new DosingAction.Maintain()).admissible()).isTrue();
        assertThat(judge(patient, new DosingAction.StepDown(Drug.METFORMIN)).admissible())
                .isTrue();
        assertThat(judge(patient, new DosingAction.StepUp(Drug.METFORMIN)).admissible())
                .isFalse();
    }

    @Test
    void aContraindicatedCurrentDrugMayAlwaysBeStopped() {
        PatientState patient = aTypicalPatient()
                .with(Measurement.EGFR, 24)
                .having(ConditionConcept.HEART_FAILURE)
                .taking(Drug.METFORMIN, 2000)
                .taking(Drug.PIOGLITAZONE, 30)
                .build();

        assertThat(judge(patient, new DosingAction.Maintain()).admissible()).isFalse();
        assertThat(judge(patient, new DosingAction.StepDown(Drug.METFORMIN)).admissible())
                .isFalse();
        // The other contraindicated drug is still there, and still each of the two may be stopped.
        assertThat(judge(patient, new DosingAction.Stop(Drug.METFORMIN)).admissible())
                .isTrue();
        assertThat(judge(patient, new DosingAction.Stop(Drug.PIOGLITAZONE)).admissible())
                .isTrue();
        assertThat(judge(patient, new DosingAction.StepUp(Drug.SITAGLIPTIN)).admissible())
                .isFalse();
    }

    @Test
    void safetySwitchesLeadAwayFromTheContraindicatedDrugToOnesThatMayBeStarted() {
        PatientState patient = aTypicalPatient()
                .with(Measurement.EGFR, 24)
                .taking(Drug.METFORMIN, 2000)
                .build();

        List<Candidate> switches = ENGINE.compiled()
                .safetySwitches(
                        PatientFacts.of(patient), patient.currentTherapy().regimen());

        assertThat(switches)
                .extracting(candidate -> candidate.action().id())
                .contains("switch:metformin>sitagliptin")
                .allMatch(id -> id.startsWith("switch:metformin>"));
    }

    @Test
    void anUnknownFamilyHistoryBarsStartingAGlp1AgonistAndNamesTheQuestion() {
        PatientState patient = aTypicalPatient()
                .silentOn(ConditionConcept.FAMILY_HISTORY_MEDULLARY_THYROID_CARCINOMA)
                .build();
        LogicJudgement judgement = judge(patient, new DosingAction.StepUp(Drug.SEMAGLUTIDE));

        assertThat(judgement.admissible()).isFalse();
        assertThat(proof(judgement, "glp1-thyroid-c-cell-family").missing())
                .contains("ask about family history of medullary thyroid carcinoma");
    }

    @Test
    void aRecordWithoutAProblemListLeavesComorbiditiesUndecided() {
        PatientState patient = aPatient().aged(50).with(Measurement.EGFR, 90).build();
        LogicJudgement judgement = judge(patient, new DosingAction.StepUp(Drug.PIOGLITAZONE));

        assertThat(proof(judgement, "pioglitazone-heart-failure").status()).isEqualTo(ProofStatus.UNDECIDED);
        assertThat(judgement.admissible()).isFalse();
    }

    @Test
    void scoreIsTheWeightedPassRate() {
        LogicJudgement judgement =
                judge(aTypicalPatient().with(Measurement.EGFR, 27).build(), new DosingAction.StepUp(Drug.METFORMIN));
        double all = judgement.proofs().stream().mapToDouble(Proof::weight).sum();
        double passed = judgement.proofs().stream()
                .mapToDouble(proof -> switch (proof.status()) {
                    case PROVEN -> proof.weight();
                    case UNDECIDED -> proof.weight() / 2;
                    case VIOLATED -> 0;
                })
                .sum();

        assertThat(judgement.score()).isEqualTo(passed / all);
        assertThat(judgement.score()).isBetween(0.0, 1.0);
    }

    @Test
    void theNearestAdmissibleRegimenLowersADoseRatherThanStopTheDrug() {
        PatientState patient = aTypicalPatient()
                .with(Measurement.EGFR, 38)
                .taking(Drug.METFORMIN, 2000)
                .taking(Drug.SITAGLIPTIN, 100)
                .build();

        Optional<Regimen> nearest = ENGINE.compiled()
                .nearestAdmissible(
                        PatientFacts.of(patient), patient.currentTherapy().regimen());

        assertThat(nearest).contains(Regimen.of(Drug.METFORMIN, 1000).with(Drug.SITAGLIPTIN, 50));
    }

    private static List<String> admissible(PatientState patient) {
        PatientFacts facts = PatientFacts.of(patient);
        Regimen current = patient.currentTherapy().regimen();
        return Stream.concat(
                        ENGINE.compiled().oneStep(facts, current).stream(),
                        ENGINE.compiled().switches(facts, current).stream())
                .filter(candidate -> ENGINE.judge(patient, current, candidate).admissible())
                .map(candidate -> candidate.action().id() + " -> " + candidate.regimen())
                .toList();
    }

    @Test
    void aDoseAboveItsRenalLimitIsCorrectedInOneStepToTheHighestWithinIt() {
        assertThat(admissible(aTypicalPatient()
                        .with(Measurement.EGFR, 25)
                        .taking(Drug.SITAGLIPTIN, 100)
                        .build()))
                .contains("down:sitagliptin -> sitagliptin 25 mg/d")
                .noneMatch(action -> action.startsWith("maintain"));
        assertThat(admissible(aTypicalPatient()
                        .with(Measurement.EGFR, 38)
                        .taking(Drug.METFORMIN, 2000)
                        .build()))
                .contains("down:metformin -> metformin 1000 mg/d");
    }

    @Test
    void ofTwoDosesAboveTheirLimitsEachMayBeCorrectedWhileTheOtherStillStands() {
        assertThat(admissible(aTypicalPatient()
                        .with(Measurement.EGFR, 38)
                        .taking(Drug.METFORMIN, 2000)
                        .taking(Drug.SITAGLIPTIN, 100)
                        .build()))
                .contains(
                        "down:metformin -> metformin 1000 mg/d + sitagliptin 100 mg/d",
                        "down:sitagliptin -> metformin 2000 mg/d + sitagliptin 50 mg/d");
    }

    @Test
    void aForbiddenDrugHasNoCorrectedDose() {
        PatientState patient = aTypicalPatient()
                .with(Measurement.EGFR, 24)
                .taking(Drug.METFORMIN, 2000)
                .build();
        assertThat(ENGINE.compiled()
                        .basis(
                                PatientFacts.of(patient),
                                patient.currentTherapy().regimen())
                        .corrections())
                .isEmpty();
        assertThat(admissible(patient)).noneMatch(action -> action.startsWith("down:metformin"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {12, 20, 29, 30, 44, 45, 60, 95})
    void noStartingDoseOfTheFormularyBreaksADoseLimit(double egfr) {
        PatientState patient = aTypicalPatient().with(Measurement.EGFR, egfr).build();
        PatientFacts facts = PatientFacts.of(patient);
        for (Candidate candidate : ENGINE.compiled().oneStep(facts, Regimen.none())) {
            assertThat(ENGINE.judge(patient, Regimen.none(), candidate).proofs())
                    .as(candidate.regimen().toString())
                    .noneMatch(proof -> proof.hard()
                            && proof.severity() == Severity.DOSE_LIMIT
                            && proof.status() == ProofStatus.VIOLATED);
        }
    }

    @Test
    void afterSevereHypoglycaemiaOfTheLastYearNeitherSulfonylureaNorInsulinIsRaised() {
        PatientBuilder patient = aTypicalPatient()
                .with(Measurement.HBA1C, 5.4)
                .silentOn(ConditionConcept.SEVERE_HYPOGLYCAEMIA)
                .taking(Drug.GLIMEPIRIDE, 4);
        assertThat(admissible(
                        patient.having(ConditionConcept.SEVERE_HYPOGLYCAEMIA).build()))
                .noneMatch(action -> action.startsWith("up:glimepiride") || action.startsWith("up:insulin"))
                .contains("down:glimepiride -> glimepiride 2 mg/d");
    }

    @Test
    void hypoglycaemiaThatNobodyRecordedBarsNothingAndIsAskedFor() {
        PatientState patient = aTypicalPatient()
                .silentOn(ConditionConcept.SEVERE_HYPOGLYCAEMIA)
                .taking(Drug.GLIMEPIRIDE, 1)
                .build();
        LogicJudgement judgement = judge(patient, new DosingAction.StepUp(Drug.GLIMEPIRIDE));
        assertThat(judgement.admissible()).isTrue();
        assertThat(proof(judgement, "glimepiride-severe-hypoglycaemia").missing())
                .contains("ask about severe hypoglycaemia in the last year");
    }

    @Test
    void severeHypoglycaemiaCountsForAYear() {
        Instant now = aTypicalPatient().build().asOf();
        assertThat(severeHypoglycaemia(Optional.of(now.minus(Duration.ofDays(364)))))
                .isEqualTo(Truth.TRUE);
        assertThat(severeHypoglycaemia(Optional.of(now.minus(Duration.ofDays(366)))))
                .isEqualTo(Truth.UNKNOWN);
        assertThat(severeHypoglycaemia(Optional.empty())).isEqualTo(Truth.TRUE);
    }

    private static Truth severeHypoglycaemia(Optional<Instant> onset) {
        PatientState patient = aTypicalPatient()
                .silentOn(ConditionConcept.SEVERE_HYPOGLYCAEMIA)
                .build();
        List<ConditionRecord> conditions = new ArrayList<>(patient.conditions());
        conditions.add(new ConditionRecord(
                ConditionConcept.SEVERE_HYPOGLYCAEMIA,
                ConditionRecord.Status.RESOLVED,
                onset,
                conditions.getFirst().provenance()));
        return PatientFacts.of(new PatientState(
                        patient.patientId(),
                        patient.asOf(),
                        patient.sex(),
                        patient.birthDate(),
                        patient.observations(),
                        conditions,
                        patient.problemLists(),
                        patient.medications(),
                        patient.allergies(),
                        patient.genotypes(),
                        patient.issues()))
                .severeHypoglycaemia();
    }

    @Test
    void withoutRenalFunctionSitagliptinIsNotStartedInARenalDose() {
        assertThat(admissible(aTypicalPatient()
                        .without(Measurement.EGFR)
                        .without(Measurement.CREATININE)
                        .build()))
                .noneMatch(action -> action.startsWith("up:sitagliptin"));
    }

    @Test
    void engineIsThreadSafe() {
        PatientState patient = aTypicalPatient().with(Measurement.EGFR, 27).build();
        LogicJudgement expected = judge(patient, new DosingAction.StepUp(Drug.METFORMIN));

        List<LogicJudgement> judgements = java.util.stream.IntStream.range(0, 32)
                .parallel()
                .mapToObj(i -> judge(patient, new DosingAction.StepUp(Drug.METFORMIN)))
                .toList();

        assertThat(judgements).allMatch(expected::equals);
    }
}
