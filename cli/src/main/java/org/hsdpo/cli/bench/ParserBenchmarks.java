package org.hsdpo.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.text.ClinicalNoteParser;
import org.hsdpo.text.ParsedNote;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Clinical notes on one thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class ParserBenchmarks {
    private final ClinicalNoteParser parser = new ClinicalNoteParser();
    private final String note = new String(ExamplePatient.content("text/plain"), StandardCharsets.UTF_8);

    /** Notes a second: the example patient's note. */
    @Benchmark
    public ParsedNote parseNotes() {
        return parser.parse(note);
    }
}
