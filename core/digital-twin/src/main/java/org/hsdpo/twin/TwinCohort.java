package org.hsdpo.twin;

import java.util.List;
import java.util.function.IntFunction;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Twins as a structure of arrays: posterior draws of one patient, or one draw for each of many. Immutable.
 *
 * <p>Every draw is a whole person: physiology, drug responses, clearances, frailties and the covariates the record does
 * not hold are sampled from their distributions, and the person's insulin resistance and β-cell function are then solved
 * such that under the current regimen the draw stands at the glucose and HbA1c that were measured, within their error.
 */
public final class TwinCohort {
    /** A draw takes as long as some hundred simulated weeks. */
    private static final int WEEKS_WORTH_A_DRAW = 100;

    final TwinModel model;
    final int size;

    /** Key of each twin's event draws. */
    final long[] key;

    final boolean[] female;

    /** Secretion in µU/mL per mg/dL of glucose above the threshold, at week 0. */
    final double[] secretion;
    /** Hepatic output over insulin sensitivity in mg/dL·µU/mL, without drugs at the drug-free weight, at week 0. */
    final double[] production;
    /** Prandial component of mean glucose without drugs at week 0, mg/dL. */
    final double[] prandial;
    /** HbA1c above what mean glucose explains, %. */
    final double[] glycationGap;
    /** Person's factor on the CV of glucose. */
    final double[] variability;
    /** Transit rate of red cells between age classes, per week. */
    final double[] redCellRate;
    /** Yearly relative decline of secretion without drugs. */
    final double[] betaCellDecline;
    /** Yearly relative decline of eGFR without drugs. */
    final double[] egfrDecline;

    /** Weight (kg) and eGFR under the current regimen. */
    final double[] currentWeight;

    final double[] currentEgfr;

    /** Outcomes without drugs at week 0. */
    final double[] weight;

    final double[] egfr;
    final double[] systolicPressure;
    final double[] heartRate;
    final double[] ldl;
    final double[] hdl;
    final double[] triglycerides;
    final double[] alt;

    /** Person's factor on all non-glycaemic drug effects. */
    final double[] slowResponse;
    /** Person's factor on the glycaemic effect, on clearance and current dose, by twin · drugs + drug. */
    final double[] response;

    final double[] clearance;
    final double[] doses;

    /** Person's factor on recognised hypoglycaemia of levels 1 and 2, and on level 3 beyond that. */
    final double[] hypoglycaemiaFrailty;

    final double[] severeFrailty;
    /** Weekly background hazard by twin · kinds + kind. */
    final double[] adverseHazard;

    /** Whose twins stand at week 0 as they stood there; null where all stand at balance under their current doses. */
    final TwinBatch origin;
    /** Index in the origin by twin. */
    final int[] originTwin;

    TwinCohort(TwinModel model, int size) {
        this(model, size, null, new int[0]);
    }

    private TwinCohort(TwinModel model, int size, TwinBatch origin, int[] originTwin) {
        this.model = model;
        this.size = size;
        this.origin = origin;
        this.originTwin = originTwin;
        key = new long[size];
        female = new boolean[size];
        secretion = new double[size];
        production = new double[size];
        prandial = new double[size];
        glycationGap = new double[size];
        variability = new double[size];
        redCellRate = new double[size];
        betaCellDecline = new double[size];
        egfrDecline = new double[size];
        currentWeight = new double[size];
        currentEgfr = new double[size];
        weight = new double[size];
        egfr = new double[size];
        systolicPressure = new double[size];
        heartRate = new double[size];
        ldl = new double[size];
        hdl = new double[size];
        triglycerides = new double[size];
        alt = new double[size];
        slowResponse = new double[size];
        response = new double[size * TwinModel.DRUGS];
        clearance = new double[size * TwinModel.DRUGS];
        doses = new double[size * TwinModel.DRUGS];
        hypoglycaemiaFrailty = new double[size];
        severeFrailty = new double[size];
        adverseHazard = new double[size * AdverseEvent.COUNT];
    }

    /** {@link #personalised(TwinInputs, int, long, ModelVariant)} with the standard variant. */
    public static TwinCohort personalised(TwinInputs inputs, int draws, long seed) {
        return personalised(inputs, draws, seed, ModelVariant.STANDARD);
    }

    /**
     * Draws consistent with a patient's inputs: under {@code inputs.currentRegimen()}, taken to be long-standing, each
     * draw's HbA1c, fasting glucose and mean glucose are those measured, within measurement error.
     *
     * @param draws number of draws, at least 1
     * @param seed the same seed gives the same draws
     * @throws InvalidInputException where neither HbA1c nor mean nor fasting glucose is known, an input is out of range,
     *     or the inputs contradict each other
     */
    public static TwinCohort personalised(TwinInputs inputs, int draws, long seed, ModelVariant variant) {
        return personalised(inputs, draws, seed, variant, Workers.callingThread());
    }

    /** The same draws, made by several threads. */
    public static TwinCohort personalised(
            TwinInputs inputs, int draws, long seed, ModelVariant variant, Workers workers) {
        if (draws < 1) {
            throw new IllegalArgumentException("a cohort needs at least one draw: " + draws);
        }
        return cohort(i -> inputs, draws, seed, variant, "patient", workers);
    }

