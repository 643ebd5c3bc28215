package org.hsdpo.twin;

import java.util.Arrays;
import java.util.Objects;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.clinical.regimen.Regimen;

/**
 * Mutable simulation of all twins of a cohort, each with its own doses, in weekly steps. It starts at the personalised
 * state under the current regimen.
 *
 * <p>Event draws depend only on the cohort's seed, the twin, the week and the kind of event, never on thread count or
 * call order, so two regimens meet the same luck. Ranges of twins that do not overlap may be advanced by different
 * threads at the same time; everything else is for one thread.
 */
public final class TwinBatch {
    /** Weeks of a mean Gregorian year. */
    public static final double WEEKS_PER_YEAR = TwinModel.WEEKS_PER_YEAR;

    private static final int DRUGS = TwinModel.DRUGS;
    private static final int KINDS = AdverseEvent.COUNT;
    private static final int LEVELS = 3;
    private static final AdverseEvent[] KIND = AdverseEvent.values();
    private static final int INTOLERANCE = AdverseEvent.GASTROINTESTINAL_INTOLERANCE.ordinal();
    /** Exposure follows weight and renal function, which move slowly. */
    private static final int WEEKS_BETWEEN_EXPOSURES = 4;

    /** Twins that go through the parts of a week together: the processor overlaps what does not wait for each other. */
    private static final int TILE = 16;

    private static final double LOG_70 = Math.log(70);
    private static final double LOG_54 = Math.log(54);

    /** Share of a steady state within which a concentration has come to it. */
    private static final double ARRIVED = 1e-9;

    private static final int RED_CELL_AGES = 4;
    private static final double GLYCATION_AT_BALANCE = 2.0 / (RED_CELL_AGES + 1);

    private final TwinCohort cohort;
    private final TwinModel model;
    private final int size;

    private final double[] doses;
    /** By twin · drugs + drug: where the effect is heading, where it is, and the slow one on weight and lipids. */
    private final double[] target;

    private final double[] effect;
    private final double[] slowEffect;
    /** Mean concentration of the active drug at steady state under the present dose, and where it is on the way there. */
    private final double[] steady;

    private final double[] concentration;

    /** Weekly hazard by twin · kinds + kind at the present exposure; that of intolerance without its excess. */
    private final double[] hazard;

    private final double[] gastrointestinalBurden;
    /** Factor of renal function on hypoglycaemia. */
    private final double[] renalHazard;

    private final double[] betaCells;
    private final double[] resistance;
    private final double[] weeklyBetaCellDecline;
    private final double[] weeklyEgfrDecline;
    private final double[] chronicEgfr;
    private final double[] gastrointestinalTolerance;
    private final double[] hba1c;
    /** Glycation by red-cell age class, by twin · ages + age; only in the alternative variant. */
    private final double[] redCells;

    private final double[] redCellTransit;
    /** HbA1c at balance with the present mean glucose. */
    private final double[] drive;

    private final double[] fasting;
    private final double[] mean;
    private final double[] cv;
    private final double[] hypoglycaemiaDrive;
    private final int[] weeks;
    /** Every drug, where it is not known which act. */
    private final DrugAction all = DrugAction.ofAllDrugs();

    private final int[] hypoglycaemia;
    private final double[] expectedHypoglycaemia;
    private final int[] adverse;
    private final double[] expectedAdverse;

