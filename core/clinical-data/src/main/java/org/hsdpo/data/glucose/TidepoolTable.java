package org.hsdpo.data.glucose;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * One sheet of a Tidepool export, or its csv. Every row says its type ({@code cbg} for a sensor, {@code smbg} for a
 * finger-stick), its time in UTC, its value and its unit; rows of other types are passed over.
 */
record TidepoolTable(Table table, int header, int type, int time, int value, int units, int device, int annotations) {
    private static final Set<String> TYPES_OF_GLUCOSE = Set.of("cbg", "smbg");

    static Optional<TidepoolTable> in(Table table, int headerWithin) {
        for (int row = 0; row < Math.min(headerWithin, table.rows().size()); row++) {
            int type = table.column(row, text -> text.equals("tidepool data type") || text.equals("type"));
            int time = table.column(row, text -> text.equals("zulu time") || text.equals("time"));
            int value = table.column(row, "value"::equals);
            int units = table.column(row, "units"::equals);
            if (type >= 0 && time >= 0 && value >= 0 && units >= 0) {
                return Optional.of(new TidepoolTable(
                        table,
                        row,
                        type,
                        time,
                        value,
                        units,
                        table.column(row, text -> text.replace(" ", "").equals("deviceid")),
                        table.column(row, "annotations"::equals)));
            }
        }
        return Optional.empty();
    }

    /** The facts of all sheets of one export. */
    static ClinicalFacts facts(List<TidepoolTable> sheets, Receipt receipt) {
        GlucoseSeries series = new GlucoseSeries();
        ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        sheets.forEach(sheet -> sheet.addTo(series, facts));
        if (series.isEmpty()) {
            throw new InvalidInputException(
                    "column 'Tidepool Data Type'",
                    "NO_FACTS",
                    "the export holds no glucose reading",
                    "rows of type cbg or smbg with their times and values");
        }
        series.addTo(facts, receipt, Provenance.Source.GLUCOSE_SENSOR);
        return facts.facts();
    }

    private void addTo(GlucoseSeries series, ClinicalFacts.Collector facts) {
        int left = 0;
        for (int row = header + 1; row < table.rows().size(); row++) {
            String kind = table.cell(row, type).toLowerCase(Locale.ROOT);
            OptionalDouble number = GlucoseUnit.number(table.cell(row, value));
            if (!TYPES_OF_GLUCOSE.contains(kind)) {
                continue;
            }
            Optional<Instant> at = utc(table.cell(row, time));
            if (number.isEmpty() || at.isEmpty()) {
                left++;
                continue;
            }
            int place = row;
            GlucoseUnit unit = GlucoseUnit.named(table.cell(row, units))
                    .orElseThrow(() -> new InvalidInputException(
                            table.name(place) + ", column 'Units'",
                            "UNIT_UNKNOWN",
                            "the row does not say whether its value is in mg/dL or in mmol/L",
                            "mg/dL or mmol/L in every row"));
            try {
                series.add(
                        kind.equals("cbg") ? GlucoseSeries.Method.SENSOR : GlucoseSeries.Method.FINGER_STICK,
                        table.cell(row, device),
                        at.get(),
                        Quantity.of(number.getAsDouble(), unit.ucum()),
                        TidepoolAnnotation.bound(table.cell(row, annotations)),
                        table.name(row));
            } catch (InvalidInputException e) {
                throw new InvalidInputException(
                        table.name(row) + ", column 'Value'",
                        e.violations().getFirst().code(),
                        e.violations().getFirst().message(),
                        e.violations().getFirst().accepted());
            }
        }
        if (left > 0) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    "column 'Value'",
                    left + " rows have no number or no time (sensor errors) and were left out");
        }
    }

    /** Tidepool's "Zulu Time" is UTC, with or without saying so. */
    private static Optional<Instant> utc(String text) {
        String iso = text.strip().replace(' ', 'T');
        try {
            return Optional.of(
                    iso.endsWith("Z") || iso.matches(".*[+-]\\d\\d:?\\d\\d$")
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
