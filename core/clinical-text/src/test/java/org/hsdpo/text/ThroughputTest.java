package org.hsdpo.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Notes a second of one core, by processor time; a measurement to be asked for, not a test of speed. */
class ThroughputTest {
    private static final int WARM_UP = 400;
    private static final int MEASURED = 400;

    @Test
    void notesPerSecondOfOneCore() {
        Assumptions.assumeTrue(
                Boolean.getBoolean("hsdpo.bench"), "skipped: measured only with -Dhsdpo.test.args=-Dhsdpo.bench=true");
        String note = SharedData.text("notes/medextractr/tune_note1.txt");
        for (ClinicalNoteParser.Detail detail : ClinicalNoteParser.Detail.values()) {
            measure(note, detail);
        }
    }

    private static void measure(String note, ClinicalNoteParser.Detail detail) {
        for (int i = 0; i < WARM_UP; i++) {
            Parsers.PARSER.parse(note, detail);
        }
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[MEASURED];
        int medications = 0;
        for (int i = 0; i < MEASURED; i++) {
            long before = threads.getCurrentThreadCpuTime();
            medications += Parsers.PARSER.parse(note, detail).medications().size();
            nanos[i] = threads.getCurrentThreadCpuTime() - before;
        }
        double mean = Arrays.stream(nanos).average().orElseThrow();
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s, note of %d characters: %.0f notes a second of one core, median %.2f ms, 95th percentile %.2f ms%n",
                detail,
                note.length(),
                1e9 / mean,
                nanos[MEASURED / 2] / 1e6,
                nanos[MEASURED * 95 / 100] / 1e6);
        assertThat(medications).isPositive();
    }
}