    /** Starts at the personalised state under the current regimen. */
    public TwinBatch(TwinCohort cohort) {
        this.cohort = Objects.requireNonNull(cohort, "cohort");
        this.model = cohort.model;
        this.size = cohort.size();
        doses = cohort.doses.clone();
        target = new double[size * DRUGS];
        effect = new double[size * DRUGS];
        slowEffect = new double[size * DRUGS];
        steady = new double[size * DRUGS];
        concentration = new double[size * DRUGS];
        hazard = new double[size * KINDS];
        gastrointestinalBurden = new double[size];
        renalHazard = new double[size];
        betaCells = new double[size];
        resistance = new double[size];
        chronicEgfr = cohort.egfr.clone();
        weeklyBetaCellDecline = weekly(cohort.betaCellDecline);
        weeklyEgfrDecline = weekly(cohort.egfrDecline);
        gastrointestinalTolerance = new double[size];
        hba1c = new double[size];
        boolean alternative = model.variant == ModelVariant.ALTERNATIVE;
        redCells = alternative ? new double[size * RED_CELL_AGES] : new double[0];
        redCellTransit = alternative ? new double[size * RED_CELL_AGES] : new double[0];
        drive = new double[size];
        fasting = new double[size];
        mean = new double[size];
        cv = new double[size];
        hypoglycaemiaDrive = new double[size];
        weeks = new int[size];
        hypoglycaemia = new int[size * LEVELS];
        expectedHypoglycaemia = new double[size * LEVELS];
        adverse = new int[size * KINDS];
        expectedAdverse = new double[size * KINDS];
        if (cohort.origin != null) {
            for (int i = 0; i < size; i++) {
                continueFrom(cohort.origin, cohort.originTwin[i], i);
            }
            return;
        }
        DrugAction action = new DrugAction();
        for (int i = 0; i < size; i++) {
            start(i, action);
        }
    }

    private TwinBatch(TwinBatch other) {
        cohort = other.cohort;
        model = other.model;
        size = other.size;
        doses = other.doses.clone();
        target = other.target.clone();
        effect = other.effect.clone();
        slowEffect = other.slowEffect.clone();
        steady = other.steady.clone();
        concentration = other.concentration.clone();
        hazard = other.hazard.clone();
        gastrointestinalBurden = other.gastrointestinalBurden.clone();
        renalHazard = other.renalHazard.clone();
        betaCells = other.betaCells.clone();
        resistance = other.resistance.clone();
        chronicEgfr = other.chronicEgfr.clone();
        weeklyBetaCellDecline = other.weeklyBetaCellDecline;
        weeklyEgfrDecline = other.weeklyEgfrDecline;
        gastrointestinalTolerance = other.gastrointestinalTolerance.clone();
        hba1c = other.hba1c.clone();
        redCells = other.redCells.clone();
        redCellTransit = other.redCellTransit;
        drive = other.drive.clone();
        fasting = other.fasting.clone();
        mean = other.mean.clone();
        cv = other.cv.clone();
        hypoglycaemiaDrive = other.hypoglycaemiaDrive.clone();
        weeks = other.weeks.clone();
        hypoglycaemia = other.hypoglycaemia.clone();
        expectedHypoglycaemia = other.expectedHypoglycaemia.clone();
        adverse = other.adverse.clone();
        expectedAdverse = other.expectedAdverse.clone();
    }

    /** Number of twins. */
    public int size() {
        return size;
    }

    /**
     * From now on one twin takes these doses. Titration inside label limits is the caller's business.
     *
     * @param dosesByDrugOrdinal dose in the formulary unit of each drug by {@link Drug#ordinal()}; 0 = not taken
     * @throws InvalidInputException where a dose is negative or not finite
     */
    public void setDoses(int twin, double[] dosesByDrugOrdinal) {
        refuseWrong(dosesByDrugOrdinal);
        take(twin, dosesByDrugOrdinal);
    }

    /** {@link #setDoses} for every twin. */
    public void setAllDoses(double[] dosesByDrugOrdinal) {
        refuseWrong(dosesByDrugOrdinal);
        for (int i = 0; i < size; i++) {
            take(i, dosesByDrugOrdinal);
        }
    }

    /** Advances all twins. */
    public void advance(int weeks) {
        advance(weeks, 0, size);
    }

