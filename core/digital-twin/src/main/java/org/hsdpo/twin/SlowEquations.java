package org.hsdpo.twin;

import java.util.Arrays;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.regimen.Regimen;
import org.hsdpo.twin.TwinKnowledge.DrugModel;
import org.hsdpo.twin.TwinKnowledge.Shape;
import org.hsdpo.twin.TwinKnowledge.Target;
import org.hsdpo.twin.pk.OdeSystem;

/**
 * One twin's slow model as differential equations in weeks, with fasting glucose and insulin on their way instead of at
 * balance and with exposure following weight and renal function at every moment: what {@link TwinBatch} advances by weekly
 * steps, for solvers of any kind. Events are not part of it.
 *
 * <p>State: fasting glucose (mg/dL), fasting insulin (µU/mL), share of the β-cell function left, factor on resistance,
 * HbA1c (%), chronic eGFR (mL/min/{1.73_m2}); then, of each drug taken before or from week 0 on, the effect on glucose and
 * the one on weight, and the concentration where it takes longer than a week to its steady state.
 */
public final class SlowEquations implements OdeSystem {
    /** Turnover of fasting glucose and insulin, per week: half-lives of 12 and 2 hours, see docs/digital-twin.md. */
    private static final double GLUCOSE_TURNOVER = Math.log(2) * 14;

    private static final double INSULIN_TURNOVER = Math.log(2) * 84;

    private static final int COMMON = 28;
    private static final int PER_DRUG = 20;
    private static final int FIRST_EFFECT = 6;

    private final int drugs;
    private final double[] p;
    private final double[] start;

    /**
     * @param twin index in the cohort
     * @param regimen taken from week 0 on; until then the twin takes its current one
     * @throws IllegalArgumentException where the cohort follows another variant than the standard
     */
    public SlowEquations(TwinCohort cohort, int twin, Regimen regimen) {
        if (cohort.variant() != ModelVariant.STANDARD) {
            throw new IllegalArgumentException("the equations are those of the standard variant: " + cohort.variant());
        }
        TwinModel model = cohort.model;
        double[] doses = regimen.toArray();
        Drug[] held = Arrays.stream(Drug.values())
                .filter(drug -> doses[drug.ordinal()] != 0 || cohort.doses[index(twin, drug)] != 0)
                .toArray(Drug[]::new);
        drugs = held.length;
        p = new double[COMMON + PER_DRUG * drugs];
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
        p[n++] = FastingBalance.RENAL_THRESHOLD;
        p[n++] = cohort.egfrDecline[twin] / TwinModel.WEEKS_PER_YEAR;
        p[n++] = cohort.weight[twin] / TwinModel.REFERENCE_WEIGHT;
        p[n++] = TwinModel.REFERENCE_EGFR;
        TwinKnowledge.CounterRegulation counterRegulation =
                model.knowledge.glucose().counterRegulation();
        p[n++] = counterRegulation.threshold();
        p[n++] = counterRegulation.madeGood();
        p[n++] = counterRegulation.smoothness();
        p[n++] = model.knowledge.glucosuria().egfrExponent();
        p[n++] = model.reliefOfSecretion;
        p[n++] = model.prandialExcretion;
        for (Drug drug : held) {
            DrugModel figures = model.knowledge.drug(drug);
            int d = drug.ordinal();
            p[n++] = figures.shape() == Shape.PROPORTIONAL ? 1 : 0;
            p[n++] = figures.scaleConcentration();
            p[n++] = model.concentration(
                    d,
                    doses[d],
                    cohort.clearance[index(twin, drug)],
                    TwinModel.REFERENCE_WEIGHT,
                    TwinModel.REFERENCE_EGFR);
            p[n++] = figures.pharmacokinetics().clearanceWeight();
            p[n++] = figures.pharmacokinetics().clearanceEgfr();
            p[n++] = model.accumulates[d] ? -Math.log(model.concentrationKept[d]) : 0;
            p[n++] = 1 / figures.onsetWeeks();
            p[n++] = 1 / figures.slowOnsetWeeks();
            p[n++] = cohort.response[index(twin, drug)];
            p[n++] = figures.effect(Target.HEPATIC_OUTPUT);
            p[n++] = figures.effect(Target.SENSITIVITY);
            p[n++] = figures.effect(Target.SECRETION);
            p[n++] = figures.effect(Target.INCRETIN);
            p[n++] = figures.effect(Target.RENAL);
            p[n++] = figures.effect(Target.PRANDIAL);
            p[n++] = figures.effect(Target.EXOGENOUS_INSULIN);
            p[n++] = figures.effect(Target.WEIGHT);
            p[n++] = figures.effect(Target.EGFR_DIP);
            p[n++] = figures.effect(Target.EGFR_PROTECTION);
            p[n++] = figures.effect(Target.BETA_CELL_DECLINE);
        }
        start = start(new TwinBatch(cohort), twin, held);
    }

