package org.hsdpo.twin;

import java.util.Arrays;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.twin.TwinKnowledge.DrugHazard;
import org.hsdpo.twin.TwinKnowledge.DrugModel;
import org.hsdpo.twin.TwinKnowledge.Shape;
import org.hsdpo.twin.TwinKnowledge.Target;

/** The knowledge of one variant laid out for the inner loop. */
final class TwinModel {
    static final double WEEKS_PER_YEAR = 365.25 / 7;

    private static final double HOURS_PER_WEEK = 168;
    /** A drug that has less than this share of the way to its steady state left after a week is taken to be there at once. */
    private static final double NEGLIGIBLE_AFTER_A_WEEK = 0.02;

    /** Body weight (kg) and eGFR (mL/min/{1.73_m2}) of the person whose concentrations the effects were fitted at. */
    static final double REFERENCE_WEIGHT = 90;

    static final double REFERENCE_EGFR = 90;

    static final int DRUGS = Drug.COUNT;

    private static final TwinModel STANDARD = new TwinModel(TwinKnowledge.shipped(), ModelVariant.STANDARD);
    private static final TwinModel ALTERNATIVE = new TwinModel(TwinKnowledge.shipped(), ModelVariant.ALTERNATIVE);

    final TwinKnowledge knowledge;
    final ModelVariant variant;
    final double fastingShare;
    final CounterRegulation counterRegulation;
    final HypoglycaemiaHazard hypoglycaemia;
    /** Gain on secretion, and part of the prandial component's fall, per unit of renal excretion. */
    final double reliefOfSecretion;

    final double prandialExcretion;
    /** Share of the way to its target that a drug's glycaemic effect goes in a week. */
    final double[] onset = new double[DRUGS];
    /** The same for its effects on weight, pressure, lipids. */
    final double[] slowOnset = new double[DRUGS];
    /** Factor on insulin resistance a week. */
    final double resistanceGrowth;
    /** HbA1c turnover a week. */
    final double hba1cRate;
    /** Share of HbA1c's distance from balance that is left after a week. */
    final double hba1cKept;

    final double[] hepatic = maxima(Target.HEPATIC_OUTPUT);
    final double[] secretion = maxima(Target.SECRETION);
    final double[] incretin = maxima(Target.INCRETIN);
    final double[] sensitivity = maxima(Target.SENSITIVITY);
    final double[] renal = maxima(Target.RENAL);
    final double[] prandial = maxima(Target.PRANDIAL);
    final double[] exogenous = maxima(Target.EXOGENOUS_INSULIN);
    final double[] weight = maxima(Target.WEIGHT);
    final double[] systolicPressure = maxima(Target.SYSTOLIC_PRESSURE);
    final double[] heartRate = maxima(Target.HEART_RATE);
    final double[] ldl = maxima(Target.LDL);
    final double[] hdl = maxima(Target.HDL);
    final double[] triglycerides = maxima(Target.TRIGLYCERIDES);
    final double[] alt = maxima(Target.ALT);
    final double[] egfrDip = maxima(Target.EGFR_DIP);
    final double[] egfrProtection = maxima(Target.EGFR_PROTECTION);
    final double[] betaCellDecline = maxima(Target.BETA_CELL_DECLINE);

    private final boolean[] proportional = new boolean[DRUGS];
    /** Concentration of half the effect, of effect 1 or of 63 % of it, after the shape. */
    private final double[] scale = new double[DRUGS];
    /** Mean concentration at steady state of a unit dose in the reference person. */
    private final double[] unitConcentration = new double[DRUGS];

    private final double[] renalExponent = new double[DRUGS];
    private final double[] weightExponent = new double[DRUGS];
    /** Whether the drug takes longer than a week to its steady state, and what is then left of the way after a week. */
    final boolean[] accumulates = new boolean[DRUGS];

    final double[] concentrationKept = new double[DRUGS];
    /** Mean over a week of what is left of the way. */
    final double[] concentrationLag = new double[DRUGS];

    private final Excess[][] excess = new Excess[DRUGS][0];
    /** Weekly adaptation to the gastrointestinal burden, and the share that stays. */
    final double gastrointestinalAdaptation;

    final double gastrointestinalPersistence;

