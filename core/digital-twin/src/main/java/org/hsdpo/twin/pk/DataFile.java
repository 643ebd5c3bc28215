package org.hsdpo.twin.pk;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;

/**
 * A table in the layout of NONMEM: one record a line, people one after the other, a header of column names (upper or
 * lower case). ID, TIME, EVID, AMT and CMT are required; RATE, SS, II, ADDL, DV, MDV, CENS and LLOQ have their usual
 * meanings, and stand for 0 where the column is absent; CENS 1 means below LLOQ or, without that column, below DV. Every
 * other column is a covariate. A single dot or an empty cell is a missing value.
 */
public final class DataFile {
    private static final List<String> REQUIRED = List.of("ID", "TIME", "EVID", "AMT", "CMT");
    private static final Set<String> RESERVED =
            Set.of("ID", "TIME", "EVID", "AMT", "CMT", "RATE", "SS", "II", "ADDL", "DV", "MDV", "CENS", "LLOQ");
    private static final int MOST_VIOLATIONS = 20;

    private final String name;
    private final List<String> columns;
    private final List<Integer> covariateColumns;
    private final List<Violation> violations = new ArrayList<>();
    private final List<Subject> subjects = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private DataFile(String name, List<String> columns) {
        this.name = name;
        this.columns = columns;
        this.covariateColumns = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (!RESERVED.contains(columns.get(i))) {
                covariateColumns.add(i);
            }
        }
    }

    /**
     * Reads a file, which may be compressed with gzip (name ends in {@code .gz}).
     *
     * @return the people in the order of the file
     * @throws InvalidInputException naming file, line and column of what is refused
     * @throws UncheckedIOException where the file cannot be read
     */
    public static List<Subject> read(Path file) {
        String name = file.getFileName().toString();
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
                InputStream plain = name.endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
                Reader reader = new InputStreamReader(plain, StandardCharsets.UTF_8)) {
            return read(name, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a table.
     *
     * @param name the name messages give it
     */
    public static List<Subject> read(String name, Reader reader) {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = format.parse(reader)) {
            DataFile file = null;
            List<CSVRecord> person = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            for (CSVRecord row : parser) {
                int line = (int) parser.getCurrentLineNumber();
                if (file == null) {
                    file = new DataFile(name, header(name, row));
                    continue;
                }
                if (row.size() != file.columns.size()) {
                    throw new InvalidInputException(
                            name + " line " + line,
                            "CELL_COUNT",
                            "the line has " + row.size() + " cells",
                            file.columns.size() + " cells, one for each column");
                }
                if (!person.isEmpty() && !file.id(row).equals(file.id(person.getFirst()))) {
                    file.finish(person, lines);
                }
                person.add(row);
                lines.add(line);
            }
            if (file == null || (person.isEmpty() && file.subjects.isEmpty())) {
                throw new InvalidInputException(
                        name, "INPUT_EMPTY", "the table has no record", "a header and at least one record");
            }
            file.finish(person, lines);
            if (!file.violations.isEmpty()) {
                throw new InvalidInputException(file.violations);
            }
            return List.copyOf(file.subjects);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException(
                    name, "CSV_INVALID", "the table cannot be read as csv", "comma-separated UTF-8 text");
        }
    }

    private static List<String> header(String name, CSVRecord row) {
        List<String> columns = row.stream()
                // Spreadsheets put a byte order mark before the first name.
                .map(cell -> cell.replace("\uFEFF", "").toUpperCase(Locale.ROOT))
                .toList();
        List<Violation> violations = new ArrayList<>();
        for (String required : REQUIRED) {
            if (!columns.contains(required)) {
                violations.add(new Violation(
                        name + " line 1: " + required,
                        "COLUMN_MISSING",
                        "column " + required + " is missing",
                        "a header with " + String.join(", ", REQUIRED)));
            }
        }
        Set<String> unique = new HashSet<>();
        for (String column : columns) {
            if (!unique.add(column)) {
                violations.add(new Violation(
                        name + " line 1: " + column,
                        "COLUMN_REPEATED",
                        "column " + column + " occurs twice",
                        "each column once"));
            }
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
        return columns;
    }

    private String id(CSVRecord row) {
        return row.get(columns.indexOf("ID"));
    }

    private void finish(List<CSVRecord> person, List<Integer> lines) {
        String id = id(person.getFirst());
        if (!seen.add(id)) {
            add(
                    lines.getFirst(),
                    "ID",
                    "PERSON_REPEATED",
                    "a person's records are not together",
                    "all records of a person one after the other");
        }
        List<Event> events = new ArrayList<>(person.size());
        double[][] covariates = new double[person.size()][covariateColumns.size()];
        int before = violations.size();
        for (int i = 0; i < person.size(); i++) {
            CSVRecord row = person.get(i);
            int line = lines.get(i);
            event(row, line, events);
            for (int c = 0; c < covariateColumns.size(); c++) {
                covariates[i][c] =
                        number(row, line, columns.get(covariateColumns.get(c))).orElse(Double.NaN);
            }
        }
        if (violations.size() == before) {
            try {
                List<String> names = covariateColumns.stream().map(columns::get).toList();
                subjects.add(new Subject(name, id, events, names, covariates));
            } catch (InvalidInputException e) {
                violations.addAll(e.violations());
            }
        }
        if (violations.size() >= MOST_VIOLATIONS) {
            throw new InvalidInputException(violations);
        }
        person.clear();
        lines.clear();
    }

    private void event(CSVRecord row, int line, List<Event> events) {
        OptionalDouble time = number(row, line, "TIME");
        if (time.isEmpty()) {
            add(line, "TIME", "VALUE_MISSING", "the time is missing", "a number");
        }
        double eventId = number(row, line, "EVID").orElse(Double.NaN);
        EventKind kind = EventKind.of(eventId).orElse(null);
        if (kind == null) {
            add(line, "EVID", "EVENT_UNKNOWN", "the kind of event is unknown: " + eventId, "0, 1, 2, 3 or 4");
        }
        OptionalInt compartment = whole(row, line, "CMT");
        OptionalInt steadyState = whole(row, line, "SS");
        OptionalInt additional = whole(row, line, "ADDL");
        OptionalInt missing = whole(row, line, "MDV");
        OptionalInt censored = whole(row, line, "CENS");
        if (censored.orElse(0) < 0 || censored.orElse(0) > 1) {
            add(line, "CENS", "CENSORING_UNKNOWN", "the kind of censoring is unknown", "0 or 1 (below the limit)");
        }
        boolean observed = kind == EventKind.OBSERVATION && missing.orElse(0) == 0;
        boolean below = observed && censored.orElse(0) == 1;
        OptionalDouble limit =
                below && number(row, line, "LLOQ").isPresent() ? number(row, line, "LLOQ") : number(row, line, "DV");
        if (below && !(limit.orElse(Double.NaN) > 0)) {
            add(line, "LLOQ", "VALUE_MISSING", "the limit of quantification is missing", "a number above 0");
        }
        if (kind == null || time.isEmpty()) {
            return;
        }
        if (!kind.doses() && number(row, line, "AMT").orElse(0) != 0) {
            add(line, "AMT", "AMOUNT_WITHOUT_DOSE", "a record that gives no dose has an amount", "0, or EVID 1 or 4");
        }
        events.add(new Event(
                line,
                time.getAsDouble(),
                kind,
                kind.doses() ? number(row, line, "AMT").orElse(Double.NaN) : 0,
                compartment.orElse(0),
                number(row, line, "RATE").orElse(0),
                steadyState.orElse(0),
                number(row, line, "II").orElse(0),
                additional.orElse(0),
                observed && !below ? number(row, line, "DV").orElse(Double.NaN) : Double.NaN,
                below ? limit.orElse(Double.NaN) : Double.NaN));
    }

    private OptionalInt whole(CSVRecord row, int line, String column) {
        OptionalDouble number = number(row, line, column);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        int whole = (int) number.getAsDouble();
        if (whole != number.getAsDouble()) {
            add(line, column, "NUMBER_NOT_WHOLE", "the value is not a whole number", "a whole number");
        }
        return OptionalInt.of(whole);
    }

    private OptionalDouble number(CSVRecord row, int line, String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            return OptionalDouble.empty();
        }
        String cell = row.get(index);
        if (cell.isEmpty() || cell.equals(".")) {
            return OptionalDouble.empty();
        }
        try {
            double value = Double.parseDouble(cell);
            if (Double.isFinite(value)) {
                return OptionalDouble.of(value);
            }
        } catch (NumberFormatException e) {
            // The violation below says it in the reader's words.
        }
        add(line, column, "NUMBER_INVALID", "the value is not a number", "a finite number or a dot");
        return OptionalDouble.empty();
    }

    private void add(int line, String column, String code, String message, String accepted) {
        Violation violation = new Violation(name + " line " + line + ": " + column, code, message, accepted);
        if (!violations.contains(violation)) {
            violations.add(violation);
        }
    }
}