    /** Advances the twins from {@code from} (inclusive) to {@code to} (exclusive). */
    public void advance(int weeks, int from, int to) {
        if (weeks < 0) {
            throw new IllegalArgumentException("twins do not go back in time: " + weeks);
        }
        Objects.checkFromToIndex(from, to, size);
        DrugAction[] actions = new DrugAction[Math.min(TILE, to - from)];
        Arrays.setAll(actions, lane -> new DrugAction());
        for (int first = from; first < to; first += TILE) {
            int end = Math.min(first + TILE, to);
            for (int week = 0; week < weeks; week++) {
                step(first, end, actions);
            }
        }
    }

    /** HbA1c, % (NGSP). */
    public double hba1c(int twin) {
        return hba1c[twin];
    }

    /** Fasting plasma glucose, mg/dL. */
    public double fastingGlucose(int twin) {
        return fasting[twin];
    }

    /** Mean glucose over the day, mg/dL. */
    public double meanGlucose(int twin) {
        return mean[twin];
    }

    /** Coefficient of variation of glucose over the day, %. */
    public double glucoseCv(int twin) {
        return cv[twin];
    }

    /** Time at 70-180 mg/dL, %. */
    public double timeInRange(int twin) {
        return 100 - timeBelow70(twin) - timeAbove180(twin);
    }

    /** Time below 70 mg/dL, %. */
    public double timeBelow70(int twin) {
        return 100 * shareBelow(twin, 70);
    }

    /** Time below 54 mg/dL, %. */
    public double timeBelow54(int twin) {
        return 100 * shareBelow(twin, 54);
    }

    /** Time above 180 mg/dL, %. */
    public double timeAbove180(int twin) {
        return 100 * (1 - shareBelow(twin, 180));
    }

    /** Time above 250 mg/dL, %. */
    public double timeAbove250(int twin) {
        return 100 * (1 - shareBelow(twin, 250));
    }

    /** Body weight, kg. */
    public double weight(int twin) {
        return cohort.weight[twin] * (1 + slow(model.weight, twin));
    }

    /**
     * Mean concentration of a drug with its active metabolites at present, in {@link DrugPharmacokinetics#unit()}; drugs
     * whose half-life is a day or less are taken to be at their steady state.
     */
    public double concentration(int twin, Drug drug) {
        int at = twin * DRUGS + drug.ordinal();
        return model.accumulates[drug.ordinal()] ? concentration[at] : steady[at];
    }

    /** Estimated GFR, mL/min/{1.73_m2}. */
    public double egfr(int twin) {
        return chronicEgfr[twin] * (1 - TwinModel.sum(model.egfrDip, effect, twin * DRUGS));
    }

    /** Systolic pressure, mm[Hg]. */
    public double systolicPressure(int twin) {
        return cohort.systolicPressure[twin] + slow(model.systolicPressure, twin);
    }

    /** Heart rate, /min. */
    public double heartRate(int twin) {
        return cohort.heartRate[twin] + slow(model.heartRate, twin);
    }

    /** LDL cholesterol, mg/dL. */
    public double ldl(int twin) {
        return cohort.ldl[twin] * (1 + slow(model.ldl, twin));
    }

    /** HDL cholesterol, mg/dL. */
    public double hdl(int twin) {
        return cohort.hdl[twin] * (1 + slow(model.hdl, twin));
    }

    /** Triglycerides, mg/dL. */
    public double triglycerides(int twin) {
        return cohort.triglycerides[twin] * (1 + slow(model.triglycerides, twin));
    }

    /** Alanine aminotransferase, U/L. */
    public double alt(int twin) {
        return cohort.alt[twin] * (1 + slow(model.alt, twin));
    }

    /** Weeks simulated so far; of the twin that is furthest behind where ranges were advanced differently. */
    public int week() {
        int least = Integer.MAX_VALUE;
        for (int week : weeks) {
            least = Math.min(least, week);
        }
        return least;
    }

    /**
     * Sampled recognised (symptomatic or self-measured) hypoglycaemia since the last {@link #resetEvents()}.
     *
     * @param level 1 (54-69 mg/dL), 2 (below 54 mg/dL) or 3 (needs another person's help)
     */
    public int hypoglycaemia(int twin, int level) {
        return hypoglycaemia[twin * LEVELS + index(level)];
    }

