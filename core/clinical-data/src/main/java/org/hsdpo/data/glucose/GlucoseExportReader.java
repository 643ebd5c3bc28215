package org.hsdpo.data.glucose;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Observation;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.quantity.Quantity;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.GlucosePoint;
import org.hsdpo.data.Receipt;

/**
 * Reads glucose sensor exports:
 *
 * <ul>
 *   <li>spreadsheets (.xls, .xlsx) or csv with the columns {@code Date} and {@code CGM (mg / dl)}, and where present
 *       finger-stick glucose and treatment columns, as the Shanghai type 2 diabetes data set has them (Zhao et al. 2023,
 *       Scientific Data 10:35);
 *   <li>LibreView csv ({@code Device Timestamp}, {@code Record Type}, {@code Historic Glucose …});
 *   <li>Dexcom Clarity csv ({@code Timestamp (YYYY-MM-DDThh:mm:ss)}, {@code Event Type}, {@code Glucose Value (…)});
 *   <li>plain csv with one time and one glucose column.
 * </ul>
 *
 * A patient's name in a file is never read. Thread-safe.
 */
public final class GlucoseExportReader {
    private static final Set<String> TIME_HEADERS =
            Set.of("time", "timestamp", "datetime", "date", "date time", "date_time", "display time");
    private static final Set<String> GLUCOSE_HEADERS =
            Set.of("gl", "glucose", "glucose value", "sensor glucose", "sgv", "bg");
    private static final Set<String> SUBJECT_HEADERS =
            Set.of("id", "subject", "subject id", "patient", "patient id", "userid");
    private static final int HEADER_WITHIN = 20;
    private static final String ACCEPTED =
            "'Date' with 'CGM (mg / dl)'; LibreView's 'Device Timestamp' with 'Historic Glucose mg/dL' or 'mmol/L'; Clarity's"
                    + " 'Timestamp (YYYY-MM-DDThh:mm:ss)' with 'Glucose Value (mg/dL)' or '(mmol/L)'; or 'time' with 'glucose"
                    + " (mg/dL)', 'glucose (mmol/L)' or 'gl'";

    /**
     * The facts of an export.
     *
     * @param content bytes of the file
     * @param zone time zone of the file's local times; empty: UTC is assumed and the assumption is recorded
     * @throws InvalidInputException where the file is refused; nothing of it may then be used
     */
    public ClinicalFacts read(byte[] content, Receipt receipt, Optional<ZoneId> zone) {
        Table table = TableFile.read(content);
        for (int row = 0; row < Math.min(HEADER_WITHIN, table.rows().size()); row++) {
            Optional<Layout> layout = Layout.in(table, row);
            if (layout.isPresent()) {
                return new Reading(table, layout.get(), receipt, zone).facts();
            }
        }
        throw new InvalidInputException(
                table.name(0), "HEADERS_UNKNOWN", "the table has no header HSDPO knows in its first rows", ACCEPTED);
    }

    /** Reads a small table, so that the first file is not the slow one. */
    public void warmUp() {
        read(
                "time,glucose (mg/dL)\n2026-01-01 00:00,120\n2026-01-01 00:15,121\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8),
                new Receipt("warm-up", java.time.Instant.EPOCH),
                Optional.empty());
    }

    /** Which columns mean what. A column that is not there is −1. */
    private record Layout(Kind kind, int header, int time, int glucose, int subject) {
        enum Kind {
            WARD,
            LIBREVIEW,
            CLARITY,
            PLAIN
        }

        static Optional<Layout> in(Table table, int row) {
            int deviceTime = table.column(row, "device timestamp"::equals);
            int historic = table.column(row, text -> text.startsWith("historic glucose"));
            if (deviceTime >= 0 && historic >= 0) {
                return Optional.of(new Layout(Kind.LIBREVIEW, row, deviceTime, historic, -1));
            }
            int clarityTime = table.column(row, text -> text.startsWith("timestamp (yyyy"));
            int value = table.column(row, text -> text.startsWith("glucose value"));
            if (clarityTime >= 0 && value >= 0) {
                return Optional.of(new Layout(Kind.CLARITY, row, clarityTime, value, -1));
            }
            int date = table.column(row, text -> Set.of("date", "日期", "时间").contains(text));
            int sensor = table.column(row, text -> text.equals("cgm") || text.startsWith("cgm "));
            if (date >= 0 && sensor >= 0) {
                return Optional.of(new Layout(Kind.WARD, row, date, sensor, -1));
            }
            int time = table.column(row, TIME_HEADERS::contains);
            int glucose = table.column(
                    row,
                    text -> GLUCOSE_HEADERS.contains(
                                    text.replaceFirst("[ _]*[(\\[].*$", "").strip())
                            || GLUCOSE_HEADERS.contains(text.replaceFirst("[ _]+(?:mg[/_]?dl|mmol[/_]?l)$", "")
                                    .strip()));
            return time >= 0 && glucose >= 0
                    ? Optional.of(
                            new Layout(Kind.PLAIN, row, time, glucose, table.column(row, SUBJECT_HEADERS::contains)))
                    : Optional.empty();
        }
    }

