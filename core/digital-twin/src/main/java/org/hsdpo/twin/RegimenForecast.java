package org.hsdpo.twin;

import java.util.Map;
import org.hsdpo.clinical.regimen.DoseCourse;

/**
 * What a cohort does under one course of regimens. Arrays have the length of the cohort unless said otherwise; they are not copied:
 * do not modify them.
 *
 * @param course taken from week 0 on
 * @param weeks horizon
 * @param hba1c at the horizon, % (NGSP)
 * @param fastingGlucose at the horizon, mg/dL
 * @param meanGlucose at the horizon, mg/dL
 * @param timeInRange share of time at 70-180 mg/dL in the last week, %
 * @param weightChange from week 0 to the horizon, kg
 * @param level1PerYear expected hypoglycaemia of level 1 over the horizon, events per patient-year
 * @param level2PerYear the same for level 2
 * @param level3PerYear the same for level 3
 * @param anyLevel2or3 sampled: whether the draw has hypoglycaemia of level 2 or 3 within the horizon
 * @param anyGrade2AdverseEvent sampled: whether the draw has any adverse event of grade 2 or more other than
 *     hypoglycaemia within the horizon
 * @param adverseEventProbability each draw's probability of at least one event within the horizon, by kind
 * @param hba1cByWeek percentiles 5, 25, 50, 75 and 95 (first index) over the cohort at weeks 0 to {@code weeks}
 *     (second index), %
 */
public record RegimenForecast(
        DoseCourse course,
        int weeks,
        double[] hba1c,
        double[] fastingGlucose,
        double[] meanGlucose,
        double[] timeInRange,
        double[] weightChange,
        double[] level1PerYear,
        double[] level2PerYear,
        double[] level3PerYear,
        boolean[] anyLevel2or3,
        boolean[] anyGrade2AdverseEvent,
        Map<AdverseEvent, double[]> adverseEventProbability,
        double[][] hba1cByWeek) {}