    /** Sampled adverse events of grade 2 or more since the last {@link #resetEvents()}. */
    public int adverseEvents(int twin, AdverseEvent kind) {
        return adverse[twin * KINDS + kind.ordinal()];
    }

    /** Hazard integral of what {@link #hypoglycaemia} samples: the same with less variance. */
    public double expectedHypoglycaemia(int twin, int level) {
        return expectedHypoglycaemia[twin * LEVELS + index(level)];
    }

    /**
     * Recognised hypoglycaemia below a glucose at present, events per patient-year: of level 2 in the share of time below
     * 54 mg/dL, of level 1 in the share above that.
     *
     * @param below glucose in mg/dL
     */
    public double recognisedHypoglycaemiaRate(int twin, double below) {
        TwinKnowledge.Hypoglycaemia figures = model.knowledge.hypoglycaemia();
        double share = shareBelow(twin, below);
        double low = below <= 54 ? share : shareBelow(twin, 54);
        return (figures.level1Rate() * (share - low) + figures.level2Rate() * low)
                * hypoglycaemiaDrive[twin]
                * cohort.hypoglycaemiaFrailty[twin]
                * renalHazard[twin];
    }

    /** Hazard integral of what {@link #adverseEvents} samples. */
    public double expectedAdverseEvents(int twin, AdverseEvent kind) {
        return expectedAdverse[twin * KINDS + kind.ordinal()];
    }

    /** Sets all event counts and hazard integrals to 0. */
    public void resetEvents() {
        Arrays.fill(hypoglycaemia, 0);
        Arrays.fill(expectedHypoglycaemia, 0);
        Arrays.fill(adverse, 0);
        Arrays.fill(expectedAdverse, 0);
    }

    /** An independent copy at the same state, for looking ahead. */
    public TwinBatch copy() {
        return new TwinBatch(this);
    }

    /**
     * Chosen twins where they stand now, as a cohort that begins there at week 0: what is simulated from it goes on with
     * effects, HbA1c and progression as they are. Its twins have event draws of their own.
     *
     * @param twins at least one, by index in this batch; one may be chosen more than once
     * @param seed of the event draws
     */
    public TwinCohort standing(int[] twins, long seed) {
        if (twins.length == 0) {
            throw new IllegalArgumentException("a cohort needs at least one twin");
        }
        return TwinCohort.standing(cohort, copy(), twins, seed);
    }

    void copyDoses(int twin, double[] target, int to) {
        System.arraycopy(doses, twin * DRUGS, target, to * DRUGS, DRUGS);
    }

    /** Takes over everything a twin of another batch has come to, except what was counted. */
    private void continueFrom(TwinBatch other, int from, int i) {
        copyRow(other.target, target, from, i, DRUGS);
        copyRow(other.effect, effect, from, i, DRUGS);
        copyRow(other.slowEffect, slowEffect, from, i, DRUGS);
        copyRow(other.steady, steady, from, i, DRUGS);
        copyRow(other.concentration, concentration, from, i, DRUGS);
        copyRow(other.hazard, hazard, from, i, KINDS);
        if (model.variant == ModelVariant.ALTERNATIVE) {
            copyRow(other.redCells, redCells, from, i, RED_CELL_AGES);
            copyRow(other.redCellTransit, redCellTransit, from, i, RED_CELL_AGES);
        }
        gastrointestinalBurden[i] = other.gastrointestinalBurden[from];
        gastrointestinalTolerance[i] = other.gastrointestinalTolerance[from];
        renalHazard[i] = other.renalHazard[from];
        betaCells[i] = other.betaCells[from];
        resistance[i] = other.resistance[from];
        chronicEgfr[i] = other.chronicEgfr[from];
        hba1c[i] = other.hba1c[from];
        drive[i] = other.drive[from];
        fasting[i] = other.fasting[from];
        mean[i] = other.mean[from];
        cv[i] = other.cv[from];
        hypoglycaemiaDrive[i] = other.hypoglycaemiaDrive[from];
    }

