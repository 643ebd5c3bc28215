package org.hsdpo.data.glucose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * What devices of daily life measured: glucose as a series, weight, height, pressure and pulse as single values. An entry
 * that cannot be read is left out by itself and counted, because a collection of years is not to be lost for one of them.
 */
final class DeviceMeasurements {
    /** How devices and their programs write units, in UCUM. */
    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("lb", "[lb_av]"),
            Map.entry("st", "[stone_av]"),
            Map.entry("mmHg", "mm[Hg]"),
            Map.entry("count/min", "/min"),
            Map.entry("beats/min", "/min"),
            Map.entry("ft", "[ft_i]"),
            Map.entry("in", "[in_i]"),
            Map.entry("mmol/l", "mmol/L"),
            Map.entry("mg/dl", "mg/dL"));

    private static final int MOST = 1_000_000;

    private final GlucoseSeries glucose = new GlucoseSeries();
    private final Map<Measurement, List<Observation>> single = new EnumMap<>(Measurement.class);
    private final Map<Measurement, Set<String>> seen = new EnumMap<>(Measurement.class);
    private final Map<String, Integer> left = new TreeMap<>();
    private final Receipt receipt;
    private int entries;
    private int repeated;

    DeviceMeasurements(Receipt receipt) {
        this.receipt = receipt;
    }

    /** A glucose reading; one that cannot be read is counted. */
    void glucose(
            GlucoseSeries.Method method,
            String device,
            Instant time,
            double value,
            String unit,
            Bound bound,
            String entry) {
        count();
        try {
            glucose.add(method, device, time, Quantity.of(value, ucum(unit)), bound, entry);
        } catch (InvalidInputException e) {
            leave(MeasurementCatalogue.shipped().definition(Measurement.GLUCOSE).label(), e);
        }
    }

    /** A single measurement; the same value at the same time counts once, one that cannot be read is counted. */
    void single(Measurement measurement, Instant time, double value, String unit, String entry) {
        count();
        MeasurementDefinition definition = MeasurementCatalogue.shipped().definition(measurement);
        try {
            Quantity canonical = definition.normalise(Quantity.of(value, ucum(unit)));
            if (!seen.computeIfAbsent(measurement, ignored -> new HashSet<>()).add(time + " " + canonical.value())) {
                repeated++;
                return;
            }
            Provenance provenance = receipt.coded(Provenance.Source.PERSONAL_DEVICE, entry);
            single.computeIfAbsent(measurement, ignored -> new ArrayList<>())
                    .add(new Observation(
                            measurement,
                            canonical,
                            time,
                            !definition.isPlausible(canonical.value()),
                            canonical.unit().equals(ucum(unit))
                                    ? provenance
                                    : provenance.transformed("converted from " + value + " " + ucum(unit))));
        } catch (InvalidInputException e) {
            leave(definition.label(), e);
        }
    }

    /** An entry that was not taken, and why, in words. */
    void leave(String why) {
        left.merge(why, 1, Integer::sum);
    }

    private void leave(String label, InvalidInputException e) {
        leave(label + " entries "
                + switch (e.violations().getFirst().code()) {
                    case "VALUE_IMPOSSIBLE" -> "with a value that no living patient has";
                    default -> "in a unit that is not known";
                });
    }

    private void count() {
        if (++entries > MOST) {
            throw new InvalidInputException(
                    "content", "TABLE_TOO_LONG", "there are more than " + MOST + " readings", "at most " + MOST);
        }
    }

    /** HealthKit writes the molar mass into the unit: {@code mmol<180.1558800000541>/L}. */
    private static String ucum(String unit) {
        String plain = unit.strip().replaceFirst("^mmol<180\\.15\\d*>/L$", "mmol/L");
        return UNITS.getOrDefault(plain, plain);
    }

    /**
     * All of it.
     *
     * @param accepted what a file with something to read would hold
     * @throws InvalidInputException where nothing was read, or units of glucose are mixed
     */
    ClinicalFacts facts(String accepted) {
        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        if (!glucose.isEmpty()) {
            glucose.addTo(facts, receipt, Provenance.Source.PERSONAL_DEVICE);
        }
        single.values().forEach(observations -> observations.forEach(facts::add));
        left.forEach((why, number) ->
                facts.issue(DataIssue.Kind.QUARANTINED, "entries", number + " entries were left out: " + why));
        if (repeated > 0) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED, "entries", repeated + " repeated entries of one time were left out");
        }
        ClinicalFacts read = facts.facts();
        if (read.isEmpty()) {
            throw new InvalidInputException(
                    "content",
                    "NO_FACTS",
                    "the file holds nothing HSDPO reads"
                            + (left.isEmpty() ? "" : "; " + entriesLeft() + " entries could not be taken"),
                    accepted);
        }
        return read;
    }

    private int entriesLeft() {
        return left.values().stream().mapToInt(Integer::intValue).sum();
    }
}
