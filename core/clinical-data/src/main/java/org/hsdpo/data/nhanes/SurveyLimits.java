package org.hsdpo.data.nhanes;

/**
 * What a table may be at most.
 *
 * @param bytes unpacked size of a csv file
 * @param rows number of rows
 */
record SurveyLimits(int bytes, int rows) {
    /** Ten times the largest table of the survey's public files that HSDPO reads. */
    static final SurveyLimits USUAL = new SurveyLimits(200_000_000, 500_000);
}