    private static void copyRow(double[] source, double[] target, int from, int to, int width) {
        System.arraycopy(source, from * width, target, to * width, width);
    }

    private void start(int i, DrugAction action) {
        betaCells[i] = 1;
        resistance[i] = 1;
        int base = i * DRUGS;
        // The measured weight and eGFR under the current regimen fix the exposure, and the exposure the drug-free ones.
        double weight = cohort.currentWeight[i];
        double egfr = cohort.currentEgfr[i];
        expose(i, weight, egfr, all);
        for (int d = base; d < base + DRUGS; d++) {
            concentration[d] = steady[d];
            effect[d] = target[d];
            slowEffect[d] = target[d];
        }
        gastrointestinalTolerance[i] = gastrointestinalBurden[i];
        action.findActing(effect, slowEffect, target, base);
        balance(i, action);
        hba1c[i] = drive[i];
        if (model.variant == ModelVariant.ALTERNATIVE) {
            double x = cohort.redCellRate[i];
            double transit = Math.exp(-x);
            for (int age = 0; age < RED_CELL_AGES; age++) {
                redCells[i * RED_CELL_AGES + age] = (age + 1) * GLYCATION_AT_BALANCE * drive[i];
                redCellTransit[i * RED_CELL_AGES + age] = transit;
                transit *= x / (age + 1);
            }
        }
    }

    /** One week of some twins, one part of it after the other. */
    private void step(int from, int to, DrugAction[] actions) {
        for (int i = from; i < to; i++) {
            move(i, actions[i - from]);
        }
        for (int i = from; i < to; i++) {
            double before = drive[i];
            balance(i, actions[i - from]);
            glycate(i, before, drive[i]);
        }
        for (int i = from; i < to; i++) {
            drawHypoglycaemia(i, weeks[i]);
        }
        for (int i = from; i < to; i++) {
            drawAdverseEvents(i, weeks[i]);
            weeks[i]++;
        }
    }

    /** Exposure, effects and what moves by itself. */
    private void move(int i, DrugAction action) {
        int base = i * DRUGS;
        action.findActing(effect, slowEffect, target, base);
        if (weeks[i] % WEEKS_BETWEEN_EXPOSURES == 0) {
            expose(i, weight(i, action), egfr(i, action), action);
        }
        for (int n = 0; n < action.acting; n++) {
            int d = action.drug[n];
            double pursued = model.accumulates[d] ? accumulate(base, d) : target[base + d];
            effect[base + d] += (pursued - effect[base + d]) * model.onset[d];
            slowEffect[base + d] += (pursued - slowEffect[base + d]) * model.slowOnset[d];
        }
        progress(i, base, action);
    }

    /** One week of a concentration on its way to steady state; the effect at its mean over the week. */
    private double accumulate(int base, int d) {
        double end = steady[base + d];
        double distance = concentration[base + d] - end;
        if (Math.abs(distance) <= ARRIVED * end) {
            concentration[base + d] = end;
            return target[base + d];
        }
        concentration[base + d] = end + distance * model.concentrationKept[d];
        return model.effect(d, end + distance * model.concentrationLag[d]);
    }

    private void progress(int i, int base, DrugAction action) {
        betaCells[i] *= 1
                - weeklyBetaCellDecline[i]
                        * Math.max(0, 1 + TwinModel.sum(model.betaCellDecline, effect, base, action));
        resistance[i] *= model.resistanceGrowth;
        chronicEgfr[i] *=
                1 - weeklyEgfrDecline[i] * Math.max(0, 1 - TwinModel.sum(model.egfrProtection, effect, base, action));
    }

