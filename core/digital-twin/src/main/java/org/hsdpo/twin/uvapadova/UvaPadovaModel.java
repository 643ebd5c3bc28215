package org.hsdpo.twin.uvapadova;

import org.hsdpo.twin.pk.OdeSystem;

/**
 * The thirteen differential equations (Dalla Man 2007, equations 1–14 with the type 1 insulin path of Kovatchev 2009). In
 * order: solid and liquid glucose in the stomach and glucose in the gut [mg]; glucose in plasma G_p and in tissue G_t
 * [mg/kg]; insulin in plasma I_p [pmol/kg]; insulin action on utilisation X [pmol/L]; insulin action on production in two
 * stages I_1, I_d [pmol/L]; insulin in the liver I_l [pmol/kg]; subcutaneous insulin as injected and dissociated [pmol/kg];
 * subcutaneous glucose [mg/kg].
 *
 * <p>Stomach and gut: gastric emptying slows with the fill, k = k_min + (k_max − k_min)/2·{tanh[α(q − b·D)] − tanh[β(q −
 * d·D)] + 2}, α = 5/(2D(1 − b)), β = 5/(2D·d), q what is in the stomach and D what was in it at the beginning of the meal
 * and has been eaten since. Production EGP = max(0, k_p1 − k_p2·G_p − k_p3·I_d); renal excretion k_e1·(G_p − k_e2) above the
 * threshold; utilisation F_cns and (V_m0 + V_mx·X)·G_t/(K_m0 + G_t).
 */
final class UvaPadovaModel implements OdeSystem {
    static final int STATES = 13;
    static final int STOMACH_SOLID = 0;
    static final int STOMACH_LIQUID = 1;
    private static final int GUT = 2;
    static final int PLASMA_GLUCOSE = 3;
    private static final int TISSUE_GLUCOSE = 4;
    static final int PLASMA_INSULIN = 5;
    private static final int INSULIN_ACTION = 6;
    private static final int DELAYED_INSULIN = 7;
    private static final int PRODUCTION_INSULIN = 8;
    private static final int LIVER_INSULIN = 9;
    private static final int INJECTED_INSULIN = 10;
    private static final int DISSOCIATED_INSULIN = 11;
    static final int SUBCUTANEOUS_GLUCOSE = 12;

    private final VirtualPatient patient;
    private double eating;
    private double insulin;
    private double meal;

    UvaPadovaModel(VirtualPatient patient) {
        this.patient = patient;
    }

    /**
     * Sets what holds until it is set again.
     *
     * @param eating glucose ingested, mg/min
     * @param insulin infused under the skin, pmol/kg/min
     * @param meal glucose of the present or last meal with what was in the stomach before, mg
     */
    void inputs(double eating, double insulin, double meal) {
        this.eating = eating;
        this.insulin = insulin;
        this.meal = meal;
    }

    @Override
    public void derivatives(double time, double[] x, double[] dx) {
        VirtualPatient p = patient;
        double emptying = emptying(x[STOMACH_SOLID] + x[STOMACH_LIQUID]) * x[STOMACH_LIQUID];
        dx[STOMACH_SOLID] = eating - p.fastestEmptying() * x[STOMACH_SOLID];
        dx[STOMACH_LIQUID] = p.fastestEmptying() * x[STOMACH_SOLID] - emptying;
        dx[GUT] = emptying - p.intestinalAbsorption() * x[GUT];
        double appearance = p.absorbedShare() * p.intestinalAbsorption() * x[GUT] / p.bodyWeight();

        double production = Math.max(
                0,
                p.productionAtNothing()
                        - p.productionByGlucose() * x[PLASMA_GLUCOSE]
                        - p.productionByInsulin() * x[PRODUCTION_INSULIN]);
        double excretion = Math.max(0, p.renalClearance() * (x[PLASMA_GLUCOSE] - p.renalThreshold()));
        double exchange = p.toTissue() * x[PLASMA_GLUCOSE] - p.fromTissue() * x[TISSUE_GLUCOSE];
        double utilisation = (p.utilisation() + p.utilisationByInsulin() * x[INSULIN_ACTION])
                * x[TISSUE_GLUCOSE]
                / (p.utilisationHalf() + x[TISSUE_GLUCOSE]);
        dx[PLASMA_GLUCOSE] = production + appearance - p.independentUtilisation() - excretion - exchange;
        dx[TISSUE_GLUCOSE] = exchange - utilisation;
        dx[SUBCUTANEOUS_GLUCOSE] = p.interstitialDelay() * (x[PLASMA_GLUCOSE] - x[SUBCUTANEOUS_GLUCOSE]);

        double fromHexamers = p.hexamerAbsorption() * x[INJECTED_INSULIN];
        double fromMonomers = p.monomerAbsorption() * x[DISSOCIATED_INSULIN];
        double dissociating = p.dissociation() * x[INJECTED_INSULIN];
        dx[INJECTED_INSULIN] = insulin - fromHexamers - dissociating;
        dx[DISSOCIATED_INSULIN] = dissociating - fromMonomers;
        dx[PLASMA_INSULIN] = p.liverToPlasma() * x[LIVER_INSULIN]
                - (p.plasmaToLiver() + p.plasmaLoss()) * x[PLASMA_INSULIN]
                + fromHexamers
                + fromMonomers;
        dx[LIVER_INSULIN] =
                p.plasmaToLiver() * x[PLASMA_INSULIN] - (p.liverToPlasma() + p.liverLoss()) * x[LIVER_INSULIN];
        double concentration = x[PLASMA_INSULIN] / p.insulinVolume();
        dx[INSULIN_ACTION] = p.insulinAction() * (concentration - p.basalInsulin() - x[INSULIN_ACTION]);
        dx[DELAYED_INSULIN] = p.productionDelay() * (concentration - x[DELAYED_INSULIN]);
        dx[PRODUCTION_INSULIN] = p.productionDelay() * (x[DELAYED_INSULIN] - x[PRODUCTION_INSULIN]);
    }

    private double emptying(double stomach) {
        if (!(meal > 0)) {
            return patient.fastestEmptying();
        }
        double fall = 5 / (2 * meal * (1 - patient.emptyingFallShare()));
        double rise = 5 / (2 * meal * patient.emptyingRiseShare());
        return patient.slowestEmptying()
                + (patient.fastestEmptying() - patient.slowestEmptying())
                        / 2
                        * (Math.tanh(fall * (stomach - patient.emptyingFallShare() * meal))
                                - Math.tanh(rise * (stomach - patient.emptyingRiseShare() * meal))
                                + 2);
    }
}
