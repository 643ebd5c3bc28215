package org.hsdpo.data.nhanes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.hsdpo.data.nhanes.SurveyTable.Numbers;

/** One participant's rows in all tables of a cycle. */
final class Participant {
    private final String number;
    private final Map<String, SurveyTable> tables;
    private final Map<String, List<Integer>> rows;

    /**
     * @param number the survey's respondent sequence number
     * @param tables by name
     * @param rows of this participant in each table, by the table's name
     */
    Participant(String number, Map<String, SurveyTable> tables, Map<String, List<Integer>> rows) {
        this.number = number;
        this.tables = tables;
        this.rows = rows;
    }

    String number() {
        return number;
    }

    /** Rows in a table; none where the table is not there. */
    List<Integer> rows(String table) {
        return rows.getOrDefault(table, List.of());
    }

    /** A number in a table of one row a participant; empty where it is missing. */
    OptionalDouble number(String table, String variable) {
        List<Integer> own = rows(table);
        return own.isEmpty() ? OptionalDouble.empty() : tables.get(table).number(own.getFirst(), variable);
    }

    /** Whether a question was answered with a code; empty where it was not asked or the answer is missing. */
    Optional<Boolean> answered(String table, String variable, int code) {
        OptionalDouble answer = number(table, variable);
        return answer.isPresent() ? Optional.of(answer.getAsDouble() == code) : Optional.empty();
    }

    /** The answer yes (1) or no (2); empty for every other one. */
    Optional<Boolean> yes(String table, String variable) {
        OptionalDouble answer = number(table, variable);
        if (answer.isEmpty() || answer.getAsDouble() != 1 && answer.getAsDouble() != 2) {
            return Optional.empty();
        }
        return Optional.of(answer.getAsDouble() == 1);
    }

    OptionalDouble number(String table, int row, String variable) {
        return tables.get(table).number(row, variable);
    }

    String text(String table, int row, String variable) {
        return tables.get(table).text(row, variable);
    }

    /** Participants' rows of a table by number. */
    static Map<String, List<Integer>> rowsByParticipant(SurveyTable table) {
        if (!(table.column(SurveyTable.PARTICIPANT) instanceof Numbers numbers)) {
            throw new IllegalArgumentException("the participants of " + table.name() + " are not numbers");
        }
        Map<String, List<Integer>> rows = new HashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            rows.computeIfAbsent(number(numbers.values()[row]), participant -> new ArrayList<>(1))
                    .add(row);
        }
        return rows;
    }

    private static String number(double value) {
        return Long.toString(Math.round(value));
    }
}
