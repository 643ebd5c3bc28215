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
 * call order, so two regimens meet the same luck. {@link #advance(int, Workers)} divides the twins among threads;
 * everything else is for one thread at a time. Advancing allocates nothing per twin or week.
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

    /** Twins that go through the parts of a week together, so that each part is one short loop over arrays. */
    private static final int TILE_BITS = 6;

    static final int TILE = 1 << TILE_BITS;

    /** A week's event draws: three words, then the further digits of each kind. */
    private static final int EVENT_WORDS = 3;

    private static final int EVENT_NUMBERS = EVENT_WORDS + LEVELS + KINDS;
    /** Pieces of a word, and their values. */
    private static final int PIECES = 4;

    private static final int PIECE = 0xFFFF;
    private static final double PIECE_VALUES = 0x1.0p16;
    /** The greatest uniform number below 1. */
    private static final double MOST = 1 - 0x1.0p-53;

    /** Events a week beyond which a Poisson count is not summed up. */
    private static final double LARGE_HAZARD = 500;

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
    /** By drug, then twin: where the effect is heading, where it is, and the slow one on weight and lipids. */
    private final double[][] target;

    private final double[][] fastEffect;
    private final double[][] slowEffect;
    /** Mean concentration of the active drug at steady state under the present dose, and where it is on the way there. */
    private final double[][] steady;

    private final double[][] concentration;
    /** Person's factor on the glycaemic effect. */
    private final double[][] response;
    /** Drugs that act on any twin of a tile, a bit each. */
    private final int[] acting;

    /** By kind, then twin: weekly hazard at the present dose; that of intolerance without its excess. */
    private final double[][] hazard;

    /** Sum of the hazards but that of intolerance. */
    private final double[] otherHazards;

    private final double[] gastrointestinalBurden;
    /** Factor of renal function on hypoglycaemia. */
    private final double[] renalHazard;
    /** Factor of renal function on glucosuria. */
    private final double[] filtration;

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
    /** Share of injected in all fasting insulin. */
    private final double[] insulinShare;

    private final double[] hypoglycaemiaDrive;
    private final int[] weeks;

    private final int[] hypoglycaemia;
    private final double[][] expectedHypoglycaemia;
    private final int[] adverse;
    private final double[][] expectedAdverse;
    private final Scratch now;

    /** What the drugs do to each twin this week, and what is between two loops of it. */
    private static final class Scratch {
        final double[] pursued;
        final double[] glycaemic;
        final double[] hepatic;
        final double[] secretagogue;
        final double[] incretin;
        final double[] sensitivity;
        final double[] renal;
        final double[] prandial;
        final double[] exogenous;
        final double[] weight;
        final double[] egfrDip;
        final double[] egfrProtection;
        final double[] betaCellDecline;
        final double[] production;
        final double[] secretion;
        final double[] before;
        private final double[][] sums;

        Scratch(int size) {
            pursued = new double[size];
            glycaemic = new double[size];
            hepatic = new double[size];
            secretagogue = new double[size];
            incretin = new double[size];
            sensitivity = new double[size];
            renal = new double[size];
            prandial = new double[size];
            exogenous = new double[size];
            weight = new double[size];
            egfrDip = new double[size];
            egfrProtection = new double[size];
            betaCellDecline = new double[size];
            production = new double[size];
            secretion = new double[size];
            before = new double[size];
            sums = new double[][] {
                hepatic,
                secretagogue,
                incretin,
                sensitivity,
                renal,
                prandial,
                exogenous,
                weight,
                egfrDip,
                egfrProtection,
                betaCellDecline
            };
        }

        void clearSums(int from, int to) {
            for (double[] sum : sums) {
                Arrays.fill(sum, from, to, 0);
            }
        }
    }

    /** Starts at the personalised state under the current regimen. */
    public TwinBatch(TwinCohort cohort) {
        this.cohort = Objects.requireNonNull(cohort, "cohort");
        this.model = cohort.model;
        this.size = cohort.size();
        doses = cohort.doses.clone();
        target = new double[DRUGS][size];
        fastEffect = new double[DRUGS][size];
        slowEffect = new double[DRUGS][size];
        steady = new double[DRUGS][size];
        concentration = new double[DRUGS][size];
        response = byDrug(cohort.response, size);
        acting = new int[(size + TILE - 1) >> TILE_BITS];
        hazard = new double[KINDS][size];
        otherHazards = new double[size];
        gastrointestinalBurden = new double[size];
        renalHazard = new double[size];
        filtration = new double[size];
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
        insulinShare = new double[size];
        hypoglycaemiaDrive = new double[size];
        weeks = new int[size];
        hypoglycaemia = new int[size * LEVELS];
        expectedHypoglycaemia = new double[LEVELS][size];
        adverse = new int[size * KINDS];
        expectedAdverse = new double[KINDS][size];
        now = new Scratch(size);
        if (cohort.origin != null) {
            for (int i = 0; i < size; i++) {
                continueFrom(cohort.origin, cohort.originTwin[i], i);
            }
            return;
        }
        start();
    }

    private TwinBatch(TwinBatch other) {
        cohort = other.cohort;
        model = other.model;
        size = other.size;
        doses = other.doses.clone();
        target = rows(other.target);
        fastEffect = rows(other.fastEffect);
        slowEffect = rows(other.slowEffect);
        steady = rows(other.steady);
        concentration = rows(other.concentration);
        response = other.response;
        acting = other.acting.clone();
        hazard = rows(other.hazard);
        otherHazards = other.otherHazards.clone();
        gastrointestinalBurden = other.gastrointestinalBurden.clone();
        renalHazard = other.renalHazard.clone();
        filtration = other.filtration.clone();
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
        insulinShare = other.insulinShare.clone();
        hypoglycaemiaDrive = other.hypoglycaemiaDrive.clone();
        weeks = other.weeks.clone();
        hypoglycaemia = other.hypoglycaemia.clone();
        expectedHypoglycaemia = rows(other.expectedHypoglycaemia);
        adverse = other.adverse.clone();
        expectedAdverse = rows(other.expectedAdverse);
        now = new Scratch(size);
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

    /** Advances all twins on the calling thread. */
    public void advance(int weeks) {
        advance(weeks, 0, size);
    }

    /** Advances all twins, divided among threads; the state is the same to the bit whoever they are. */
    public void advance(int weeks, Workers workers) {
        workers.share(size, weeks, (from, to) -> advance(weeks, from, to));
    }

    /** Advances the twins from {@code from} (inclusive) to {@code to} (exclusive). */
    public void advance(int weeks, int from, int to) {
        if (weeks < 0) {
            throw new IllegalArgumentException("twins do not go back in time: " + weeks);
        }
        Objects.checkFromToIndex(from, to, size);
        int first = from;
        while (first < to) {
            int end = Math.min((first & -TILE) + TILE, to);
            for (int week = 0; week < weeks; week++) {
                step(first, end);
            }
            first = end;
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
        int d = drug.ordinal();
        return model.accumulates[d] ? concentration[d][twin] : steady[d][twin];
    }

    /** Estimated GFR, mL/min/{1.73_m2}. */
    public double egfr(int twin) {
        return chronicEgfr[twin] * (1 - sum(model.egfrDip, fastEffect, twin));
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
        return expectedHypoglycaemia[index(level)][twin];
    }

    /**
     * Recognised episodes that go below a glucose at present, events per patient-year: all of those below 70 mg/dL are of
     * level 1 or 2, those below 54 mg/dL of level 2.
     *
     * @param below glucose in mg/dL
     */
    public double recognisedHypoglycaemiaRate(int twin, double below) {
        HypoglycaemiaHazard hazard = model.hypoglycaemia;
        double drive = hypoglycaemiaDrive[twin] * cohort.hypoglycaemiaFrailty[twin] * renalHazard[twin];
        double share = shareBelow(twin, below);
        if (below >= HypoglycaemiaHazard.LEVEL_1) {
            return hazard.episodes(share, drive);
        }
        double begin = shareBelow(twin, HypoglycaemiaHazard.LEVEL_1);
        return hazard.episodes(begin, drive) * hazard.shareReaching(below, share, begin);
    }

    /**
     * Recognised hypoglycaemia of a level in events per patient-year if the twin, as it is otherwise at present, spent
     * these shares of its time below the limits; with those of the weekly model what {@link #expectedHypoglycaemia}
     * integrates.
     *
     * @param level 1 or 2
     * @param below70 share of time below 70 mg/dL, %
     * @param below54 share of time below 54 mg/dL, %
     */
    public double recognisedHypoglycaemiaRate(int twin, int level, double below70, double below54) {
        HypoglycaemiaHazard hazard = model.hypoglycaemia;
        double episodes = hazard.episodes(
                below70 / 100, hypoglycaemiaDrive[twin] * cohort.hypoglycaemiaFrailty[twin] * renalHazard[twin]);
        double deep = episodes * hazard.shareOfLevel2(below54, below70);
        return switch (level) {
            case 1 -> episodes - deep;
            case 2 -> deep;
            default ->
                throw new IllegalArgumentException(
                        "time below a limit leads to hypoglycaemia of level 1 or 2: " + level);
        };
    }

    /** Hazard integral of what {@link #adverseEvents} samples. */
    public double expectedAdverseEvents(int twin, AdverseEvent kind) {
        return expectedAdverse[kind.ordinal()][twin];
    }

    /** Sets all event counts and hazard integrals to 0. */
    public void resetEvents() {
        Arrays.fill(hypoglycaemia, 0);
        clear(expectedHypoglycaemia);
        Arrays.fill(adverse, 0);
        clear(expectedAdverse);
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

    /** The twin's glucose metabolism as it stands now, for the model of the hours within a day. */
    public GlucoseState glucoseState(int twin) {
        double[] effects = new double[DRUGS];
        double[] responses = new double[DRUGS];
        for (int d = 0; d < DRUGS; d++) {
            effects[d] = fastEffect[d][twin];
            responses[d] = response[d][twin];
        }
        DrugAction action = DrugAction.ofAllDrugs();
        model.act(effects, responses, 0, filtration[twin], action);
        double weightEffect = slow(model.weight, twin);
        double onProduction = action.production
                * (1 + model.knowledge.physiology().weightExponent() * weightEffect)
                * resistance[twin];
        return new GlucoseState(
                fasting[twin],
                mean[twin],
                cohort.production[twin] * onProduction,
                cohort.secretion[twin] * betaCells[twin],
                action.secretagogue,
                action.incretin,
                action.exogenous,
                action.renal,
                Math.min(1, effects[Drug.LIRAGLUTIDE.ordinal()] + effects[Drug.SEMAGLUTIDE.ordinal()]),
                weight(twin),
                egfr(twin),
                GlucoseVariability.withinDays(model.knowledge.variability(), cohort.variability[twin]));
    }

    /** Estimated GFR without what drugs do to it at once. */
    double chronicEgfr(int twin) {
        return chronicEgfr[twin];
    }

    /** A drug's effect on glucose, a share of its maximum. */
    double effect(int twin, Drug drug) {
        return fastEffect[drug.ordinal()][twin];
    }

    /** A drug's effect on weight, a share of its maximum. */
    double effectOnWeight(int twin, Drug drug) {
        return slowEffect[drug.ordinal()][twin];
    }

    /** Whether a drug takes longer than a week to its steady state. */
    boolean accumulates(Drug drug) {
        return model.accumulates[drug.ordinal()];
    }

    void copyHba1c(double[] target, int from, int to) {
        System.arraycopy(hba1c, from, target, from, to - from);
    }

    void copyDoses(int twin, double[] target, int to) {
        System.arraycopy(doses, twin * DRUGS, target, to * DRUGS, DRUGS);
    }

    /** Takes over everything a twin of another batch has come to, except what was counted. */
    private void continueFrom(TwinBatch other, int from, int i) {
        copyTwin(other.target, target, from, i);
        copyTwin(other.fastEffect, fastEffect, from, i);
        copyTwin(other.slowEffect, slowEffect, from, i);
        copyTwin(other.steady, steady, from, i);
        copyTwin(other.concentration, concentration, from, i);
        copyTwin(other.hazard, hazard, from, i);
        acting[i >> TILE_BITS] |= other.acting[from >> TILE_BITS];
        otherHazards[i] = other.otherHazards[from];
        if (model.variant == ModelVariant.ALTERNATIVE) {
            copyRow(other.redCells, redCells, from, i, RED_CELL_AGES);
            copyRow(other.redCellTransit, redCellTransit, from, i, RED_CELL_AGES);
        }
        gastrointestinalBurden[i] = other.gastrointestinalBurden[from];
        gastrointestinalTolerance[i] = other.gastrointestinalTolerance[from];
        renalHazard[i] = other.renalHazard[from];
        filtration[i] = other.filtration[from];
        betaCells[i] = other.betaCells[from];
        resistance[i] = other.resistance[from];
        chronicEgfr[i] = other.chronicEgfr[from];
        hba1c[i] = other.hba1c[from];
        drive[i] = other.drive[from];
        fasting[i] = other.fasting[from];
        mean[i] = other.mean[from];
        cv[i] = other.cv[from];
        insulinShare[i] = other.insulinShare[from];
        hypoglycaemiaDrive[i] = other.hypoglycaemiaDrive[from];
    }

    private static void copyRow(double[] source, double[] target, int from, int to, int width) {
        System.arraycopy(source, from * width, target, to * width, width);
    }

    private void start() {
        for (int i = 0; i < size; i++) {
            betaCells[i] = 1;
            resistance[i] = 1;
            noteActing(i);
            // The measured weight and eGFR under the current regimen fix the exposure, and the exposure the drug-free
            // ones.
            expose(i, cohort.currentWeight[i], cohort.currentEgfr[i]);
            for (int d = 0; d < DRUGS; d++) {
                concentration[d][i] = steady[d][i];
                fastEffect[d][i] = target[d][i];
                slowEffect[d][i] = target[d][i];
            }
            gastrointestinalTolerance[i] = gastrointestinalBurden[i];
        }
        for (int first = 0; first < size; first += TILE) {
            int end = Math.min(first + TILE, size);
            now.clearSums(first, end);
            for (int drugs = acting[first >> TILE_BITS]; drugs != 0; drugs &= drugs - 1) {
                addUp(Integer.numberOfTrailingZeros(drugs), first, end);
            }
            balance(first, end);
        }
        System.arraycopy(drive, 0, hba1c, 0, size);
        if (model.variant == ModelVariant.ALTERNATIVE) {
            for (int i = 0; i < size; i++) {
                startRedCells(i);
            }
        }
    }

    private void startRedCells(int i) {
        double x = cohort.redCellRate[i];
        double transit = Math.exp(-x);
        for (int age = 0; age < RED_CELL_AGES; age++) {
            redCells[i * RED_CELL_AGES + age] = (age + 1) * GLYCATION_AT_BALANCE * drive[i];
            redCellTransit[i * RED_CELL_AGES + age] = transit;
            transit *= x / (age + 1);
        }
    }

    /** One week of some twins of one tile, one part of it after the other. */
    private void step(int from, int to) {
        for (int i = from; i < to; i++) {
            if (weeks[i] % WEEKS_BETWEEN_EXPOSURES == 0) {
                expose(i, weight(i), egfr(i));
            }
        }
        now.clearSums(from, to);
        for (int drugs = acting[from >> TILE_BITS]; drugs != 0; drugs &= drugs - 1) {
            int d = Integer.numberOfTrailingZeros(drugs);
            move(d, from, to);
            addUp(d, from, to);
        }
        progress(from, to);
        System.arraycopy(drive, from, now.before, from, to - from);
        balance(from, to);
        if (model.variant == ModelVariant.STANDARD) {
            glycate(from, to);
        } else {
            for (int i = from; i < to; i++) {
                ageRedCells(i);
            }
        }
        drawHypoglycaemia(from, to);
        drawAdverseEvents(from, to);
        for (int i = from; i < to; i++) {
            weeks[i]++;
        }
    }

    /** One week of the effects of a drug. */
    private void move(int d, int from, int to) {
        double[] pursued = target[d];
        if (model.accumulates[d]) {
            for (int i = from; i < to; i++) {
                now.pursued[i] = accumulate(d, i);
            }
            pursued = now.pursued;
        }
        approach(fastEffect[d], pursued, model.onset[d], from, to);
        approach(slowEffect[d], pursued, model.slowOnset[d], from, to);
    }

    private static void approach(double[] effect, double[] pursued, double share, int from, int to) {
        for (int i = from; i < to; i++) {
            effect[i] += (pursued[i] - effect[i]) * share;
        }
    }

    /** One week of a concentration on its way to steady state; the effect at its mean over the week. */
    private double accumulate(int d, int i) {
        double end = steady[d][i];
        double distance = concentration[d][i] - end;
        if (Math.abs(distance) <= ARRIVED * end) {
            concentration[d][i] = end;
            return target[d][i];
        }
        concentration[d][i] = end + distance * model.concentrationKept[d];
        return model.effect(d, end + distance * model.concentrationLag[d]);
    }

    /** Adds what a drug does now to the sums over drugs. */
    private void addUp(int d, int from, int to) {
        double[] glycaemic = now.glycaemic;
        double[] effect = fastEffect[d];
        double[] factor = response[d];
        for (int i = from; i < to; i++) {
            glycaemic[i] = effect[i] * factor[i];
        }
        add(now.hepatic, model.hepatic[d], glycaemic, from, to);
        add(now.secretagogue, model.secretion[d], glycaemic, from, to);
        add(now.incretin, model.incretin[d], glycaemic, from, to);
        add(now.sensitivity, model.sensitivity[d], glycaemic, from, to);
        add(now.renal, model.renal[d], glycaemic, from, to);
        add(now.prandial, model.prandial[d], glycaemic, from, to);
        add(now.exogenous, model.exogenous[d], glycaemic, from, to);
        add(now.weight, model.weight[d], slowEffect[d], from, to);
        add(now.egfrDip, model.egfrDip[d], effect, from, to);
        add(now.egfrProtection, model.egfrProtection[d], effect, from, to);
        add(now.betaCellDecline, model.betaCellDecline[d], effect, from, to);
    }

    private static void add(double[] sum, double maximum, double[] effect, int from, int to) {
        if (maximum == 0) {
            return;
        }
        for (int i = from; i < to; i++) {
            sum[i] += maximum * effect[i];
        }
    }

    /** What moves by itself. */
    private void progress(int from, int to) {
        decline(betaCells, weeklyBetaCellDecline, now.betaCellDecline, 1, from, to);
        decline(chronicEgfr, weeklyEgfrDecline, now.egfrProtection, -1, from, to);
        double growth = model.resistanceGrowth;
        for (int i = from; i < to; i++) {
            resistance[i] *= growth;
        }
    }

    private static void decline(double[] value, double[] weekly, double[] byDrugs, int sign, int from, int to) {
        for (int i = from; i < to; i++) {
            value[i] *= 1 - weekly[i] * Math.max(0, 1 + sign * byDrugs[i]);
        }
    }

    /** Glucose at balance with the present effects; see {@link FastingBalance}. */
    private void balance(int from, int to) {
        double weightExponent = model.knowledge.physiology().weightExponent();
        double reliefOfSecretion = model.reliefOfSecretion;
        double prandialExcretion = model.prandialExcretion;
        for (int i = from; i < to; i++) {
            double onWeight = now.weight[i] * cohort.slowResponse[i];
            now.glycaemic[i] = 1
                    / ((1 + now.hepatic[i]) * (1 + now.sensitivity[i]))
                    * (1 + weightExponent * onWeight)
                    * resistance[i];
        }
        for (int i = from; i < to; i++) {
            now.production[i] = cohort.production[i] * now.glycaemic[i];
            now.secretion[i] = cohort.secretion[i] * betaCells[i];
            double renal = now.renal[i] * filtration[i];
            now.renal[i] = renal;
            now.incretin[i] += reliefOfSecretion * renal;
            now.prandial[i] += prandialExcretion * renal;
        }
        FastingBalance.glucose(
                now.production,
                now.secretion,
                now.secretagogue,
                now.incretin,
                now.exogenous,
                now.renal,
                fasting,
                from,
                to);
        double share = model.fastingShare;
        CounterRegulation counterRegulation = model.counterRegulation;
        for (int i = from; i < to; i++) {
            mean[i] = counterRegulation.held(share * fasting[i]
                    + cohort.prandial[i] * Math.sqrt(now.glycaemic[i] / betaCells[i]) / (1 + now.prandial[i]));
        }
        TwinKnowledge.Glucose glucose = model.knowledge.glucose();
        double intercept = glucose.adagIntercept();
        double slope = glucose.adagSlope();
        for (int i = from; i < to; i++) {
            drive[i] = (mean[i] - intercept) / slope + cohort.glycationGap[i];
        }
        vary(from, to);
    }

    /** Variability of glucose and what drives hypoglycaemia. */
    private void vary(int from, int to) {
        TwinKnowledge.Variability variability = model.knowledge.variability();
        TwinKnowledge.Hypoglycaemia figures = model.knowledge.hypoglycaemia();
        for (int i = from; i < to; i++) {
            double insulin = GlucoseVariability.insulinShare(
                    fasting[i], now.secretion[i], now.secretagogue[i], now.incretin[i], now.exogenous[i]);
            double secretagogue = GlucoseVariability.share(now.secretagogue[i]);
            insulinShare[i] = insulin;
            cv[i] = cohort.variability[i]
                    * GlucoseVariability.typicalCv(
                            variability,
                            mean[i],
                            GlucoseVariability.fastingRatio(variability, fasting[i], mean[i]),
                            insulin,
                            now.secretagogue[i],
                            now.incretin[i],
                            now.renal[i]);
            hypoglycaemiaDrive[i] = insulin + figures.sulfonylureaDrive() * secretagogue + figures.driveWithoutDrug();
        }
    }

    /** One week of HbA1c, exact for a drive that is linear. */
    private void glycate(int from, int to) {
        double rate = model.hba1cRate;
        double kept = model.hba1cKept;
        double[] before = now.before;
        for (int i = from; i < to; i++) {
            double lag = (drive[i] - before[i]) / rate;
            hba1c[i] = drive[i] - lag + (hba1c[i] - before[i] + lag) * kept;
        }
    }

    /** One week of HbA1c by the age of red cells, exact for a drive that is constant at its mean. */
    private void ageRedCells(int i) {
        int first = i * RED_CELL_AGES;
        double balance = GLYCATION_AT_BALANCE * (now.before[i] + drive[i]) / 2;
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

    private void scaleTail(TwinKnowledge.Tail tail, double[] logSd, double[] tailSd, int from, int to) {
        TwinKnowledge.Variability variability = model.knowledge.variability();
        for (int i = from; i < to; i++) {
            double ratio = GlucoseVariability.fastingRatio(variability, fasting[i], mean[i]);
            tailSd[i] = logSd[i] * GlucoseVariability.scale(variability, tail, mean[i], ratio, insulinShare[i]);
        }
    }

    private void drawHypoglycaemia(int from, int to) {
        double[] logSd = now.glycaemic;
        double[] logMean = now.pursued;
        double[] below70 = now.hepatic;
        double[] below54 = now.sensitivity;
        double[] z = now.prandial;
        for (int i = from; i < to; i++) {
            logSd[i] = GlucoseVariability.logSd(cv[i]);
            logMean[i] = QuickMath.log(mean[i]);
        }
        TwinKnowledge.Tails tails = model.knowledge.variability().tails();
        double[] tailSd = now.production;
        scaleTail(tails.below70(), logSd, tailSd, from, to);
        GlucoseVariability.shareBelowLog(LOG_70, logMean, tailSd, z, below70, from, to);
        scaleTail(tails.below54(), logSd, tailSd, from, to);
        GlucoseVariability.shareBelowLog(LOG_54, logMean, tailSd, z, below54, from, to);
        HypoglycaemiaHazard hazard = model.hypoglycaemia;
        double severeShare = model.knowledge.hypoglycaemia().severeShare();
        double[] level1 = below70;
        double[] level2 = below54;
        double[] level3 = z;
        for (int i = from; i < to; i++) {
            double scale = hypoglycaemiaDrive[i] * cohort.hypoglycaemiaFrailty[i] * renalHazard[i];
            double episodes = hazard.episodes(below70[i], scale) / TwinModel.WEEKS_PER_YEAR;
            double deep = episodes * hazard.shareOfLevel2(below54[i], below70[i]);
            level1[i] = episodes - deep;
            level2[i] = deep;
            level3[i] = level2[i] * severeShare * cohort.severeFrailty[i];
        }
        add(expectedHypoglycaemia[0], 1, level1, from, to);
        add(expectedHypoglycaemia[1], 1, level2, from, to);
        add(expectedHypoglycaemia[2], 1, level3, from, to);
        for (int i = from; i < to; i++) {
            long word = eventWord(i, weeks[i], 0);
            // No level's hazard is above the sum of all.
            if (greatest(word) >= certain(level1[i] + level2[i] + level3[i])) {
                hypoglycaemia[i * LEVELS] += events(level1[i], word, i, weeks[i], 0);
                hypoglycaemia[i * LEVELS + 1] += events(level2[i], word, i, weeks[i], 1);
                hypoglycaemia[i * LEVELS + 2] += events(level3[i], word, i, weeks[i], 2);
            }
        }
    }

    private void drawAdverseEvents(int from, int to) {
        double persistence = model.gastrointestinalPersistence;
        double adaptation = model.gastrointestinalAdaptation;
        double[] intolerance = now.glycaemic;
        for (int i = from; i < to; i++) {
            double burden = gastrointestinalBurden[i];
            double fresh = Math.max(0, burden - gastrointestinalTolerance[i]);
            gastrointestinalTolerance[i] += (burden - gastrointestinalTolerance[i]) * adaptation;
            intolerance[i] = hazard[INTOLERANCE][i] * (1 + persistence * burden + fresh);
        }
        for (int k = 0; k < KINDS; k++) {
            add(expectedAdverse[k], 1, k == INTOLERANCE ? intolerance : hazard[k], from, to);
        }
        for (int i = from; i < to; i++) {
            drawAdverseEvents(i, weeks[i], intolerance[i]);
        }
    }

    private void drawAdverseEvents(int i, int week, double intolerance) {
        long first = eventWord(i, week, 1);
        long second = eventWord(i, week, 2);
        // No kind's hazard is above the sum of all, so none has an event where every number lies below e to the minus
        // sum.
        int limit = certain(otherHazards[i] + intolerance);
        if (greatest(first) < limit && greatest(second) < limit) {
            return;
        }
        for (int k = 0; k < KINDS; k++) {
            double hazardNow = k == INTOLERANCE ? intolerance : hazard[k][i];
            adverse[i * KINDS + k] += events(hazardNow, k < PIECES ? first : second, i, week, LEVELS + k);
        }
    }

    private static int greatest(long word) {
        int low = Math.max((int) word & PIECE, (int) (word >>> 16) & PIECE);
        return Math.max(low, Math.max((int) (word >>> 32) & PIECE, (int) (word >>> 48)));
    }

    /** One of the words a week's event draws begin with, four pieces of 16 bits each. */
    private long eventWord(int i, int week, int word) {
        return CounterRandom.bits(cohort.key[i], (long) week * EVENT_NUMBERS + word);
    }

    /** A piece below this has no event at the hazard, whatever the digits behind it. */
    private static int certain(double hazard) {
        // 1 − h is below e^−h.
        return (int) ((1 - hazard) * PIECE_VALUES) - 1;
    }

    /**
     * Poisson count of one kind: its uniform number has a piece of a word as its first digits, and those behind only where
     * they can matter.
     */
    private int events(double hazard, long word, int i, int week, int kind) {
        int place = kind < LEVELS ? kind : (kind - LEVELS) % PIECES;
        int piece = (int) (word >>> (16 * place)) & PIECE;
        if (piece < certain(hazard)) {
            return 0;
        }
        double behind = CounterRandom.uniform(cohort.key[i], (long) week * EVENT_NUMBERS + EVENT_WORDS + kind);
        return events(hazard, Math.min((piece + behind) / PIECE_VALUES, MOST));
    }

    /** Poisson count at a uniform number: rises with the hazard at the same number. */
    static int events(double hazard, double uniform) {
        if (hazard > LARGE_HAZARD) {
            // e^−h is no number any more; the normal approximation is exact to a few thousandths here.
            return (int) Math.round(Math.max(0, hazard + Math.sqrt(hazard) * NormalDistribution.quantile(uniform)));
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
            noteActing(twin);
            expose(twin, weight(twin), egfr(twin));
        }
    }

    /** A drug once taken goes on acting, if ever less. */
    private void noteActing(int twin) {
        for (int d = 0; d < DRUGS; d++) {
            if (doses[twin * DRUGS + d] != 0) {
                acting[twin >> TILE_BITS] |= 1 << d;
            }
        }
    }

    private void expose(int i, double weight, double egfr) {
        int base = i * DRUGS;
        for (int kind = 0; kind < KINDS; kind++) {
            hazard[kind][i] = 0;
        }
        for (int drugs = acting[i >> TILE_BITS]; drugs != 0; drugs &= drugs - 1) {
            int d = Integer.numberOfTrailingZeros(drugs);
            double dose = doses[base + d];
            if (dose == 0) {
                steady[d][i] = 0;
                target[d][i] = 0;
                continue;
            }
            double level = model.concentration(d, dose, cohort.clearance[base + d], weight, egfr);
            steady[d][i] = level;
            target[d][i] = model.effect(d, level);
            for (TwinModel.Excess excess : model.excess(d)) {
                hazard[excess.kind()][i] += excess.of(cohort.female[i], target[d][i], level);
            }
        }
        renalHazard[i] = Math.pow(
                egfr / TwinModel.REFERENCE_EGFR, model.knowledge.hypoglycaemia().egfrExponent());
        filtration[i] = model.filtration(egfr);
        double others = 0;
        for (int k = 0; k < KINDS; k++) {
            double background = cohort.adverseHazard[i * KINDS + k];
            double excess = hazard[k][i];
            if (k == INTOLERANCE) {
                gastrointestinalBurden[i] = Math.max(0, excess);
                hazard[k][i] = background;
            } else {
                hazard[k][i] = background * Math.max(0, 1 + excess);
                others += hazard[k][i];
            }
        }
        otherHazards[i] = others;
    }

    private double slow(double[] maxima, int twin) {
        return sum(maxima, slowEffect, twin) * cohort.slowResponse[twin];
    }

    /** Σ maximum · effect of one outcome over the drugs that act. */
    private double sum(double[] maxima, double[][] effects, int i) {
        double sum = 0;
        for (int drugs = acting[i >> TILE_BITS]; drugs != 0; drugs &= drugs - 1) {
            int d = Integer.numberOfTrailingZeros(drugs);
            sum += maxima[d] * effects[d][i];
        }
        return sum;
    }

    private double shareBelow(int twin, double limit) {
        TwinKnowledge.Variability variability = model.knowledge.variability();
        double ratio = GlucoseVariability.fastingRatio(variability, fasting[twin], mean[twin]);
        double scale = GlucoseVariability.scale(variability, limit, mean[twin], ratio, insulinShare[twin]);
        return GlucoseVariability.shareBelow(limit, mean[twin], scale * GlucoseVariability.logSd(cv[twin]));
    }

    private static double[][] byDrug(double[] byTwin, int size) {
        double[][] rows = new double[DRUGS][size];
        for (int i = 0; i < size; i++) {
            for (int d = 0; d < DRUGS; d++) {
                rows[d][i] = byTwin[i * DRUGS + d];
            }
        }
        return rows;
    }

    private static double[][] rows(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    private static void clear(double[][] rows) {
        for (double[] row : rows) {
            Arrays.fill(row, 0);
        }
    }

    private static void copyTwin(double[][] source, double[][] target, int from, int to) {
        for (int row = 0; row < source.length; row++) {
            target[row][to] = source[row][from];
        }
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
