package org.hsdpo.clinical.renal;

import org.hsdpo.clinical.patient.Sex;

/** Estimates of renal function from serum creatinine. */
public final class RenalFunction {
    private RenalFunction() {}

    /**
     * CKD-EPI 2021, race-free: 142 · min(Scr/κ, 1)^α · max(Scr/κ, 1)^−1.200 · 0.9938^age · 1.012 [if female], with κ 0.7
     * and α −0.241 for women, κ 0.9 and α −0.302 for men.
     *
     * <p>Source: Inker et al. 2021, N Engl J Med 385:1737.
     *
     * @param creatinine serum creatinine in mg/dL, above 0
     * @param age in years, at least 18
     * @param sex female or male
     * @return estimated GFR in mL/min/{1.73_m2}
     */
    public static double ckdEpi2021(double creatinine, double age, Sex sex) {
        if (!(creatinine > 0) || !(age >= 18)) {
            throw new IllegalArgumentException(
                    "CKD-EPI 2021 needs creatinine above 0 and age of at least 18: " + creatinine + ", " + age);
        }
        double kappa = sex == Sex.FEMALE ? 0.7 : 0.9;
        double alpha = sex == Sex.FEMALE ? -0.241 : -0.302;
        double ratio = creatinine / kappa;
        return 142
                * Math.pow(Math.min(ratio, 1), alpha)
                * Math.pow(Math.max(ratio, 1), -1.200)
                * Math.pow(0.9938, age)
                * (sex == Sex.FEMALE ? 1.012 : 1);
    }
}
