/**
 * Tests of the chart and of what surrounds it: every supported combination of values in {@code helm/hsdpo/ci} is linted, rendered,
 * checked against the types of the Kubernetes API and held to the promises of {@code docs/operators.md}.
 */
package org.hsdpo.chart;