    private TwinModel(TwinKnowledge knowledge, ModelVariant variant) {
        double[] referenceConcentration = new double[DRUGS];
        this.knowledge = knowledge;
        this.variant = variant;
        this.fastingShare = knowledge.glucose().fastingShare(variant);
        this.counterRegulation = new CounterRegulation(knowledge.glucose().counterRegulation());
        this.hypoglycaemia = new HypoglycaemiaHazard(knowledge.hypoglycaemia());
        this.reliefOfSecretion = knowledge.glucosuria().secretionGain();
        this.prandialExcretion = knowledge.glucosuria().prandial();
        this.resistanceGrowth = 1 + knowledge.physiology().sensitivityDecline() / WEEKS_PER_YEAR;
        this.hba1cRate = Math.log(2) * 7 / knowledge.glucose().hba1cHalfLifeDays();
        this.hba1cKept = Math.exp(-hba1cRate);
        for (DrugModel drug : knowledge.drugs()) {
            int d = drug.id().ordinal();
            onset[d] = -Math.expm1(-1 / drug.onsetWeeks());
            slowOnset[d] = -Math.expm1(-1 / drug.slowOnsetWeeks());
            TwinKnowledge.Pharmacokinetics kinetics = drug.pharmacokinetics();
            proportional[d] = drug.shape() == Shape.PROPORTIONAL;
            renalExponent[d] = kinetics.clearanceEgfr();
            weightExponent[d] = kinetics.clearanceWeight();
            unitConcentration[d] = kinetics.concentrationOfUnitDose(REFERENCE_WEIGHT, REFERENCE_EGFR);
            referenceConcentration[d] = drug.referenceDose() * unitConcentration[d];
            scale[d] = drug.scaleConcentration();
            if (!proportional[d] && variant == ModelVariant.ALTERNATIVE) {
                // Both shapes agree at the reference dose.
                scale[d] = referenceConcentration[d] / Math.log1p(referenceConcentration[d] / scale[d]);
            }
            double rate = HOURS_PER_WEEK * Math.log(2) / DrugPharmacokinetics.slowestHalfLife(drug.id());
            concentrationKept[d] = Math.exp(-rate);
            concentrationLag[d] = (1 - concentrationKept[d]) / rate;
            accumulates[d] = concentrationKept[d] > NEGLIGIBLE_AFTER_A_WEEK;
        }
        for (TwinKnowledge.AdverseEventModel event : knowledge.adverseEvents()) {
            int k = event.kind().ordinal();
            for (DrugHazard hazard : event.drugs()) {
                int d = hazard.drug().ordinal();
                double unit = hazard.byExposure() ? referenceConcentration[d] : effect(d, referenceConcentration[d]);
                excess[d] = Arrays.copyOf(excess[d], excess[d].length + 1);
                excess[d][excess[d].length - 1] =
                        new Excess(k, hazard.byExposure(), (hazard.female() - 1) / unit, (hazard.male() - 1) / unit);
            }
        }
        TwinKnowledge.AdverseEventModel gastrointestinal =
                knowledge.adverseEvent(AdverseEvent.GASTROINTESTINAL_INTOLERANCE);
        gastrointestinalAdaptation = -Math.expm1(-1 / gastrointestinal.adaptationWeeks());
        gastrointestinalPersistence = gastrointestinal.persistentShare();
    }

    static TwinModel of(ModelVariant variant) {
        return switch (variant) {
            case STANDARD -> STANDARD;
            case ALTERNATIVE -> ALTERNATIVE;
        };
    }

    /**
     * Mean concentration of the active drug at steady state, in the unit of its pharmacokinetics.
     *
     * @param clearance the person's factor on clearance besides weight and renal function
     */
    double concentration(int drug, double dose, double clearance, double weight, double egfr) {
        double renalFactor = renalExponent[drug] == 0 ? 1 : Math.pow(egfr / REFERENCE_EGFR, -renalExponent[drug]);
        double weightFactor =
                weightExponent[drug] == 0 ? 1 : Math.pow(weight / REFERENCE_WEIGHT, -weightExponent[drug]);
        return dose * unitConcentration[drug] * renalFactor * weightFactor / clearance;
    }

    /** The effect a concentration leads to: a share of the maximum, or a multiple of it where it is proportional. */
    double effect(int drug, double concentration) {
        if (proportional[drug]) {
            return concentration / scale[drug];
        }
        return switch (variant) {
            case STANDARD -> concentration / (scale[drug] + concentration);
            case ALTERNATIVE -> -Math.expm1(-concentration / scale[drug]);
        };
    }

    /** What a drug does to the hazards of adverse events. */
    Excess[] excess(int drug) {
        return excess[drug];
    }

    /** Excess hazard ratio per unit of a drug's effect or concentration; women and men. */
    record Excess(int kind, boolean byConcentration, double female, double male) {
        double of(boolean woman, double effect, double concentration) {
            return (woman ? female : male) * (byConcentration ? concentration : effect);
        }
    }

    /** Factor of renal function on glucosuria under SGLT2 inhibition; eGFR in mL/min/{1.73_m2}. */
    double filtration(double egfr) {
        return Math.pow(egfr / REFERENCE_EGFR, knowledge.glucosuria().egfrExponent());
    }

    /**
     * Adds up what the acting drugs do; {@code effects} and {@code responses} hold one entry per drug from {@code offset} on.
     *
     * @param filtration {@link #filtration}
     */
    void act(double[] effects, double[] responses, int offset, double filtration, DrugAction action) {
        double onHepatic = 0;
        double onSecretion = 0;
        double onIncretin = 0;
        double onSensitivity = 0;
        double onRenal = 0;
        double onPrandial = 0;
        double onExogenous = 0;
        for (int n = 0; n < action.acting; n++) {
            int d = action.drug[n];
            double effect = effects[offset + d] * responses[offset + d];
            onHepatic += hepatic[d] * effect;
            onSecretion += secretion[d] * effect;
            onIncretin += incretin[d] * effect;
            onSensitivity += sensitivity[d] * effect;
            onRenal += renal[d] * effect;
            onPrandial += prandial[d] * effect;
            onExogenous += exogenous[d] * effect;
        }
        action.production = 1 / ((1 + onHepatic) * (1 + onSensitivity));
        action.secretagogue = onSecretion;
        action.renal = onRenal * filtration;
        action.incretin = onIncretin + reliefOfSecretion * action.renal;
        action.prandial = 1 / (1 + onPrandial + prandialExcretion * action.renal);
        action.exogenous = onExogenous;
    }

    /** Σ maximum · effect of one outcome over all drugs. */
    static double sum(double[] maxima, double[] effects, int offset) {
        double sum = 0;
        for (int d = 0; d < DRUGS; d++) {
            sum += maxima[d] * effects[offset + d];
        }
        return sum;
    }

    private static double[] maxima(Target target) {
        double[] maxima = new double[DRUGS];
        for (DrugModel drug : TwinKnowledge.shipped().drugs()) {
            maxima[drug.id().ordinal()] = drug.effect(target);
        }
        return maxima;
    }
}