    /** Glucose at balance with the present effects; see {@link FastingBalance}. */
    private void balance(int i, DrugAction action) {
        int base = i * DRUGS;
        model.act(effect, cohort.response, base, egfr(i, action), action);
        double weightEffect = TwinModel.sum(model.weight, slowEffect, base, action) * cohort.slowResponse[i];
        double onProduction =
                action.production * (1 + model.knowledge.physiology().weightExponent() * weightEffect) * resistance[i];
        double secretion = cohort.secretion[i] * betaCells[i];
        double glucose = FastingBalance.glucose(
                cohort.production[i] * onProduction,
                secretion,
                action.secretagogue,
                action.incretin,
                action.exogenous,
                action.renal);
        fasting[i] = glucose;
        mean[i] = model.fastingShare * glucose
                + cohort.prandial[i] * Math.sqrt(onProduction / betaCells[i]) * action.prandial;
        drive[i] = model.knowledge.glucose().hba1c(mean[i]) + cohort.glycationGap[i];
        TwinKnowledge.Variability variability = model.knowledge.variability();
        cv[i] = cohort.cv[i] * GlucoseVariability.drugFactor(variability, glucose, secretion, action);
        hypoglycaemiaDrive[i] = GlucoseVariability.insulinShare(glucose, secretion, action)
                + model.knowledge.hypoglycaemia().sulfonylureaDrive() * GlucoseVariability.secretagogueShare(action)
                + model.knowledge.hypoglycaemia().driveWithoutDrug();
    }

    /** One week of HbA1c, exact for a drive that is linear (standard) or constant at its mean (alternative). */
    private void glycate(int i, double before, double after) {
        if (model.variant == ModelVariant.STANDARD) {
            double rate = model.hba1cRate;
            double kept = model.hba1cKept;
            double slope = after - before;
            hba1c[i] = after - slope / rate + (hba1c[i] - before + slope / rate) * kept;
            return;
        }
        int first = i * RED_CELL_AGES;
        double balance = GLYCATION_AT_BALANCE * (before + after) / 2;
        double sum = 0;
        for (int age = RED_CELL_AGES - 1; age >= 0; age--) {
            double glycation = (age + 1) * balance;
            for (int younger = 0; younger <= age; younger++) {
                glycation +=
                        redCellTransit[first + age - younger] * (redCells[first + younger] - (younger + 1) * balance);
            }
            redCells[first + age] = glycation;
            sum += glycation;
        }
        hba1c[i] = sum / RED_CELL_AGES;
    }

    private void drawHypoglycaemia(int i, int week) {
        TwinKnowledge.Hypoglycaemia figures = model.knowledge.hypoglycaemia();
        double logSd = GlucoseVariability.logSd(cv[i]);
        double logMean = Math.log(mean[i]);
        double below70 = GlucoseVariability.shareBelowLog(LOG_70, logMean, logSd);
        double below54 = GlucoseVariability.shareBelowLog(LOG_54, logMean, logSd);
        double scale =
                hypoglycaemiaDrive[i] * cohort.hypoglycaemiaFrailty[i] * renalHazard[i] / TwinModel.WEEKS_PER_YEAR;
        double level2 = figures.level2Rate() * below54 * scale;
        count(i, week, 0, figures.level1Rate() * (below70 - below54) * scale);
        count(i, week, 1, level2);
        count(i, week, 2, level2 * figures.severeShare() * cohort.severeFrailty[i]);
    }

    private void count(int i, int week, int level, double hazard) {
        expectedHypoglycaemia[i * LEVELS + level] += hazard;
        hypoglycaemia[i * LEVELS + level] += events(hazard, eventDraw(i, week, level));
    }

    private void drawAdverseEvents(int i, int week) {
        double burden = gastrointestinalBurden[i];
        double fresh = Math.max(0, burden - gastrointestinalTolerance[i]);
        gastrointestinalTolerance[i] += (burden - gastrointestinalTolerance[i]) * model.gastrointestinalAdaptation;
        for (int k = 0; k < KINDS; k++) {
            double now = hazard[i * KINDS + k];
            if (k == INTOLERANCE) {
                now *= 1 + model.gastrointestinalPersistence * burden + fresh;
            }
            expectedAdverse[i * KINDS + k] += now;
            adverse[i * KINDS + k] += events(now, eventDraw(i, week, LEVELS + k));
        }
    }

