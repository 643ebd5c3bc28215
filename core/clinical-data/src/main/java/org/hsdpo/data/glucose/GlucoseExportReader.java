package org.hsdpo.data.glucose;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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
 *   <li>Tidepool spreadsheets and csv ({@code Tidepool Data Type}, {@code Zulu Time}, {@code Value}, {@code Units});
 *   <li>plain csv with one time and one glucose column, and perhaps one of units.
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
    private static final Set<String> UNIT_HEADERS = Set.of("unit", "units");
    /** Exports in English, German and French. */
    private static final Set<String> LIBREVIEW_TIME =
            Set.of("device timestamp", "gerätezeitstempel", "horodatage de l'appareil");

    private static final List<String> LIBREVIEW_GLUCOSE =
            List.of("historic glucose", "glukosewert-verlauf", "historique de la glycémie");
    private static final Set<String> RECORD_TYPE = Set.of("record type", "aufzeichnungstyp", "type d'enregistrement");
    private static final List<String> CLARITY_TIME =
            List.of("timestamp (yyyy", "zeitstempel (jjjj", "horodatage (aaaa");
    private static final List<String> CLARITY_GLUCOSE =
            List.of("glucose value", "glukosewert (", "valeur du glucose", "valeur de glucose");
    private static final Set<String> EVENT_TYPE =
            Set.of("event type", "ereignistyp", "ereignisart", "type d'événement", "type d’événement");
    private static final Set<String> SENSOR_EVENT = Set.of("egv", "egw");
    private static final Set<String> CALIBRATION_EVENT = Set.of("calibration", "kalibrierung", "étalonnage");
    private static final Set<String> NAME_EVENT = Set.of("firstname", "vorname", "prénom");
    private static final List<String> TRANSMITTER_TIME = List.of("transmitter time", "transmitterzeit");

    private static final int HEADER_WITHIN = 20;
    private static final String ACCEPTED =
            "'Date' with 'CGM (mg / dl)'; Tidepool's 'Tidepool Data Type' with 'Zulu Time', 'Value' and 'Units'; LibreView's 'Device Timestamp' with 'Historic Glucose mg/dL' or 'mmol/L'; Clarity's"
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
        List<Table> tables = TableFile.read(content);
        List<TidepoolTable> tidepool = tables.stream()
                .flatMap(table -> TidepoolTable.in(table, HEADER_WITHIN).stream())
                .toList();
        if (!tidepool.isEmpty()) {
            return TidepoolTable.facts(tidepool, receipt);
        }
        for (Table table : tables) {
            for (int row = 0; row < Math.min(HEADER_WITHIN, table.rows().size()); row++) {
                Optional<Layout> layout = Layout.in(table, row);
                if (layout.isPresent()) {
                    return new Reading(table, layout.get(), receipt, zone).facts();
                }
            }
        }
        throw new InvalidInputException(
                tables.getFirst().name(0),
                "HEADERS_UNKNOWN",
                "the table has no header HSDPO knows in its first rows",
                ACCEPTED);
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
    private record Layout(Kind kind, int header, int time, int glucose, int subject, int unit) {
        enum Kind {
            WARD,
            LIBREVIEW,
            CLARITY,
            PLAIN
        }

        static Optional<Layout> in(Table table, int row) {
            int deviceTime = table.column(row, LIBREVIEW_TIME::contains);
            int historic = table.column(row, startsWithOneOf(LIBREVIEW_GLUCOSE));
            int recordType = table.column(row, RECORD_TYPE::contains);
            if (historic >= 0 && deviceTime < 0 && recordType >= 0) {
                // FreeStyle Libre's desktop program calls the column plainly "Time".
                deviceTime = table.column(row, "time"::equals);
            }
            if (deviceTime >= 0 && historic >= 0) {
                return Optional.of(new Layout(Kind.LIBREVIEW, row, deviceTime, historic, -1, -1));
            }
            int clarityTime = table.column(row, startsWithOneOf(CLARITY_TIME));
            int value = table.column(row, startsWithOneOf(CLARITY_GLUCOSE));
            if (clarityTime >= 0 && value >= 0) {
                return Optional.of(new Layout(Kind.CLARITY, row, clarityTime, value, -1, -1));
            }
            int date = table.column(row, text -> Set.of("date", "日期", "时间").contains(text));
            int sensor = table.column(row, text -> text.equals("cgm") || text.startsWith("cgm "));
            if (date >= 0 && sensor >= 0) {
                return Optional.of(new Layout(Kind.WARD, row, date, sensor, -1, -1));
            }
            int time = table.column(row, TIME_HEADERS::contains);
            int glucose = table.column(
                    row,
                    text -> GLUCOSE_HEADERS.contains(
                                    text.replaceFirst("[ _]*[(\\[].*$", "").strip())
                            || GLUCOSE_HEADERS.contains(text.replaceFirst("[ _]+(?:mg[/_]?dl|mmol[/_]?l)$", "")
                                    .strip()));
            return time >= 0 && glucose >= 0
                    ? Optional.of(new Layout(
                            Kind.PLAIN,
                            row,
                            time,
                            glucose,
                            table.column(row, SUBJECT_HEADERS::contains),
                            table.column(row, UNIT_HEADERS::contains)))
                    : Optional.empty();
        }

        private static Predicate<String> startsWithOneOf(List<String> beginnings) {
            return text -> beginnings.stream().anyMatch(text::startsWith);
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
            oneExport();
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

        /** Exports joined one after the other may be of several patients: their names are not read, so nothing tells. */
        private void oneExport() {
            List<String> header = table.rows().get(layout.header());
            boolean joined = IntStream.range(layout.header() + 1, table.rows().size())
                    .anyMatch(row -> table.rows().get(row).equals(header));
            long names = layout.kind() == Layout.Kind.CLARITY
                    ? IntStream.range(layout.header() + 1, table.rows().size())
                            .filter(row -> NAME_EVENT.contains(event(row)))
                            .count()
                    : 0;
            if (joined || names > 1) {
                throw new InvalidInputException(
                        "content",
                        "SEVERAL_PATIENTS",
                        joined
                                ? "the header occurs twice: several exports were joined"
                                : "the file names several patients",
                        "the export of one patient");
            }
        }

        ClinicalFacts facts() {
            List<GlucosePoint> readings =
                    switch (layout.kind()) {
                        case WARD -> column(layout.glucose(), row -> true, ReadingColumn.Range.LIBRE);
                        case LIBREVIEW -> column(layout.glucose(), this::isHistoric, ReadingColumn.Range.LIBRE);
                        case CLARITY ->
                            column(
                                    layout.glucose(),
                                    row -> SENSOR_EVENT.contains(event(row)),
                                    ReadingColumn.Range.DEXCOM);
                        case PLAIN -> oneSubject();
                    };
            if (layout.kind() == Layout.Kind.WARD) {
                fingerSticks(
                        table.column(layout.header(), text -> text.equals("cbg") || text.startsWith("cbg ")),
                        row -> true);
                treatment();
            } else if (layout.kind() == Layout.Kind.LIBREVIEW) {
                fingerSticks(
                        table.column(
                                layout.header(),
                                text -> text.startsWith("strip glucose") || text.contains("teststreifen")),
                        row -> true);
                insulinWithoutName();
            } else if (layout.kind() == Layout.Kind.CLARITY) {
                fingerSticks(layout.glucose(), row -> CALIBRATION_EVENT.contains(event(row)));
                insulinWithoutName();
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
            MixedUnits.refuse(trace.points());
            trace.points().forEach(facts::add);
            trace.addMetrics(facts, receipt);
            return facts.facts();
        }

        private List<GlucosePoint> column(int column, java.util.function.IntPredicate rows, ReadingColumn.Range range) {
            int counter = layout.kind() == Layout.Kind.CLARITY
                    ? table.column(layout.header(), Layout.startsWithOneOf(TRANSMITTER_TIME))
                    : -1;
            return new ReadingColumn(table, layout.header(), layout.time(), column, layout.unit(), counter, rows)
                    .read(times, range, facts, violations);
        }

        /** LibreView's record type 0 is the sensor's own reading; 1 is a scan, which repeats it. */
        private boolean isHistoric(int row) {
            int type = table.column(layout.header(), RECORD_TYPE::contains);
            return type < 0 || table.cell(row, type).replaceFirst("\\.0$", "").equals("0");
        }

        private String event(int row) {
            int type = table.column(layout.header(), EVENT_TYPE::contains);
            return type < 0 ? "egv" : table.cell(row, type).toLowerCase(Locale.ROOT);
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
            long entries = 0;
            List<String> header = table.rows().get(layout.header());
            for (int column = 0; column < header.size(); column++) {
                if (header.get(column).toLowerCase(Locale.ROOT).contains("insulin")) {
                    int of = column;
                    entries += IntStream.range(layout.header() + 1, table.rows().size())
                            .filter(row -> !table.cell(row, of).isEmpty())
                            .count();
                }
            }
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
