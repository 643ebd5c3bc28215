package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hsdpo.clinical.testing.PatientBuilder.aTypicalPatient;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.patient.ConditionRecord;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Sex;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.clinical.testing.PatientBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shipped rule has a patient who breaks it and one who keeps it. */
class RuleExamplesTest {
    private static final LogicEngine ENGINE = new LogicEngine(RuleBase.shipped());

    private record Example(
            String rule,
            Map<String, Double> from,
            Map<String, Double> to,
            Map<String, Double> keepsTo,
            JsonNode breaks,
            JsonNode keeps) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static Stream<Example> examples() {
        return KnowledgeFile.resource(RuleExamplesTest.class, "rule-examples.yaml")
                .as(new TypeReference<List<Example>>() {})
                .stream();
    }

    @Test
    void everyRuleHasAnExample() {
        assertThat(examples().map(Example::rule))
                .containsExactlyInAnyOrderElementsOf(
                        RuleBase.shipped().rules().stream().map(Rule::id).toList());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isBrokenByThePatientWhoBreaksIt(Example example) {
        Proof proof = proof(example, example.breaks(), example.to());
        assertThat(proof.status()).as(proof.explanation()).isEqualTo(ProofStatus.VIOLATED);
        Candidate candidate = new Candidate(new DosingAction.Maintain(), regimen(example.to()));
        assertThat(ENGINE.judge(patient(example.breaks()), regimen(example.from()), candidate)
                        .proofs())
                .as("a rule that is broken is said")
                .contains(proof);
        assertThat(proof.core()).contains("rule " + example.rule());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isProvenForThePatientWhoKeepsIt(Example example) {
        Proof proof = proof(example, example.keeps(), example.keepsTo() == null ? example.to() : example.keepsTo());
        assertThat(proof.status()).as(proof.explanation()).isEqualTo(ProofStatus.PROVEN);
    }

    private static Proof proof(Example example, JsonNode patient, Map<String, Double> to) {
        Rule rule = RuleBase.shipped().rules().stream()
                .filter(each -> each.id().equals(example.rule()))
                .findFirst()
                .orElseThrow();
        PatientFacts facts = PatientFacts.of(patient(patient));
        try (LogicEngine.PatientLogic logic = ENGINE.forPatient(facts, regimen(example.from()))) {
            return logic.proof(rule, regimen(to).toArray());
        }
    }

    private static Regimen regimen(Map<String, Double> doses) {
        Regimen regimen = Regimen.none();
        if (doses != null) {
            for (Map.Entry<String, Double> dose : doses.entrySet()) {
                regimen = regimen.with(Drug.byId(dose.getKey()).orElseThrow(), dose.getValue());
            }
        }
        return regimen;
    }

    private static PatientState patient(JsonNode changes) {
        PatientBuilder builder = aTypicalPatient();
        if (changes != null) {
            changes.properties().forEach(change -> apply(builder, change.getKey(), change.getValue()));
        }
        return builder.build();
    }

    private static void apply(PatientBuilder builder, String key, JsonNode value) {
        switch (key) {
            case "age" -> builder.aged(value.intValue());
            case "sex" -> builder.of(Sex.valueOf(value.textValue()));
            case "has" -> value.forEach(each -> builder.having(ConditionConcept.valueOf(each.textValue())));
            case "had" ->
                value.forEach(each ->
                        builder.stating(ConditionConcept.valueOf(each.textValue()), ConditionRecord.Status.RESOLVED));
            case "lacks" -> value.forEach(each -> builder.lacking(ConditionConcept.valueOf(each.textValue())));
            case "takes" -> value.forEach(each -> builder.takingAlso(each.textValue()));
            case "allergy" -> value.forEach(each -> builder.allergicTo(each.textValue()));
            case "genotype" ->
                builder.withGenotype(
                        value.get("gene").textValue(),
                        "",
                        value.get("phenotype").textValue());
            default ->
                builder.with(Measurement.valueOf(key.toUpperCase(Locale.ROOT).replace('-', '_')), value.doubleValue());
        }
    }
}
