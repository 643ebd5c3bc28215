package org.hsdpo.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import org.hsdpo.agent.Decision;
import org.hsdpo.agent.DosingAgent;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.hyperscore.logic.LogicEngine;
import org.hsdpo.hyperscore.logic.RuleBase;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The dosing agent on one thread. */
@State(Scope.Benchmark)
public class AgentBenchmarks {
    private final PatientState patient = ExampleState.assemble();
    private DosingAgent agent;

    @Setup
    public void load() throws IOException {
        Path work = Files.createTempDirectory("hsdpo-policy");
        agent = DosingAgent.shipped(new LogicEngine(RuleBase.shipped()), work);
    }

    @TearDown
    public void unload() {
        agent.close();
    }

    /** Decisions a second. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public Decision decisions() {
        return decide();
    }

    /** One decision: features, mask, Q-values of the ensemble, support. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Decision decide() {
        return agent.decide(patient, OptionalDouble.of(104.2));
    }
}