    private static double[] start(TwinBatch batch, int twin, Drug[] held) {
        double[] state = new double[FIRST_EFFECT + 3 * held.length];
        state[0] = batch.fastingGlucose(twin);
        state[1] = batch.glucoseState(twin).fastingInsulin();
        state[2] = 1;
        state[3] = 1;
        state[4] = batch.hba1c(twin);
        state[5] = batch.chronicEgfr(twin);
        int n = FIRST_EFFECT;
        for (Drug drug : held) {
            state[n++] = batch.effect(twin, drug);
            state[n++] = batch.effectOnWeight(twin, drug);
            if (batch.accumulates(drug)) {
                state[n++] = batch.concentration(twin, drug);
            }
        }
        return Arrays.copyOf(state, n);
    }

    private static int index(int twin, Drug drug) {
        return twin * TwinModel.DRUGS + drug.ordinal();
    }

    /** How many drugs are taken before or from week 0 on. */
    public int drugs() {
        return drugs;
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
        double onRenal = 0;
        double onPrandial = 0;
        double exogenous = 0;
        double onWeight = 0;
        double dip = 0;
        double protection = 0;
        double onDecline = 0;
        int at = FIRST_EFFECT;
        for (int j = 0; j < drugs; j++) {
            int k = COMMON + PER_DRUG * j;
            double fast = y[at];
            double effect = fast * p[k + 8];
            onHepatic += p[k + 9] * effect;
            onSensitivity += p[k + 10] * effect;
            secretagogue += p[k + 11] * effect;
            incretin += p[k + 12] * effect;
            onRenal += p[k + 13] * effect;
            onPrandial += p[k + 14] * effect;
            exogenous += p[k + 15] * effect;
            onWeight += p[k + 16] * y[at + 1];
            dip += p[k + 17] * fast;
            protection += p[k + 18] * fast;
            onDecline += p[k + 19] * fast;
            at += p[k + 5] > 0 ? 3 : 2;
        }
        double slow = onWeight * p[5];
        double relativeWeight = p[20] * (1 + slow);
        double relativeEgfr = y[5] * (1 - dip) / p[21];
        at = FIRST_EFFECT;
        for (int j = 0; j < drugs; j++) {
            int k = COMMON + PER_DRUG * j;
            double steady = p[k + 2];
            if (p[k + 3] != 0) {
                steady *= Math.pow(relativeWeight, -p[k + 3]);
            }
            if (p[k + 4] != 0) {
                steady *= Math.pow(relativeEgfr, -p[k + 4]);
            }
            double concentration = p[k + 5] > 0 ? y[at + 2] : steady;
            double target = concentration / (p[k] == 1 ? p[k + 1] : p[k + 1] + concentration);
            derivatives[at] = (target - y[at]) * p[k + 6];
            derivatives[at + 1] = (target - y[at + 1]) * p[k + 7];
            if (p[k + 5] > 0) {
                derivatives[at + 2] = (steady - concentration) * p[k + 5];
            }
            at += p[k + 5] > 0 ? 3 : 2;
        }
        double renal = onRenal * Math.pow(relativeEgfr, p[25]);
        incretin += p[26] * renal;
        onPrandial += p[27] * renal;
        double glucose = y[0];
        double insulin = y[1];
        double onProduction = (1 + p[6] * slow) * y[3] / ((1 + onHepatic) * (1 + onSensitivity));
        double secreted = p[1]
                * y[2]
                * ((1 + secretagogue) * Math.max(0, glucose - p[16]) + incretin * Math.max(0, glucose - p[17]));
        derivatives[0] = p[12]
                * (p[0] * onProduction / insulin
                        + p[14] * Math.max(0, p[15] - glucose)
                        - glucose
                        - renal * Math.max(0, glucose - p[18]));
        derivatives[1] = p[13] * (secreted + exogenous - insulin);
        derivatives[2] = -y[2] * p[4] * Math.max(0, 1 + onDecline);
        derivatives[3] = y[3] * p[7];
        double free = p[8] * glucose + p[2] * Math.sqrt(onProduction / y[2]) / (1 + onPrandial);
        double below = p[22] - free;
        double mean = free + p[23] / 2 * (below + Math.sqrt(below * below + 4 * p[24] * p[24]));
        derivatives[4] = p[11] * ((mean - p[10]) / p[9] + p[3] - y[4]);
        derivatives[5] = -y[5] * p[19] * Math.max(0, 1 - protection);
    }
}
