package org.hsdpo.twin;

/**
 * One twin's glucose metabolism at one moment of the weekly model, drugs and progression included: what the model of the
 * hours within a day starts from.
 *
 * @param fastingGlucose at balance, {@code mg/dL}
 * @param meanGlucose over the day, {@code mg/dL}
 * @param production hepatic output over insulin sensitivity, {@code mg/dL·µU/mL}
 * @param secretion {@code µU/mL} per {@code mg/dL} above the secretion threshold
 * @param secretagogue gain on secretion by a sulfonylurea, 0 without
 * @param incretin gain on secretion above the incretin threshold, 0 without
 * @param exogenousInsulin mean over the day, {@code µU/mL}
 * @param renal excretion under SGLT2 inhibition in units of glucose turnover, 0 without
 * @param glp1 share of the greatest effect of a GLP-1 receptor agonist, 0 to 1
 * @param weight {@code kg}
 * @param egfr {@code mL/min/{1.73_m2}}
 * @param variability the person's factor on what changes from hour to hour and day to day; 1 is the median
 */
public record GlucoseState(
        double fastingGlucose,
        double meanGlucose,
        double production,
        double secretion,
        double secretagogue,
        double incretin,
        double exogenousInsulin,
        double renal,
        double glp1,
        double weight,
        double egfr,
        double variability) {

    /** Fasting insulin at balance, {@code µU/mL}. */
    public double fastingInsulin() {
        return FastingBalance.insulin(fastingGlucose, secretion, secretagogue, incretin, exogenousInsulin);
    }
}
