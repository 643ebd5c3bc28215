package org.hsdpo.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.hsdpo.cli.demo.ExamplePatient;
import org.hsdpo.text.ClinicalNoteParser;
import org.hsdpo.text.ParsedNote;
import org.openjdk.jmh.annotations.AuxCounters;
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
    private static final int CLINIC_NOTE = 4_800;

    private final ClinicalNoteParser parser = new ClinicalNoteParser();
    private final String note = new String(ExamplePatient.content("text/plain"), StandardCharsets.UTF_8);

    private final String clinicNote = (note + "\n\n").repeat(CLINIC_NOTE / note.length() + 1);

    /** Facts without tokens, as ingestion asks for them: notes a second of one thread. */
    @Benchmark
    public ParsedNote parseFacts() {
        return parser.parse(note, ClinicalNoteParser.Detail.FACTS);
    }

    /** Facts of a clinic note, the example's sections until they have 4,800 characters: notes a second of one thread. */
    @Benchmark
    public ParsedNote parseFactsOfAClinicNote() {
        return parser.parse(clinicNote, ClinicalNoteParser.Detail.FACTS);
    }

    /** Tokens with parts of speech a second of one thread. */
    @Benchmark
    public int parseTokens(Tokens counted) {
        int tokens = parser.parse(clinicNote).sentences().stream()
                .mapToInt(sentence -> sentence.tokens().size())
                .sum();
        counted.tokens += tokens;
        return tokens;
    }

    /** Counts tokens beside notes. */
    @AuxCounters
    @State(Scope.Thread)
    public static class Tokens {
        public long tokens;
    }

    /** Notes a second: the example patient's note, with tokens and parts of speech. */
    @Benchmark
    public ParsedNote parseNotes() {
        return parser.parse(note);
    }
}