    /**
     * One draw for each of many patients.
     *
     * @throws InvalidInputException as {@link #personalised}, naming the patient's index
     */
    public static TwinCohort population(List<TwinInputs> patients, long seed, ModelVariant variant) {
        return population(patients, seed, variant, Workers.callingThread());
    }

    /** The same draws, made by several threads. */
    public static TwinCohort population(List<TwinInputs> patients, long seed, ModelVariant variant, Workers workers) {
        if (patients.isEmpty()) {
            throw new IllegalArgumentException("a population needs at least one patient");
        }
        return cohort(patients::get, patients.size(), seed, variant, null, workers);
    }

    private static TwinCohort cohort(
            IntFunction<TwinInputs> inputs, int size, long seed, ModelVariant variant, String path, Workers workers) {
        TwinCohort cohort = new TwinCohort(TwinModel.of(variant), size);
        workers.share(size, WEEKS_WORTH_A_DRAW, (from, to) -> {
            TwinInputs previous = null;
            Personalisation personalisation = null;
            for (int i = from; i < to; i++) {
                TwinInputs patient = inputs.apply(i);
                if (patient != previous) {
                    personalisation =
                            new Personalisation(cohort.model, patient, path == null ? "patients[" + i + "]" : path);
                    previous = patient;
                }
                personalisation.draw(cohort, i, new DrawNumbers(CounterRandom.key(seed, i)));
            }
        });
        return cohort;
    }

    /** See {@link TwinBatch#standing}; {@code now} is not advanced any more. */
    static TwinCohort standing(TwinCohort cohort, TwinBatch now, int[] twins, long seed) {
        TwinCohort chosen = new TwinCohort(cohort.model, twins.length, now, twins.clone());
        for (int i = 0; i < twins.length; i++) {
            int from = twins[i];
            chosen.key[i] = CounterRandom.key(seed, i);
            chosen.female[i] = cohort.female[from];
            chosen.secretion[i] = cohort.secretion[from];
            chosen.production[i] = cohort.production[from];
            chosen.prandial[i] = cohort.prandial[from];
            chosen.glycationGap[i] = cohort.glycationGap[from];
            chosen.variability[i] = cohort.variability[from];
            chosen.redCellRate[i] = cohort.redCellRate[from];
            chosen.betaCellDecline[i] = cohort.betaCellDecline[from];
            chosen.egfrDecline[i] = cohort.egfrDecline[from];
            chosen.weight[i] = cohort.weight[from];
            chosen.egfr[i] = cohort.egfr[from];
            chosen.systolicPressure[i] = cohort.systolicPressure[from];
            chosen.heartRate[i] = cohort.heartRate[from];
            chosen.ldl[i] = cohort.ldl[from];
            chosen.hdl[i] = cohort.hdl[from];
            chosen.triglycerides[i] = cohort.triglycerides[from];
            chosen.alt[i] = cohort.alt[from];
            chosen.slowResponse[i] = cohort.slowResponse[from];
            chosen.hypoglycaemiaFrailty[i] = cohort.hypoglycaemiaFrailty[from];
            chosen.severeFrailty[i] = cohort.severeFrailty[from];
            chosen.currentWeight[i] = now.weight(from);
            chosen.currentEgfr[i] = now.egfr(from);
            now.copyDoses(from, chosen.doses, i);
            copy(cohort.response, from, chosen.response, i, TwinModel.DRUGS);
            copy(cohort.clearance, from, chosen.clearance, i, TwinModel.DRUGS);
            copy(cohort.adverseHazard, from, chosen.adverseHazard, i, AdverseEvent.COUNT);
        }
        return chosen;
    }

    private static void copy(double[] source, int from, double[] target, int to, int width) {
        System.arraycopy(source, from * width, target, to * width, width);
    }

    /** Number of twins. */
    public int size() {
        return size;
    }

    /** The variant of the model all twins follow. */
    public ModelVariant variant() {
        return model.variant;
    }

    /** Secretion at week 0, µU/mL of insulin per mg/dL of glucose above its threshold. */
    public double secretion(int twin) {
        return secretion[twin];
    }

    /** Hepatic output over insulin sensitivity at week 0 without drugs, mg/dL·µU/mL. */
    public double resistance(int twin) {
        return production[twin];
    }

    /** Prandial component of mean glucose at week 0 without drugs, mg/dL. */
    public double prandialGlucose(int twin) {
        return prandial[twin];
    }

    /** HbA1c above what mean glucose explains, %. */
    public double glycationGap(int twin) {
        return glycationGap[twin];
    }

    /** Relative decline of secretion without drugs, /a. */
    public double betaCellDecline(int twin) {
        return betaCellDecline[twin];
    }

    /** Factor on the drugs' effects on weight, pressure and lipids, 1. */
    public double slowResponse(int twin) {
        return slowResponse[twin];
    }

    /** Factor on a drug's effect on glucose, phenotype included, 1. */
    public double response(int twin, Drug drug) {
        return response[twin * TwinModel.DRUGS + drug.ordinal()];
    }

    /** Factor on the clearance of a drug with its active metabolites besides weight and renal function, phenotype included, 1. */
    public double clearance(int twin, Drug drug) {
        return clearance[twin * TwinModel.DRUGS + drug.ordinal()];
    }

    /** SHA-256 of the knowledge the twins are made from, lower-case hex, for provenance. */
    public static String knowledgeHash() {
        return TwinKnowledge.shippedHash();
    }
}
