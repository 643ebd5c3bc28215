package org.hsdpo.agent.offpolicy;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * A log as a table: one row a step, ordered by time within a patient. The columns {@code patient}, {@code week} (since the
 * patient's first step), {@code action} (0 …), {@code reward}, {@code until} (week at which the step ends) and, where known,
 * {@code probability} of the action; every other column is a number of the state, in the order of the head.
 */
public final class TrajectoryFile {
    private static final List<String> REQUIRED = List.of("patient", "week", "action", "reward", "until");
    private static final String PROBABILITY = "probability";

    private TrajectoryFile() {}

    /**
     * Reads a log.
     *
     * @param actions number of actions
     * @throws InvalidInputException naming line and column where a column or a number is missing, or weeks do not rise
     * @throws IOException where it cannot be read
     */
    public static List<Trajectory> read(Reader table, int actions) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .get();
        try (CSVParser rows = CSVParser.parse(table, format)) {
            List<String> head = rows.getHeaderNames();
            for (String column : REQUIRED) {
                if (!head.contains(column)) {
                    throw new InvalidInputException(
                            column, "COLUMN_MISSING", "the column is missing", String.join(", ", REQUIRED));
                }
            }
            List<String> state = head.stream()
                    .filter(column -> !REQUIRED.contains(column) && !column.equals(PROBABILITY))
                    .toList();
            Map<String, List<LoggedStep>> patients = new LinkedHashMap<>();
            Map<String, Double> until = new LinkedHashMap<>();
            for (CSVRecord row : rows) {
                String patient = row.get("patient");
                double from = number(row, "week");
                if (from < until.getOrDefault(patient, 0.0)) {
                    throw wrong(row, "week", "the step begins before the patient's last one ended");
                }
                double end = number(row, "until");
                if (!(end > from)) {
                    throw wrong(row, "until", "the step ends before it begins");
                }
                until.put(patient, end);
                patients.computeIfAbsent(patient, first -> new ArrayList<>())
                        .add(new LoggedStep(
                                state.stream()
                                        .mapToDouble(column -> number(row, column))
                                        .toArray(),
                                action(row, actions),
                                number(row, "reward"),
                                end - from,
                                head.contains(PROBABILITY)
                                                && !row.get(PROBABILITY).isEmpty()
                                        ? OptionalDouble.of(probability(row))
                                        : OptionalDouble.empty()));
            }
            return patients.values().stream().map(Trajectory::new).toList();
        }
    }

    private static int action(CSVRecord row, int actions) {
        double action = number(row, "action");
        if (action != Math.rint(action) || action < 0 || action >= actions) {
            throw wrong(row, "action", "there is no such action", "0 to " + (actions - 1));
        }
        return (int) action;
    }

    private static double probability(CSVRecord row) {
        double probability = number(row, PROBABILITY);
        if (!(probability > 0 && probability <= 1)) {
            throw wrong(row, PROBABILITY, "what was done cannot have this probability", "above 0, at most 1");
        }
        return probability;
    }

    private static double number(CSVRecord row, String column) {
        if (!row.isSet(column)) {
            throw wrong(row, column, "the row is too short");
        }
        try {
            double number = Double.parseDouble(row.get(column));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw wrong(row, column, "it is not a number");
    }

    private static InvalidInputException wrong(CSVRecord row, String column, String message) {
        return wrong(row, column, message, Set.of("week", "until").contains(column) ? "weeks that rise" : "a number");
    }

    private static InvalidInputException wrong(CSVRecord row, String column, String message, String accepted) {
        return new InvalidInputException(
                "line " + (row.getRecordNumber() + 1) + ", " + column, "TRAJECTORY_UNREADABLE", message, accepted);
    }
}
