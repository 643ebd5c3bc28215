package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** For every rule the solver makes up who breaks it, who keeps it and who is spared; engine and table judge them. */
class GeneratedRuleExamplesTest {
    private static final Solver SOLVER = Solver.findingExamples();
    private static final LogicEngine ENGINE = new LogicEngine(RuleBase.shipped());
    private static final RuleTables TABLES = new RuleTables(RuleBase.shipped().rules());

    @AfterAll
    static void close() {
        SOLVER.close();
    }

    static List<Rule> rules() {
        return RuleBase.shipped().rules();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void onePatientBreaksItOneKeepsItOneIsSpared(Rule rule) {
        RuleExamples examples = RuleExamples.of(SOLVER, rule);
        judge(rule, examples.breaks(), ProofStatus.VIOLATED);
        judge(rule, examples.keeps(), ProofStatus.PROVEN);
        if (rule.premise().isPresent()) {
            judge(rule, examples.spared().orElseThrow(), ProofStatus.PROVEN);
        }
    }

    private static void judge(Rule rule, Witness witness, ProofStatus expected) {
        assertThat(TABLES.of(witness.facts()).status(rule, witness.before(), witness.after()))
                .as(witness.inWords())
                .isEqualTo(expected);
        try (LogicEngine.PatientLogic logic = ENGINE.forPatient(witness.facts(), regimen(witness.before()))) {
            Proof proof = logic.proof(rule, witness.after());
            assertThat(proof.status()).as(witness.inWords()).isEqualTo(expected);
        }
    }

    private static Regimen regimen(double[] doses) {
        Regimen regimen = Regimen.none();
        for (Drug drug : Drug.values()) {
            regimen = regimen.with(drug, doses[drug.ordinal()]);
        }
        return regimen;
    }
}
