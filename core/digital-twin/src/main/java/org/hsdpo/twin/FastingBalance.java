package org.hsdpo.twin;

/**
 * Fasting glucose and insulin at balance.
 *
 * <p>The two turnover equations (structure: de Winter et al. 2006, J Pharmacokinet Pharmacodyn 33:313; the product form
 * is that of the homeostasis model, Matthews et al. 1985, Diabetologia 28:412) are
 *
 * <pre>
 * dI/dt = k_I · ( B·[ (1+u)·(G − 63)⁺ + v·(G − 90)⁺ ] + X − I )
 * dG/dt = k_G · ( K/I + c·(70 − G)⁺ − G − r·(G − 60)⁺ )
 * </pre>
 *
 * with G fasting plasma glucose in mg/dL, I fasting insulin in µU/mL, B secretion per mg/dL of glucose above the
 * threshold, u the sulfonylurea and v the incretin gain on it, X exogenous insulin in µU/mL, K hepatic output over
 * insulin sensitivity in mg/dL·µU/mL, r renal excretion under SGLT2 inhibition, c counter-regulation. G and I settle
 * within days while everything else moves over weeks to years, so a weekly step takes them at balance. Production falls
 * and disposal rises with G, hence the balance is unique; on each side of the four break points it is the positive root
 * of a quadratic.
 */
final class FastingBalance {
    /** Glucose below which there is no secretion, mg/dL: 3.5 mmol/L, the constant of HOMA-%B (Matthews 1985). */
    static final double SECRETION_THRESHOLD = 63;
    /** Glucose below which incretins do not raise secretion, mg/dL: 5 mmol/L; an assumption, see docs/digital-twin.md. */
    static final double INCRETIN_THRESHOLD = 90;
    /** Glucose below which counter-regulation raises production, mg/dL (Schwartz 1987, J Clin Invest 79:777). */
    static final double COUNTER_REGULATION_THRESHOLD = 70;
    /** Strength of counter-regulation per mg/dL below its threshold; an assumption, see docs/digital-twin.md. */
    static final double COUNTER_REGULATION = 2;
    /** Glucose below which SGLT2 inhibition spills nothing more, mg/dL; an assumption, see docs/digital-twin.md. */
    static final double RENAL_THRESHOLD = 60;

    private FastingBalance() {}

    /** Fasting glucose in mg/dL at balance; all arguments at least 0, {@code production} above 0. */
    static double glucose(
            double production, double secretion, double secretagogue, double incretin, double exogenous, double renal) {
        double direct = secretion * (1 + secretagogue);
        double amplified = secretion * incretin;
        double glucose = root(
                production,
                direct + amplified,
                exogenous - direct * SECRETION_THRESHOLD - amplified * INCRETIN_THRESHOLD,
                1 + renal,
                renal * RENAL_THRESHOLD);
        if (glucose >= INCRETIN_THRESHOLD) {
            return glucose;
        }
        double intercept = exogenous - direct * SECRETION_THRESHOLD;
        if (amplified > 0) {
            glucose = root(production, direct, intercept, 1 + renal, renal * RENAL_THRESHOLD);
        }
        if (glucose >= COUNTER_REGULATION_THRESHOLD) {
            return glucose;
        }
        double loss = 1 + renal + COUNTER_REGULATION;
        double gain = renal * RENAL_THRESHOLD + COUNTER_REGULATION * COUNTER_REGULATION_THRESHOLD;
        glucose = root(production, direct, intercept, loss, gain);
        if (glucose >= SECRETION_THRESHOLD) {
            return glucose;
        }
        glucose = (production / exogenous + gain) / loss;
        if (glucose >= RENAL_THRESHOLD) {
            return glucose;
        }
        return (production / exogenous + COUNTER_REGULATION * COUNTER_REGULATION_THRESHOLD) / (1 + COUNTER_REGULATION);
    }

    /** {@link #glucose(double, double, double, double, double, double)} of many, by index from {@code from} to {@code to}. */
    static void glucose(
            double[] production,
            double[] secretion,
            double[] secretagogue,
            double[] incretin,
            double[] exogenous,
            double[] renal,
            double[] glucose,
            int from,
            int to) {
        for (int i = from; i < to; i++) {
            double amplified = secretion[i] * incretin[i];
            double slope = secretion[i] * (1 + secretagogue[i]) + amplified;
            double intercept = exogenous[i]
                    - secretion[i] * (1 + secretagogue[i]) * SECRETION_THRESHOLD
                    - amplified * INCRETIN_THRESHOLD;
            double gain = renal[i] * RENAL_THRESHOLD;
            double square = (1 + renal[i]) * slope;
            double linear = (1 + renal[i]) * intercept - gain * slope;
            double constant = gain * intercept + production[i];
            glucose[i] = (Math.sqrt(linear * linear + 4 * square * constant) - linear) / (2 * square);
        }
        // Above this threshold that was the balance, with all its digits unless exogenous insulin carries it.
        for (int i = from; i < to; i++) {
            double bySecretion = secretion[i] * (1 + secretagogue[i]) * SECRETION_THRESHOLD;
            if (!(glucose[i] >= INCRETIN_THRESHOLD) || exogenous[i] > bySecretion) {
                glucose[i] = glucose(production[i], secretion[i], secretagogue[i], incretin[i], exogenous[i], renal[i]);
            }
        }
    }

    /** Fasting insulin in µU/mL at a fasting glucose in mg/dL. */
    static double insulin(double glucose, double secretion, double secretagogue, double incretin, double exogenous) {
        return secretion
                        * ((1 + secretagogue) * Math.max(0, glucose - SECRETION_THRESHOLD)
                                + incretin * Math.max(0, glucose - INCRETIN_THRESHOLD))
                + exogenous;
    }

    /** The larger root of (loss·G − gain)·(slope·G + intercept) = production. */
    private static double root(double production, double slope, double intercept, double loss, double gain) {
        double square = loss * slope;
        double linear = loss * intercept - gain * slope;
        double constant = gain * intercept + production;
        double discriminant = Math.sqrt(linear * linear + 4 * square * constant);
        // The usual form loses all digits where secretion is nearly nil and exogenous insulin carries the balance.
        return linear > 0 ? 2 * constant / (linear + discriminant) : (discriminant - linear) / (2 * square);
    }
}
