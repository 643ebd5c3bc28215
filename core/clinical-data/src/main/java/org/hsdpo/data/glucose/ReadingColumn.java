package org.hsdpo.data.glucose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
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
 * @param rows which rows belong to it
 */
record ReadingColumn(Table table, int headerRow, int timeColumn, int valueColumn, IntPredicate rows) {
    /** FreeStyle Libre reads 40–500 mg/dL, Dexcom 40–400 mg/dL (user guides); below and above they say Low and High. */
    record Range(double low, double high) {
        static final Range LIBRE = new Range(40, 500);
        static final Range DEXCOM = new Range(40, 400);
    }

    private static final Set<String> LOW = Set.of("low", "lo", "<40", "<2.2", "低");
    private static final Set<String> HIGH = Set.of("high", "hi", ">400", ">500", ">22.2", ">27.8", "高");
    private static final Pattern BOUND = Pattern.compile("([<>]=?|[\u2264\u2265])\\s*(\\d+(?:[.,]\\d+)?)");
    private static final Pattern IN_BRACKETS = Pattern.compile("[(\\[（]([^)\\]）]+)[)\\]）]");
    private static final int MOST_VIOLATIONS = 20;

    /**
     * The values of the column with their times.
     *
     * @param range of the sensor, for readings that say Low or High
     * @param violations gathers impossible values
     */
    List<GlucosePoint> read(LocalTimes times, Range range, ClinicalFacts.Collector facts, List<Violation> violations) {
        GlucoseUnit unit = unit(facts);
        MeasurementDefinition glucose = MeasurementCatalogue.shipped().definition(Measurement.GLUCOSE);
        List<GlucosePoint> points = new ArrayList<>();
        int below = 0;
        int above = 0;
        int bounds = 0;
        int errors = 0;
        int untimed = 0;
        for (int row = headerRow + 1; row < table.rows().size(); row++) {
            String text = table.cell(row, valueColumn);
            if (text.isEmpty() || !rows.test(row)) {
                continue;
            }
            String stamp = table.cell(row, timeColumn);
            if (stamp.isEmpty()) {
                untimed++;
                continue;
            }
            Instant time = times.instant(stamp);
            OptionalDouble number = GlucoseUnit.number(text);
            if (number.isPresent()) {
                double value = unit.toMilligramsPerDecilitre(number.getAsDouble());
                if (glucose.possible().contains(value)) {
                    points.add(new GlucosePoint(time, value));
                } else if (violations.size() < MOST_VIOLATIONS) {
                    violations.add(impossible(row, text, unit, glucose));
                }
            } else if (LOW.contains(bare(text))) {
                points.add(new GlucosePoint(time, range.low(), Bound.BELOW));
                below++;
            } else if (HIGH.contains(bare(text))) {
                points.add(new GlucosePoint(time, range.high(), Bound.ABOVE));
                above++;
            } else {
                Optional<GlucosePoint> bound = bound(text, time, unit, glucose);
                bound.ifPresent(points::add);
                bounds += bound.isPresent() ? 1 : 0;
                errors += bound.isPresent() ? 0 : 1;
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
        quarantined(untimed, "values have no time and were left out", facts);
        return points;
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
                "glucose of " + text + " " + unit.ucum() + " is not possible in a living patient",
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
        String header = table.cell(headerRow, valueColumn);
        return header.length() <= 60 ? header : header.substring(0, 60) + "…";
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
