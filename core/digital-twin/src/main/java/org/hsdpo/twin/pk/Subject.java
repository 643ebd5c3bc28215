package org.hsdpo.twin.pk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.error.Violation;

/** One person's records in order of time, with the covariates that stand beside each of them. */
public final class Subject {
    private final String source;
    private final String id;
    private final List<Event> events;
    private final List<String> covariateNames;
    private final double[][] covariates;

    /**
     * @param source name of the file, for messages
     * @param id the file's identifier of the person
     * @param events the records; at least one
     * @param covariateNames names of the further columns
     * @param covariates by record and column; NaN where a value is missing
     * @throws InvalidInputException naming file, line and field of every record that cannot be meant
     */
    Subject(String source, String id, List<Event> events, List<String> covariateNames, double[][] covariates) {
        this.source = Objects.requireNonNull(source, "source");
        this.id = Objects.requireNonNull(id, "id");
        this.events = List.copyOf(events);
        this.covariateNames = List.copyOf(covariateNames);
        this.covariates = covariates;
        List<Violation> violations = new ArrayList<>();
        double time = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < this.events.size(); row++) {
            Event event = this.events.get(row);
            refuse(violations, row, event, time);
            time = event.time();
        }
        if (this.events.isEmpty()) {
            violations.add(new Violation(source, "INPUT_EMPTY", "a person has no record", "at least one record"));
        }
        if (!violations.isEmpty()) {
            throw new InvalidInputException(violations);
        }
    }

    /** A person without covariates. */
    public static Subject of(Event... events) {
        return of(List.of(events));
    }

    /** A person without covariates. */
    public static Subject of(List<Event> events) {
        return new Subject("subject", "1", events, List.of(), new double[events.size()][0]);
    }

    /**
     * A person with covariates.
     *
     * @param values by record, then by name
     */
    public static Subject of(List<Event> events, List<String> covariateNames, double[][] values) {
        if (values.length != events.size()) {
            throw new IllegalArgumentException(values.length + " rows of covariates for " + events.size() + " records");
        }
        double[][] copy = new double[values.length][];
        for (int row = 0; row < values.length; row++) {
            copy[row] = values[row].clone();
        }
        return new Subject("subject", "1", events, covariateNames, copy);
    }

    /** The file's identifier of the person. */
    public String id() {
        return id;
    }

    /** The records in order of time. */
    public List<Event> events() {
        return events;
    }

    /** Number of records. */
    public int size() {
        return events.size();
    }

    /** Whether the data has this covariate; upper and lower case are the same. */
    public boolean hasCovariate(String name) {
        return column(name) >= 0;
    }

    /**
     * A covariate beside a record.
     *
     * @throws InvalidInputException where the data has no such column, or no value there
     */
    public double covariate(int row, String name) {
        int column = column(name);
        if (column < 0) {
            throw new InvalidInputException(
                    source, "COLUMN_MISSING", "column " + name + " is missing", "a column named " + name);
        }
        double value = covariates[row][column];
        if (Double.isNaN(value)) {
            throw new InvalidInputException(field(row, name), "VALUE_MISSING", "the covariate is missing", "a number");
        }
        return value;
    }

    /** File, line and column of a record's field, as messages name it. */
    public String field(int row, String name) {
        int line = events.get(row).line();
        return line > 0 ? source + " line " + line + ": " + name : source + " record " + (row + 1) + ": " + name;
    }

    private int column(String name) {
        for (int column = 0; column < covariateNames.size(); column++) {
            if (covariateNames.get(column).toUpperCase(Locale.ROOT).equals(name.toUpperCase(Locale.ROOT))) {
                return column;
            }
        }
        return -1;
    }

    private void refuse(List<Violation> violations, int row, Event event, double before) {
        if (!Double.isFinite(event.time())) {
            violation(violations, row, "TIME", "VALUE_MISSING", "the time is missing", "a finite number");
        } else if (event.time() < before) {
            violation(
                    violations,
                    row,
                    "TIME",
                    "TIME_UNSORTED",
                    "the time lies before the record above: " + event.time() + " after " + before,
                    "records of a person in order of time");
        }
        if (event.compartment() < 1) {
            violation(
                    violations,
                    row,
                    "CMT",
                    "COMPARTMENT_UNKNOWN",
                    "there is no compartment " + event.compartment(),
                    "a compartment from 1");
        }
        if (event.kind().doses()) {
            refuseDose(violations, row, event);
        }
    }

    private void refuseDose(List<Violation> violations, int row, Event event) {
        boolean constant = event.steadyState() == 1 && event.amount() == 0 && event.rate() > 0;
        if (!constant && !(event.amount() > 0 && Double.isFinite(event.amount()))) {
            violation(
                    violations,
                    row,
                    "AMT",
                    "DOSE_WITHOUT_AMOUNT",
                    "a dose has no amount: " + event.amount(),
                    "a number above 0, or 0 with RATE above 0 and SS 1 for a constant infusion at steady state");
        }
        if (!(event.rate() >= 0 && Double.isFinite(event.rate()))
                && event.rate() != Event.RATE_MODELLED
                && event.rate() != Event.DURATION_MODELLED) {
            violation(
                    violations,
                    row,
                    "RATE",
                    "RATE_INVALID",
                    "the rate of a dose is impossible: " + event.rate(),
                    "0, a rate above 0, -1 (rate modelled) or -2 (duration modelled)");
        }
        if (event.steadyState() < 0 || event.steadyState() > 2) {
            violation(
                    violations,
                    row,
                    "SS",
                    "STEADY_STATE_INVALID",
                    "the steady state code is unknown: " + event.steadyState(),
                    "0, 1 or 2");
        }
        boolean repeats = event.additional() > 0 || (event.steadyState() > 0 && !constant);
        if (event.additional() < 0) {
            violation(
                    violations,
                    row,
                    "ADDL",
                    "ADDITIONAL_INVALID",
                    "the number of further doses is negative: " + event.additional(),
                    "0 or more");
        }
        if (repeats && !(event.interval() > 0 && Double.isFinite(event.interval()))) {
            violation(
                    violations,
                    row,
                    "II",
                    "INTERVAL_MISSING",
                    "a repeated dose has no interval: " + event.interval(),
                    "a number above 0 where ADDL or SS is above 0");
        }
    }

    private void violation(
            List<Violation> violations, int row, String name, String code, String message, String accepted) {
        violations.add(new Violation(field(row, name), code, message, accepted));
    }
}