    /** The state of reading one file. */
    private static final class Reading {
        private final Table table;
        private final Layout layout;
        private final Receipt receipt;
        private final LocalTimes times;
        private final ClinicalFacts.Collector facts = new ClinicalFacts.Collector();
        private final List<Violation> violations = new ArrayList<>();

        Reading(Table table, Layout layout, Receipt receipt, Optional<ZoneId> zone) {
            this.table = table;
            this.layout = layout;
            this.receipt = receipt;
            List<String> stamps = new ArrayList<>();
            for (int row = layout.header() + 1; row < table.rows().size(); row++) {
                String stamp = table.cell(row, layout.time());
                if (!stamp.isEmpty()) {
                    stamps.add(stamp);
                }
            }
            times = LocalTimes.of(
                    stamps, zone.orElse(ZoneOffset.UTC), "column '" + table.cell(layout.header(), layout.time()) + "'");
            if (times.areLocal() && zone.isEmpty()) {
                facts.issue(
                        DataIssue.Kind.ASSUMED,
                        "sensor times",
                        "the file states no time zone; its times are read as UTC");
            }
        }

        ClinicalFacts facts() {
            List<GlucosePoint> readings =
                    switch (layout.kind()) {
                        case WARD -> column(layout.glucose(), row -> true, ReadingColumn.Range.LIBRE);
                        case LIBREVIEW -> column(layout.glucose(), this::isHistoric, ReadingColumn.Range.LIBRE);
                        case CLARITY ->
                            column(layout.glucose(), row -> event(row).equals("egv"), ReadingColumn.Range.DEXCOM);
                        case PLAIN -> oneSubject();
                    };
            if (layout.kind() == Layout.Kind.WARD) {
                fingerSticks(
                        table.column(layout.header(), text -> text.equals("cbg") || text.startsWith("cbg ")),
                        row -> true);
                treatment();
            } else if (layout.kind() == Layout.Kind.LIBREVIEW) {
                fingerSticks(table.column(layout.header(), text -> text.startsWith("strip glucose")), row -> true);
                insulinWithoutName();
            } else if (layout.kind() == Layout.Kind.CLARITY) {
                fingerSticks(layout.glucose(), row -> event(row).equals("calibration"));
            }
            if (!violations.isEmpty()) {
                throw new InvalidInputException(violations);
            }
            if (readings.isEmpty()) {
                throw new InvalidInputException(
                        "column '" + table.cell(layout.header(), layout.glucose()) + "'",
                        "NO_FACTS",
                        "the table holds no sensor reading",
                        "at least one glucose value with its time");
            }
            SensorRecord trace = SensorRecord.of(readings, facts);
            trace.points().forEach(facts::add);
            trace.addMetrics(facts, receipt);
            return facts.facts();
        }

        private List<GlucosePoint> column(int column, java.util.function.IntPredicate rows, ReadingColumn.Range range) {
            return new ReadingColumn(table, layout.header(), layout.time(), column, rows)
                    .read(times, range, facts, violations);
        }

        /** LibreView's record type 0 is the sensor's own reading; 1 is a scan, which repeats it. */
        private boolean isHistoric(int row) {
            int type = table.column(layout.header(), "record type"::equals);
            return type < 0 || table.cell(row, type).equals("0");
        }

        private String event(int row) {
            int type = table.column(layout.header(), "event type"::equals);
            return type < 0 ? "egv" : table.cell(row, type).toLowerCase(java.util.Locale.ROOT);
        }

