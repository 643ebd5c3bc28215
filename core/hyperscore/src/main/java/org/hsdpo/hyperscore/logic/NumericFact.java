package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.measurement.MeasurementDefinition.Range;

/**
 * A number that rules may speak of: a measurement in its canonical unit, or the age in completed years.
 *
 * @param index position in an array of facts
 * @param id as written in rules, for example {@code egfr}
 * @param label plain English name
 * @param unit UCUM unit
 * @param possible what a living patient can have; all that is known of a missing value
 * @param plausible what is usual
 */
public record NumericFact(int index, String id, String label, String unit, Range possible, Range plausible) {
    private static final List<NumericFact> ALL = new ArrayList<>();
    private static final Map<String, NumericFact> BY_ID = new HashMap<>();

    static {
        for (Measurement measurement : Measurement.values()) {
            MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
            register(new NumericFact(
                    measurement.ordinal(),
                    measurement.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    // Clinicians say eGFR; the catalogue's long name would hide it in a sentence.
                    measurement == Measurement.EGFR ? "eGFR" : definition.label(),
                    definition.unit(),
                    definition.possible(),
                    definition.plausible()));
        }
        register(new NumericFact(ALL.size(), "age", "age", "a", new Range(0, 130), new Range(18, 100)));
    }

    /** Age in completed years. */
    public static final NumericFact AGE = BY_ID.get("age");

    /** Number of numeric facts. */
    static final int COUNT = ALL.size();

    private static void register(NumericFact fact) {
        ALL.add(fact);
        BY_ID.put(fact.id(), fact);
    }

    public static NumericFact of(Measurement measurement) {
        return ALL.get(measurement.ordinal());
    }

    static Optional<NumericFact> byId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }
}
