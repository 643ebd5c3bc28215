package org.hsdpo.hyperscore.logic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.DosingAction;
import org.hsdpo.clinical.regimen.Regimen;
import org.junit.jupiter.api.Test;

/** No regimen that may be proposed breaks a hard rule, for a hundred thousand patients of whom anything may be known. */
class AdmissibleRegimensTest {
    private static final int GROUPS = 100;
    private static final int PATIENTS_OF_A_GROUP = 1_000;

    private final CompiledRules rules = CompiledRules.of(RuleBase.shipped());
    private final List<Rule> hard =
            RuleBase.shipped().rules().stream().filter(Rule::hard).toList();

    @Test
    void noAdmissibleRegimenBreaksAHardRule() {
        LongAdder admissible = new LongAdder();
        LongAdder barred = new LongAdder();
        List<String> broken = IntStream.range(0, GROUPS)
                .parallel()
                .boxed()
                .flatMap(group -> {
                    RandomGenerator random =
                            RandomGeneratorFactory.of("L64X128MixRandom").create(group);
                    return IntStream.range(0, PATIENTS_OF_A_GROUP)
                            .boxed()
                            .flatMap(i -> broken(RandomPatients.next(random), admissible, barred).stream());
                })
                .toList();
        assertThat(broken).isEmpty();
        assertThat(admissible.sum()).isGreaterThan(GROUPS * PATIENTS_OF_A_GROUP);
        assertThat(barred.sum()).isGreaterThan(GROUPS * PATIENTS_OF_A_GROUP);
    }

    private List<String> broken(PatientState patient, LongAdder admissible, LongAdder barred) {
        PatientFacts facts = PatientFacts.of(patient);
        Regimen current = patient.currentTherapy().regimen();
        double[] before = current.toArray();
        return rules.oneStep(facts, current).stream()
                .filter(candidate -> {
                    boolean proposed = rules.admissible(facts, current, candidate);
                    (proposed ? admissible : barred).increment();
                    return proposed;
                })
                .flatMap(candidate -> hard.stream()
                        .filter(rule -> isBroken(rule, facts, before, candidate))
                        .map(rule -> candidate.action().id() + " breaks " + rule.id()))
                .toList();
    }

    /** By the conditions themselves and not by the tables. Lowering a drug may leave broken what was broken before. */
    private static boolean isBroken(Rule rule, PatientFacts facts, double[] before, Candidate candidate) {
        double[] after = candidate.regimen().toArray();
        if (!rule.appliesTo(after)) {
            return false;
        }
        ProofStatus status = new Kleene(facts, before, after).status(rule);
        boolean lowered =
                candidate.action() instanceof DosingAction.Stop || candidate.action() instanceof DosingAction.StepDown;
        boolean wasBroken =
                rule.appliesTo(before) && new Kleene(facts, before, before).status(rule) == ProofStatus.VIOLATED;
        return status == ProofStatus.VIOLATED && !(lowered && wasBroken)
                || status == ProofStatus.UNDECIDED && rule.isRaised(before, after);
    }
}
