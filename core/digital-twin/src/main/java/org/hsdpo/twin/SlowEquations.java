package org.hsdpo.twin;

import java.util.Arrays;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.TwinKnowledge.DrugModel;
import org.hsdpo.twin.TwinKnowledge.Target;
import org.hsdpo.twin.pk.OdeSystem;

/**
 * One twin's slow model as differential equations in weeks, with fasting glucose and insulin on their way instead of at
 * balance: what {@link TwinBatch} advances by weekly steps, for solvers of any kind. Events are not part of it.
 *
 * <p>It holds glimepiride and pioglitazone, the drugs whose exposure depends on neither weight nor renal function, and
 * starts without drugs. State: fasting glucose (mg/dL), fasting insulin (µU/mL), share of the β-cell function left,
 * factor on resistance, HbA1c (%), then the effect of each drug on glucose and its effect on weight.
 */
public final class SlowEquations implements OdeSystem {
    private static final Drug[] DRUGS = {Drug.GLIMEPIRIDE, Drug.PIOGLITAZONE};
    /** Turnover of fasting glucose and insulin, per week: half-lives of 12 and 2 hours, see docs/digital-twin.md. */
    private static final double GLUCOSE_TURNOVER = Math.log(2) * 14;

    private static final double INSULIN_TURNOVER = Math.log(2) * 84;

    private static final int COMMON = 18;
    private static final int PER_DRUG = 11;
    private static final int FIRST_EFFECT = 5;

    private final double[] p;
    private final double[] start;

    /**
     * @param twin index in the cohort
     * @param regimen taken from week 0 on
     * @throws IllegalArgumentException where the cohort follows another variant than the standard, the twin takes a drug
     *     at the start, or the regimen holds another drug than the two
     */
    public SlowEquations(TwinCohort cohort, int twin, Regimen regimen) {
        if (cohort.variant() != ModelVariant.STANDARD) {
            throw new IllegalArgumentException("the equations are those of the standard variant: " + cohort.variant());
        }
        double[] before = Arrays.copyOfRange(cohort.doses, twin * TwinModel.DRUGS, (twin + 1) * TwinModel.DRUGS);
        double[] doses = regimen.toArray();
        for (Drug drug : Drug.values()) {
            boolean held = Arrays.asList(DRUGS).contains(drug);
            if (before[drug.ordinal()] != 0 || !held && doses[drug.ordinal()] != 0) {
                throw new IllegalArgumentException("the equations start without drugs and hold glimepiride and "
                        + "pioglitazone only, not " + drug);
            }
        }
        TwinModel model = cohort.model;
        p = new double[COMMON + PER_DRUG * DRUGS.length];
        int n = 0;
        p[n++] = cohort.production[twin];
        p[n++] = cohort.secretion[twin];
        p[n++] = cohort.prandial[twin];
        p[n++] = cohort.glycationGap[twin];
        p[n++] = cohort.betaCellDecline[twin] / TwinModel.WEEKS_PER_YEAR;
        p[n++] = cohort.slowResponse[twin];
        p[n++] = model.knowledge.physiology().weightExponent();
        p[n++] = model.knowledge.physiology().sensitivityDecline() / TwinModel.WEEKS_PER_YEAR;
        p[n++] = model.fastingShare;
        p[n++] = model.knowledge.glucose().adagSlope();
        p[n++] = model.knowledge.glucose().adagIntercept();
        p[n++] = model.hba1cRate;
        p[n++] = GLUCOSE_TURNOVER;
        p[n++] = INSULIN_TURNOVER;
        p[n++] = FastingBalance.COUNTER_REGULATION;
        p[n++] = FastingBalance.COUNTER_REGULATION_THRESHOLD;
        p[n++] = FastingBalance.SECRETION_THRESHOLD;
        p[n++] = FastingBalance.INCRETIN_THRESHOLD;
        for (Drug drug : DRUGS) {
            DrugModel figures = model.knowledge.drug(drug);
            int d = drug.ordinal();
            double weight = cohort.currentWeight[twin];
            double concentration = model.concentration(
                    d, doses[d], cohort.clearance[twin * TwinModel.DRUGS + d], weight, cohort.currentEgfr[twin]);
            p[n++] = model.effect(d, concentration);
            p[n++] = 1 / figures.onsetWeeks();
            p[n++] = 1 / figures.slowOnsetWeeks();
            p[n++] = cohort.response[twin * TwinModel.DRUGS + d];
            p[n++] = figures.effect(Target.HEPATIC_OUTPUT);
            p[n++] = figures.effect(Target.SENSITIVITY);
            p[n++] = figures.effect(Target.SECRETION);
            p[n++] = figures.effect(Target.INCRETIN);
            p[n++] = figures.effect(Target.PRANDIAL);
            p[n++] = figures.effect(Target.WEIGHT);
            p[n++] = figures.effect(Target.BETA_CELL_DECLINE);
        }
        TwinBatch batch = new TwinBatch(cohort);
        start = new double[FIRST_EFFECT + 2 * DRUGS.length];
        start[0] = batch.fastingGlucose(twin);
        start[1] = FastingBalance.insulin(start[0], cohort.secretion[twin], 0, 0, 0);
        start[2] = 1;
        start[3] = 1;
        start[4] = batch.hba1c(twin);
    }

    /** The state at week 0. */
    public double[] start() {
        return start.clone();
    }

    /** The figures the derivatives are computed from, in the order in which they are used: for solvers in other languages. */
    public double[] parameters() {
        return p.clone();
    }

    @Override
    public void derivatives(double week, double[] y, double[] derivatives) {
        double onHepatic = 0;
        double onSensitivity = 0;
        double secretagogue = 0;
        double incretin = 0;
        double onPrandial = 0;
        double onWeight = 0;
        double onDecline = 0;
        for (int j = 0; j < DRUGS.length; j++) {
            int k = COMMON + PER_DRUG * j;
            double fast = y[FIRST_EFFECT + 2 * j];
            double slow = y[FIRST_EFFECT + 2 * j + 1];
            double effect = fast * p[k + 3];
            derivatives[FIRST_EFFECT + 2 * j] = (p[k] - fast) * p[k + 1];
            derivatives[FIRST_EFFECT + 2 * j + 1] = (p[k] - slow) * p[k + 2];
            onHepatic += p[k + 4] * effect;
            onSensitivity += p[k + 5] * effect;
            secretagogue += p[k + 6] * effect;
            incretin += p[k + 7] * effect;
            onPrandial += p[k + 8] * effect;
            onWeight += p[k + 9] * slow;
            onDecline += p[k + 10] * fast;
        }
        double glucose = y[0];
        double insulin = y[1];
        double onProduction = (1 + p[6] * onWeight * p[5]) * y[3] / ((1 + onHepatic) * (1 + onSensitivity));
        double secreted = p[1]
                * y[2]
                * ((1 + secretagogue) * Math.max(0, glucose - p[16]) + incretin * Math.max(0, glucose - p[17]));
        derivatives[0] = p[12] * (p[0] * onProduction / insulin + p[14] * Math.max(0, p[15] - glucose) - glucose);
        derivatives[1] = p[13] * (secreted - insulin);
        derivatives[2] = -y[2] * p[4] * Math.max(0, 1 + onDecline);
        derivatives[3] = y[3] * p[7];
        double mean = p[8] * glucose + p[2] * Math.sqrt(onProduction / y[2]) / (1 + onPrandial);
        derivatives[4] = p[11] * ((mean - p[10]) / p[9] + p[3] - y[4]);
    }
}
