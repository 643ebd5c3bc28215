package org.hsdpo.data.glucose;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Bound;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.measurement.MeasurementDefinition;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.GlucosePoint;

/**
 * One column of glucose values in mg/dL.
 *
 * @param table where it stands
 * @param headerRow row of the headers
 * @param timeColumn column of the time stamps
 * @param valueColumn column of the values
 * @param unitColumn column of each row's own unit, or −1 where the header speaks for all
 * @param counterColumn column of the seconds the transmitter has counted, or −1
 * @param rows which rows belong to it
 */
record ReadingColumn(
        Table table,
        int headerRow,
        int timeColumn,
        int valueColumn,
        int unitColumn,
        int counterColumn,
        IntPredicate rows) {
    /** FreeStyle Libre reads 40–500 mg/dL, Dexcom 40–400 mg/dL (user guides); below and above they say Low and High. */
    record Range(double low, double high) {
        static final Range LIBRE = new Range(40, 500);
        static final Range DEXCOM = new Range(40, 400);
    }

    private static final Set<String> LOW = Set.of("low", "lo", "<40", "<2.2", "低", "niedrig", "bas");
    private static final Set<String> HIGH =
            Set.of("high", "hi", ">400", ">500", ">22.2", ">27.8", "高", "hoch", "élevé", "haut");
    private static final Pattern BOUND = Pattern.compile("([<>]=?|[\u2264\u2265])\\s*(\\d+(?:[.,]\\d+)?)");
    private static final Pattern IN_BRACKETS = Pattern.compile("[(\\[（]([^)\\]）]+)[)\\]）]");
    private static final int MOST_VIOLATIONS = 20;
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    /**
     * The values of the column with their times.
     *
     * @param range of the sensor, for readings that say Low or High
     * @param violations gathers impossible values
     */
    List<GlucosePoint> read(LocalTimes times, Range range, ClinicalFacts.Collector facts, List<Violation> violations) {
        List<Integer> timed = timedRows(facts);
        if (timed.isEmpty()) {
            return List.of();
        }
        Units units = units(facts);
        List<Instant> instants = times.instants(
                timed.stream().map(row -> table.cell(row, timeColumn)).toList(),
                timed.stream().map(this::transmitterSeconds).toList(),
                facts);
        clockChanges(timed, instants, facts);
        MeasurementDefinition glucose = MeasurementCatalogue.shipped().definition(Measurement.GLUCOSE);
        List<GlucosePoint> points = new ArrayList<>();
        int below = 0;
        int above = 0;
        int bounds = 0;
        int errors = 0;
        for (int i = 0; i < timed.size(); i++) {
            int row = timed.get(i);
            Instant time = instants.get(i);
            String text = table.cell(row, valueColumn);
            OptionalDouble number = GlucoseUnit.number(text);
            if (LOW.contains(bare(text))) {
                points.add(new GlucosePoint(time, range.low(), Bound.BELOW));
                below++;
            } else if (HIGH.contains(bare(text))) {
                points.add(new GlucosePoint(time, range.high(), Bound.ABOVE));
                above++;
            } else {
                GlucoseUnit unit = units.of(row);
                if (number.isPresent()) {
                    double value = unit.toMilligramsPerDecilitre(number.getAsDouble());
                    if (glucose.possible().contains(value)) {
                        points.add(new GlucosePoint(time, value));
                    } else if (violations.size() < MOST_VIOLATIONS) {
                        violations.add(impossible(row, text, unit, glucose));
                    }
                } else {
                    Optional<GlucosePoint> bound = bound(text, time, unit, glucose);
                    bound.ifPresent(points::add);
                    bounds += bound.isPresent() ? 1 : 0;
                    errors += bound.isPresent() ? 0 : 1;
                }
            }
        }
        outOfRange(below, "below", range.low(), facts);
        outOfRange(above, "above", range.high(), facts);
        if (bounds > 0) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "column '" + header() + "'",
                    bounds + " readings are given as lower or higher than a number and are counted as the number");
        }
        quarantined(errors, "values are no numbers (sensor errors) and were left out", facts);
        return points;
    }

    /** The rows that hold a value and a time. */
    private List<Integer> timedRows(ClinicalFacts.Collector facts) {
        List<Integer> timed = new ArrayList<>();
        int untimed = 0;
        for (int row = headerRow + 1; row < table.rows().size(); row++) {
            if (!table.cell(row, valueColumn).isEmpty() && rows.test(row)) {
                if (table.cell(row, timeColumn).isEmpty()) {
                    untimed++;
                } else {
                    timed.add(row);
                }
            }
        }
        quarantined(untimed, "values have no time and were left out", facts);
        return timed;
    }

    private OptionalLong transmitterSeconds(int row) {
        String text = table.cell(row, counterColumn);
        return text.matches("\\d{1,12}(?:\\.0)?")
                ? OptionalLong.of((long) Double.parseDouble(text))
                : OptionalLong.empty();
    }

    /** Where the transmitter's counter and the receiver's clock part company, somebody set the clock. */
    private void clockChanges(List<Integer> timed, List<Instant> instants, ClinicalFacts.Collector facts) {
        int changes = 0;
        for (int i = 1; i < timed.size(); i++) {
            OptionalLong before = transmitterSeconds(timed.get(i - 1));
            OptionalLong after = transmitterSeconds(timed.get(i));
            if (before.isPresent() && after.isPresent() && after.getAsLong() > before.getAsLong()) {
                long counted = after.getAsLong() - before.getAsLong();
                long shown =
                        Duration.between(instants.get(i - 1), instants.get(i)).toSeconds();
                changes += Math.abs(shown - counted) > CLOCK_TOLERANCE.toSeconds() ? 1 : 0;
            }
        }
        if (changes > 0) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "sensor times",
                    "the receiver's clock was set " + changes + (changes == 1 ? " time" : " times")
                            + " by more than 10 minutes; times are those it showed");
        }
    }

    /** The unit of each row. */
    private interface Units {
        GlucoseUnit of(int row);
    }

    private Units units(ClinicalFacts.Collector facts) {
        if (unitColumn < 0) {
            GlucoseUnit ofAll = unit(facts);
            return row -> ofAll;
        }
        return row -> GlucoseUnit.named(table.cell(row, unitColumn))
                .orElseThrow(() -> new InvalidInputException(
                        table.name(row) + ", column '" + table.cell(headerRow, unitColumn) + "'",
                        "UNIT_UNKNOWN",
                        "the row does not say whether its value is in mg/dL or in mmol/L",
                        "mg/dL or mmol/L in every row"));
    }

    /** Whether a cell holds a number, a bound, or says that the sensor reads below or above its range. */
    static boolean isReading(String text) {
        return GlucoseUnit.number(text).isPresent()
                || LOW.contains(bare(text))
                || HIGH.contains(bare(text))
                || BOUND.matcher(text.strip()).matches();
    }

    private static String bare(String text) {
        return text.toLowerCase(Locale.ROOT).replace(" ", "");
    }

    /** A reading such as {@code <54} or {@code >= 33.3}, in the unit of the column. */
    private static Optional<GlucosePoint> bound(
            String text, Instant time, GlucoseUnit unit, MeasurementDefinition glucose) {
        Matcher written = BOUND.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        String symbol = written.group(1).replace("\u2264", "<=").replace("\u2265", ">=");
        OptionalDouble number = GlucoseUnit.number(written.group(2));
        return Bound.ofSymbol(symbol)
                .filter(bound -> number.isPresent())
                .map(bound -> new GlucosePoint(time, unit.toMilligramsPerDecilitre(number.getAsDouble()), bound))
                .filter(point -> glucose.possible().contains(point.milligramsPerDecilitre()));
    }

    private Violation impossible(int row, String text, GlucoseUnit unit, MeasurementDefinition glucose) {
        return new Violation(
                table.name(row) + ", column '" + header() + "'",
                "VALUE_IMPOSSIBLE",
                "glucose of " + shortened(text, 20) + " " + unit.ucum() + " is not possible in a living patient",
                glucose.possible().low() + " to " + glucose.possible().high() + " " + glucose.unit());
    }

    private void outOfRange(int count, String side, double limit, ClinicalFacts.Collector facts) {
        if (count > 0) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "column '" + header() + "'",
                    count + " readings " + side + " the sensor's range are counted as " + Math.round(limit) + " mg/dL");
        }
    }

    private void quarantined(int count, String what, ClinicalFacts.Collector facts) {
        if (count > 0) {
            facts.issue(DataIssue.Kind.QUARANTINED, "column '" + header() + "'", count + " " + what);
        }
    }

    private String header() {
        return shortened(table.cell(headerRow, valueColumn), 60);
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    /**
     * The unit the header names. Where it names none, the unit is deduced if the readings can come from a sensor in one
     * unit only, and the deduction is recorded.
     */
    private GlucoseUnit unit(ClinicalFacts.Collector facts) {
        String header = table.cell(headerRow, valueColumn);
        return GlucoseUnit.named(header).orElseGet(() -> {
            List<Double> numbers = new ArrayList<>();
            for (int row = headerRow + 1; row < table.rows().size(); row++) {
                if (rows.test(row)) {
                    GlucoseUnit.number(table.cell(row, valueColumn)).ifPresent(numbers::add);
                }
            }
            boolean namesAnother = IN_BRACKETS.matcher(header).find();
            GlucoseUnit unit = (namesAnother ? Optional.<GlucoseUnit>empty() : GlucoseUnit.deducedFrom(numbers))
                    .orElseThrow(() -> new InvalidInputException(
                            "column '" + header() + "'",
                            "UNIT_UNKNOWN",
                            "the unit of the glucose values is not stated, or not known",
                            "a header that names mg/dL or mmol/L, for example 'glucose (mg/dL)'"));
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    "column '" + header() + "'",
                    "the header names no unit; all values lie where a sensor can only read " + unit.ucum());
            return unit;
        });
    }
}
