package org.hsdpo.twin.history;

import java.util.List;
import org.hsdpo.twin.TwinCohort;

/**
 * What a patient's history says of them.
 *
 * @param cohort equally weighted draws of the posterior as they stand today under the current regimen; with a history a
 *     draw may stand there more than once, with event draws of its own
 * @param shrinkage what later measurements left open, by parameter; empty where there are none
 * @param measurements number used, those of the first record included
 * @param weeks from the first record to today
 * @param effectiveSampleSize as many independent draws of the posterior say as much as the cohort
 * @param misfit of the most probable person, in standard deviations of the misfit that the model's own people show
 */
public record HistoryPosterior(
        TwinCohort cohort,
        List<Shrinkage> shrinkage,
        int measurements,
        int weeks,
        double effectiveSampleSize,
        double misfit) {

    /**
     * Variance of a parameter given the history over its variance given the first record alone.
     *
     * @param parameter a parameter of the twin on the scale of its logarithm ({@code secretion}, {@code resistance},
     *     {@code betaCellDecline}, {@code slowResponse}, {@code response.<drug>}, {@code clearance.<drug>}) or its own
     *     ({@code prandialGlucose}, {@code glycationGap})
     * @param share 0 the history said everything, 1 it said nothing; above 1 where it spread what had seemed certain
     */
    public record Shrinkage(String parameter, double share) {}

    public HistoryPosterior {
        shrinkage = List.copyOf(shrinkage);
    }
}
