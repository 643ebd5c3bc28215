package org.hsdpo.data.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.GlucosePoint;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.state.PatientStateAssembler;

/**
 * What every reader of records promises, whatever comes in: it refuses with reasons, or it gives facts that the database can
 * hold and a patient state can be made of.
 */
public final class ReaderPromise {
    /** How long each fuzz test looks for further inputs where it is run as one. */
    public static final String DURATION = "3m";

    /** Seconds after which a reader hangs. A reading takes milliseconds; instrumentation and a busy machine multiply that. */
    public static final long HANGS = 30;

    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Receipt RECEIPT = new Receipt("record", NOW);
    /** What PostgreSQL's {@code timestamptz} holds is wider. */
    private static final Instant EARLIEST = Instant.parse("-4000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+200000-01-01T00:00:00Z");

    private static final PatientStateAssembler ASSEMBLER = new PatientStateAssembler();

    private ReaderPromise() {}

    /** Reads, and holds the outcome to the promise. */
    public static void kept(Function<Receipt, ClinicalFacts> reader) {
        ClinicalFacts facts;
        try {
            facts = reader.apply(RECEIPT);
        } catch (InvalidInputException refused) {
            assertThat(refused.violations()).isNotEmpty().allSatisfy(ReaderPromise::isReason);
            return;
        }
        assertThat(facts.toString()).as("text that PostgreSQL cannot hold").doesNotContain("\0");
        assertThat(facts.observations())
                .allSatisfy(value -> assertThat(value.value().value()).isFinite())
                .allSatisfy(value -> isStorable(value.time()));
        assertThat(facts.medications()).allSatisfy(drug -> {
            drug.start().ifPresent(ReaderPromise::isStorable);
            drug.end().ifPresent(ReaderPromise::isStorable);
        });
        assertThat(facts.conditions()).allSatisfy(condition -> condition.onset().ifPresent(ReaderPromise::isStorable));
        assertThat(facts.supplies()).allSatisfy(supply -> isStorable(supply.from()));
        isTrace(facts.glucose());
        ASSEMBLER.assemble("patient", NOW, List.of(facts, facts));
    }

    private static void isReason(Violation reason) {
        assertThat(reason.code()).matches("[A-Z][A-Z0-9_]*");
        assertThat(reason.field()).hasSizeLessThan(1_000);
        assertThat(reason.message()).isNotBlank().hasSizeLessThan(1_000);
    }

    private static void isStorable(Instant time) {
        assertThat(time).isBetween(EARLIEST, LATEST);
    }

    private static void isTrace(List<GlucosePoint> points) {
        for (int i = 0; i < points.size(); i++) {
            assertThat(points.get(i).milligramsPerDecilitre()).isFinite().isPositive();
            isStorable(points.get(i).time());
            assertThat(i == 0 || points.get(i - 1).time().isBefore(points.get(i).time()))
                    .as("rising times")
                    .isTrue();
        }
    }
}
