package org.hsdpo.cli.bench;

/**
 * One figure of a benchmark.
 *
 * @param name what was measured
 * @param value in {@code unit}
 * @param unit of the value, for example {@code ms} or {@code 1/s}
 */
public record Metric(String name, double value, String unit) {}