        private List<GlucosePoint> oneSubject() {
            Set<String> subjects = new HashSet<>();
            for (int row = layout.header() + 1;
                    layout.subject() >= 0 && row < table.rows().size();
                    row++) {
                if (!table.cell(row, layout.glucose()).isEmpty()) {
                    subjects.add(table.cell(row, layout.subject()));
                }
            }
            if (subjects.size() > 1) {
                throw new InvalidInputException(
                        "column '" + table.cell(layout.header(), layout.subject()) + "'",
                        "SEVERAL_PATIENTS",
                        "the table speaks of " + subjects.size() + " patients",
                        "readings of one patient");
            }
            return column(layout.glucose(), row -> true, ReadingColumn.Range.DEXCOM);
        }

        private void fingerSticks(int column, java.util.function.IntPredicate rows) {
            if (column < 0 || !hasReadings(column, rows)) {
                return;
            }
            Provenance provenance =
                    receipt.uncertain(Provenance.Source.GLUCOSE_SENSOR, "finger-stick", "capillary glucose", 1);
            var glucose = MeasurementCatalogue.shipped().definition(Measurement.GLUCOSE);
            for (GlucosePoint point : column(column, rows, ReadingColumn.Range.LIBRE)) {
                facts.add(new Observation(
                        Measurement.GLUCOSE,
                        Quantity.of(point.milligramsPerDecilitre(), "mg/dL"),
                        point.bound(),
                        point.time(),
                        !glucose.isPlausible(point.milligramsPerDecilitre()),
                        provenance));
            }
        }

        private boolean hasReadings(int column, java.util.function.IntPredicate rows) {
            for (int row = layout.header() + 1; row < table.rows().size(); row++) {
                if (rows.test(row) && ReadingColumn.isReading(table.cell(row, column))) {
                    return true;
                }
            }
            return false;
        }

        private void insulinWithoutName() {
            int rapid = table.column(layout.header(), text -> text.startsWith("rapid-acting insulin"));
            int lasting = table.column(layout.header(), text -> text.startsWith("long-acting insulin"));
            long entries = java.util.stream.IntStream.range(
                            layout.header() + 1, table.rows().size())
                    .filter(row -> !table.cell(row, rapid).isEmpty()
                            || !table.cell(row, lasting).isEmpty())
                    .count();
            if (entries > 0) {
                facts.issue(
                        DataIssue.Kind.UNMAPPED,
                        "insulin columns",
                        entries + " insulin entries do not name the insulin and were not taken as treatment");
            }
        }

        private void treatment() {
            int header = layout.header();
            int injected = table.column(header, text -> text.contains("insulin dose") && text.contains("s.c"));
            int infused = table.column(header, text -> text.contains("insulin dose") && text.contains("i.v"));
            int agents = table.column(header, text -> text.startsWith("non-insulin"));
            int bolus = table.column(header, text -> text.startsWith("csii - bolus"));
            int basal = table.column(header, text -> text.startsWith("csii - basal") || text.startsWith("胰岛素泵基础量"));
            TreatmentDiary diary = new TreatmentDiary();
            List<LocalDateTime> stamps = new ArrayList<>();
            for (int row = header + 1; row < table.rows().size(); row++) {
                String stamp = table.cell(row, layout.time());
                if (stamp.isEmpty()) {
                    continue;
                }
                LocalDateTime time = times.local(stamp);
                stamps.add(time);
                var instant = times.instant(stamp);
                text(row, agents).ifPresent(text -> diary.drugs(time, instant, text));
                text(row, injected).ifPresent(text -> diary.insulin(time, instant, text));
                text(row, infused).ifPresent(text -> diary.infusion(time, instant, text));
                for (int pump : new int[] {bolus, basal}) {
                    OptionalDouble units = GlucoseUnit.number(table.cell(row, pump));
                    if (units.isPresent()) {
                        diary.units(time, instant, "insulin human", units.getAsDouble(), "insulin pump");
                    }
                }
            }
            diary.addTo(
                    facts,
                    receipt,
                    stamps.stream().min(Comparator.naturalOrder()).orElseThrow(),
                    stamps.stream().max(Comparator.naturalOrder()).orElseThrow());
        }

        private Optional<String> text(int row, int column) {
            return Optional.of(table.cell(row, column)).filter(text -> !text.isBlank());
        }
    }
}
