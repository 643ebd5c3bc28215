package org.hsdpo.twin.uvapadova;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;

/**
 * Reads virtual patients from a table with a header of the literature's names (BW, Vg, kabs …), the initial state in columns
 * {@code x0_ 1} to {@code x0_13}.
 */
public final class VirtualPatientFile {
    private final String file;
    private final List<Violation> violations = new ArrayList<>();

    private VirtualPatientFile(String file) {
        this.file = file;
    }

    /**
     * Reads every patient of a file.
     *
     * @throws InvalidInputException naming file, line and column of what is missing, not a number or not above 0
     * @throws UncheckedIOException where the file cannot be read
     */
    public static List<VirtualPatient> read(Path path) {
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            return read(path.getFileName().toString(), reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads every patient of a table.
     *
     * @param name the name messages give it
     */
    public static List<VirtualPatient> read(String name, Reader reader) {
        VirtualPatientFile file = new VirtualPatientFile(name);
        List<VirtualPatient> patients = new ArrayList<>();
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .get();
        try (CSVParser parser = format.parse(reader)) {
            for (CSVRecord row : parser) {
                patients.add(file.patient(row, parser.getCurrentLineNumber()));
            }
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidInputException(
                    name, "CSV_INVALID", "the table cannot be read as csv", "comma-separated UTF-8 text");
        }
        if (!file.violations.isEmpty()) {
            throw new InvalidInputException(file.violations);
        }
        if (patients.isEmpty()) {
            throw new InvalidInputException(
                    name, "INPUT_EMPTY", "the table has no patient", "a header and at least one patient");
        }
        return List.copyOf(patients);
    }

    private VirtualPatient patient(CSVRecord row, long line) {
        List<Double> initial = new ArrayList<>();
        for (int i = 1; i <= UvaPadovaModel.STATES; i++) {
            // The published table pads the number to two places.
            initial.add(number(row, line, String.format("x0_%2d", i), true));
        }
        return new VirtualPatient(
                text(row, line, "Name"),
                initial,
                positive(row, line, "BW"),
                positive(row, line, "Vg"),
                positive(row, line, "Vi"),
                positive(row, line, "Ib"),
                positive(row, line, "u2ss"),
                positive(row, line, "kabs"),
                positive(row, line, "kmax"),
                positive(row, line, "kmin"),
                positive(row, line, "b"),
                positive(row, line, "d"),
                positive(row, line, "f"),
                positive(row, line, "kp1"),
                positive(row, line, "kp2"),
                positive(row, line, "kp3"),
                positive(row, line, "Fsnc"),
                positive(row, line, "ke1"),
                positive(row, line, "ke2"),
                positive(row, line, "k1"),
                positive(row, line, "k2"),
                positive(row, line, "Vm0"),
                positive(row, line, "Vmx"),
                positive(row, line, "Km0"),
                positive(row, line, "p2u"),
                positive(row, line, "ki"),
                positive(row, line, "m1"),
                positive(row, line, "m2"),
                positive(row, line, "m4"),
                positive(row, line, "m30"),
                positive(row, line, "kd"),
                positive(row, line, "ka2"),
                positive(row, line, "ka1"),
                positive(row, line, "ksc"));
    }

    private double positive(CSVRecord row, long line, String column) {
        return number(row, line, column, false);
    }

    private double number(CSVRecord row, long line, String column, boolean zeroAllowed) {
        String cell = text(row, line, column);
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        double value;
        try {
            value = Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(zeroAllowed ? value >= 0 : value > 0) || value == Double.POSITIVE_INFINITY) {
            violations.add(new Violation(
                    file + " line " + line + ": " + column,
                    "PARAMETER_IMPOSSIBLE",
                    "the parameter cannot be " + cell,
                    zeroAllowed ? "a number, 0 or more" : "a number above 0"));
        }
        return value;
    }

    private String text(CSVRecord row, long line, String column) {
        if (!row.isMapped(column) || !row.isSet(column) || row.get(column).isEmpty()) {
            violations.add(new Violation(
                    file + " line " + line + ": " + column,
                    "COLUMN_MISSING",
                    "the parameter " + column + " is missing",
                    "a column " + column + " with a number"));
            return "";
        }
        return row.get(column);
    }
}
