package org.hsdpo.clinical.trend;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.PatientState;
import org.hsdpo.clinical.patient.Truth;

/**
 * Whether the record holds what one decision rests on, and how old that is; what each decision rests on is data in
 * {@code decisions.yaml}.
 *
 * @param decision for example {@code METFORMIN_DOSE}
 * @param label in words
 * @param needs one for each datum
 */
public record Sufficiency(String decision, String label, List<Need> needs) {
    /** How a datum stands. */
    public enum Standing {
        /** There, and recent enough. */
        CURRENT,
        /** There, as a bound only. */
        BOUND,
        /** There, and too old. */
        STALE,
        /** Not there. */
        MISSING
    }

    /**
     * One datum.
     *
     * @param datum in words
     * @param standing how it stands
     * @param ageDays days since it was measured; empty where it is missing, or no measurement
     * @param withinDays how old it may be; empty where it does not age
     * @param source citation for the need
     */
    public record Need(String datum, Standing standing, OptionalInt ageDays, OptionalInt withinDays, String source) {}

    /** What one decision needs, as the file says it: measurements of which one is enough, or a condition to be known. */
    record Wanted(List<Measurement> anyOf, ConditionConcept condition, Integer withinDays, String source) {
        Wanted {
            Objects.requireNonNull(source, "source");
            if ((anyOf == null) == (condition == null)) {
                throw new IllegalArgumentException("a need is either measurements or a condition");
            }
        }
    }

    record Decision(String decision, String label, List<Wanted> needs) {}

    record File(int version, List<Decision> decisions) {}

    private static final File SHIPPED =
            KnowledgeFile.resource(Sufficiency.class, "decisions.yaml").as(File.class);

    public Sufficiency {
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(label, "label");
        needs = List.copyOf(needs);
    }

    /** Whether everything is there and current; a bound is for whoever decides to judge, and does not suffice by itself. */
    public boolean suffices() {
        return needs.stream().allMatch(need -> need.standing() == Standing.CURRENT);
    }

    /** Every decision of the file for a patient. */
    public static List<Sufficiency> of(PatientState state) {
        return SHIPPED.decisions().stream()
                .map(decision -> new Sufficiency(
                        decision.decision(),
                        decision.label(),
                        decision.needs().stream()
                                .map(wanted -> need(wanted, state))
                                .toList()))
                .toList();
    }

    private static Need need(Wanted wanted, PatientState state) {
        if (wanted.condition() != null) {
            return new Need(
                    ConditionCatalogue.shipped().definition(wanted.condition()).label(),
                    state.has(wanted.condition()) == Truth.UNKNOWN ? Standing.MISSING : Standing.CURRENT,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    wanted.source());
        }
        List<Need> candidates = new ArrayList<>();
        for (Measurement measurement : wanted.anyOf()) {
            candidates.add(measured(measurement, wanted, state));
        }
        // Standings are declared from the best to the worst.
        Need best =
                candidates.stream().min(Comparator.comparing(Need::standing)).orElseThrow();
        String datum = best.standing() == Standing.MISSING
                ? candidates.stream()
                        .map(Need::datum)
                        .reduce((a, b) -> a + " or " + b)
                        .orElseThrow()
                : best.datum();
        return new Need(datum, best.standing(), best.ageDays(), best.withinDays(), best.source());
    }

    private static Need measured(Measurement measurement, Wanted wanted, PatientState state) {
        var definition = MeasurementCatalogue.shipped().definition(measurement);
        OptionalInt within = Optional.ofNullable(wanted.withinDays())
                .or(() -> Optional.ofNullable(definition.currentForDays()))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        Optional<Observation> latest = state.latest(measurement);
        OptionalInt age = latest.map(value -> OptionalInt.of(
                        (int) Duration.between(value.time(), state.asOf()).toDays()))
                .orElse(OptionalInt.empty());
        Standing standing = latest.isEmpty()
                ? Standing.MISSING
                : within.isPresent() && age.getAsInt() > within.getAsInt()
                        ? Standing.STALE
                        : latest.get().bound().isExact() ? Standing.CURRENT : Standing.BOUND;
        return new Need(definition.label(), standing, age, within, wanted.source());
    }
}
