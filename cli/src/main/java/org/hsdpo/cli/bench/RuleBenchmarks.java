package org.hsdpo.cli.bench;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.regimen.Candidate;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.hyperscore.logic.LogicEngine;
import org.hsdpo.hyperscore.logic.LogicJudgement;
import org.hsdpo.hyperscore.logic.PatientFacts;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** All rules on the example patient, on one thread, warm. */
@State(Scope.Benchmark)
public class RuleBenchmarks {
    private final LogicEngine logic = new LogicEngine(RuleBase.shipped());
    private final PatientState patient = ExampleState.assemble().withAssumedDoses();
    private final PatientFacts facts = PatientFacts.of(patient);
    private final Regimen current = patient.currentTherapy().regimen();
    private final List<Candidate> candidates = logic.compiled().oneStep(facts, current);
    private int next;

    /** Every rule proven by the solver for one candidate alone, nothing kept from another. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public LogicJudgement proveOneCandidate() {
        next = (next + 1) % candidates.size();
        try (LogicEngine.PatientLogic one = logic.forPatient(facts, current)) {
            return one.judge(candidates.get(next));
        }
    }

    /** The mask of all actions by the tables. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public boolean[] maskAllActions() {
        return logic.compiled().mask(facts, current);
    }
}
