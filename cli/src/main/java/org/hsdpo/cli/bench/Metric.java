package org.hsdpo.cli.bench;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One figure of a benchmark.
 *
 * @param id what was measured, the same in every run and on every machine so that runs can be compared: words of small
 *     letters and digits joined by hyphens, parts joined by dots; unique in its benchmark
 * @param name what was measured, to be read; may name what depends on the machine
 * @param value in {@code unit}
 * @param unit of the value, for example {@code ms} or {@code 1/s}
 */
public record Metric(String id, String name, double value, String unit) {
    private static final String WORDS = "[a-z0-9]+(-[a-z0-9]+)*";
    private static final Pattern ID = Pattern.compile(WORDS + "(\\." + WORDS + ")*");

    public Metric {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("the id of a figure is words of small letters and digits: " + id);
        }
    }

    /** A Java name as a word of an id: {@code forecastTwinWeeks} becomes {@code forecast-twin-weeks}. */
    static String id(String javaName) {
        return javaName.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-|-$", "")
                .toLowerCase(Locale.ROOT);
    }
}