    private double eventDraw(int i, int week, int kind) {
        return CounterRandom.uniform(cohort.key[i], (long) week * (LEVELS + KINDS) + kind);
    }

    /** Poisson count at a uniform number: rises with the hazard at the same number. */
    private static int events(double hazard, double uniform) {
        // 1 − h is below e^−h, so the common case needs no exponential.
        if (uniform < 1 - hazard) {
            return 0;
        }
        double probability = Math.exp(-hazard);
        double cumulative = probability;
        int count = 0;
        while (uniform > cumulative && probability > 0) {
            count++;
            probability *= hazard / count;
            cumulative += probability;
        }
        return count;
    }

    private void take(int twin, double[] dosesByDrugOrdinal) {
        int base = twin * DRUGS;
        if (!Arrays.equals(doses, base, base + DRUGS, dosesByDrugOrdinal, 0, DRUGS)) {
            System.arraycopy(dosesByDrugOrdinal, 0, doses, base, DRUGS);
            expose(twin, weight(twin), egfr(twin), all);
        }
    }

    private void expose(int i, double weight, double egfr, DrugAction action) {
        int base = i * DRUGS;
        for (int n = 0; n < action.acting; n++) {
            int d = action.drug[n];
            double dose = doses[base + d];
            if (dose == 0) {
                steady[base + d] = 0;
                target[base + d] = 0;
            } else {
                steady[base + d] = model.concentration(d, dose, cohort.clearance[base + d], weight, egfr);
                target[base + d] = model.effect(d, steady[base + d]);
            }
        }
        renalHazard[i] = Math.pow(
                egfr / TwinModel.REFERENCE_EGFR, model.knowledge.hypoglycaemia().egfrExponent());
        for (AdverseEvent kind : KIND) {
            int k = kind.ordinal();
            double background = cohort.adverseHazard[i * KINDS + k];
            double excess = model.excess(kind, cohort.female[i], target, steady, base, action);
            if (k == INTOLERANCE) {
                gastrointestinalBurden[i] = Math.max(0, excess);
                hazard[i * KINDS + k] = background;
            } else {
                hazard[i * KINDS + k] = background * Math.max(0, 1 + excess);
            }
        }
    }

    private double weight(int i, DrugAction action) {
        return cohort.weight[i]
                * (1 + TwinModel.sum(model.weight, slowEffect, i * DRUGS, action) * cohort.slowResponse[i]);
    }

    private double egfr(int i, DrugAction action) {
        return chronicEgfr[i] * (1 - TwinModel.sum(model.egfrDip, effect, i * DRUGS, action));
    }

    private double slow(double[] maxima, int twin) {
        return TwinModel.sum(maxima, slowEffect, twin * DRUGS) * cohort.slowResponse[twin];
    }

    private double shareBelow(int twin, double limit) {
        return GlucoseVariability.shareBelow(limit, mean[twin], GlucoseVariability.logSd(cv[twin]));
    }

    private static double[] weekly(double[] yearly) {
        return Arrays.stream(yearly)
                .map(rate -> rate / TwinModel.WEEKS_PER_YEAR)
                .toArray();
    }

    private static int index(int level) {
        if (level < 1 || level > LEVELS) {
            throw new IllegalArgumentException("hypoglycaemia has levels 1 to 3: " + level);
        }
        return level - 1;
    }

    private static void refuseWrong(double[] doses) {
        if (doses.length != DRUGS) {
            throw new IllegalArgumentException("one dose per drug is needed, " + DRUGS + ": " + doses.length);
        }
        for (int d = 0; d < DRUGS; d++) {
            if (!(doses[d] >= 0) || !Double.isFinite(doses[d])) {
                // Regimen states what a dose is.
                Regimen.none().with(Drug.values()[d], doses[d]);
            }
        }
    }
}
