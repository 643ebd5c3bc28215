package org.hsdpo.data.nhanes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A table of a survey: a row for each answer or specimen, a column for each variable. Immutable; thread-safe.
 *
 * <p>Variables are found whatever the case of their names: the survey's cycles do not agree on it.
 */
public final class SurveyTable {
    /** Name of the variable that identifies a participant in every table of the survey. */
    public static final String PARTICIPANT = "SEQN";

    private final String name;
    private final int rows;
    private final Map<String, Column> columns;
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Values of one variable, one for each row. */
    public sealed interface Column {
        /** Number of rows. */
        int length();
    }

    /**
     * A numeric variable.
     *
     * @param values NaN where missing
     * @param missing why a value is missing: {@code '.'}, {@code '_'} or {@code 'A'} to {@code 'Z'} as SAS writes special
     *     missing values; 0 where a value is there
     */
    public record Numbers(double[] values, char[] missing) implements Column {
        public Numbers {
            if (values.length != missing.length) {
                throw new IllegalArgumentException("values and missing codes differ in number");
            }
        }

        @Override
        public int length() {
            return values.length;
        }
    }

    /**
     * A text variable.
     *
     * @param values without the blanks at the end; empty where the survey left it blank
     */
    public record Texts(List<String> values) implements Column {
        public Texts {
            values = List.copyOf(values);
        }

        @Override
        public int length() {
            return values.size();
        }
    }

    /**
     * @param name of the table, for messages
     * @param columns by the name of the variable, in the order of the file
     * @throws IllegalArgumentException where the columns differ in length or two have the same name
     */
    public SurveyTable(String name, Map<String, Column> columns) {
        this.name = Objects.requireNonNull(name, "name");
        this.columns = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        this.rows = columns.isEmpty() ? 0 : columns.values().iterator().next().length();
        columns.forEach((variable, column) -> {
            if (column.length() != rows) {
                throw new IllegalArgumentException(variable + " has " + column.length() + " rows, not " + rows);
            }
            if (this.columns.put(variable, column) != null) {
                throw new IllegalArgumentException(variable + " stands twice in " + name);
            }
            names.put(variable.toUpperCase(Locale.ROOT), variable);
        });
    }

    public String name() {
        return name;
    }

    /** Number of rows. */
    public int rows() {
        return rows;
    }

    /** Names of the variables in the order and the spelling of the file. */
    public List<String> variables() {
        return new ArrayList<>(names.values());
    }

    /** Whether the table has a variable. */
    public boolean has(String variable) {
        return columns.containsKey(variable);
    }

    /**
     * Values of a variable.
     *
     * @throws IllegalArgumentException where the table has no such variable
     */
    public Column column(String variable) {
        Column column = columns.get(variable);
        if (column == null) {
            throw new IllegalArgumentException("table " + name + " has no variable " + variable);
        }
        return column;
    }

    /** A number; empty where it is missing or the table has no such variable. */
    public OptionalDouble number(int row, String variable) {
        return columns.get(variable) instanceof Numbers numbers && numbers.missing()[row] == 0
                ? OptionalDouble.of(numbers.values()[row])
                : OptionalDouble.empty();
    }

    /** A text; empty where it is blank or the table has no such variable. */
    public String text(int row, String variable) {
        return columns.get(variable) instanceof Texts texts ? texts.values().get(row) : "";
    }
}
