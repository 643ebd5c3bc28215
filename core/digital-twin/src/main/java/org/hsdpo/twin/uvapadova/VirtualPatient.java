package org.hsdpo.twin.uvapadova;

import java.util.List;

/**
 * One virtual patient. Names in brackets are those of the literature.
 *
 * @param name for example {@code adult#001}
 * @param initialState the thirteen states at the start, in the order of {@link UvaPadovaModel}
 * @param bodyWeight [BW] kg
 * @param glucoseVolume [V_G] dL/kg
 * @param insulinVolume [V_I] L/kg
 * @param basalInsulin [I_b] pmol/L
 * @param basalInsulinInfusion [u2ss] pmol/kg/min that keeps the initial state
 * @param intestinalAbsorption [k_abs] 1/min
 * @param fastestEmptying [k_max] 1/min
 * @param slowestEmptying [k_min] 1/min
 * @param emptyingFallShare [b] share of a meal left where emptying slows down half
 * @param emptyingRiseShare [d] share of a meal left where emptying recovers half
 * @param absorbedShare [f] share of ingested glucose that appears in plasma
 * @param productionAtNothing [k_p1] mg/kg/min, glucose production without glucose and insulin
 * @param productionByGlucose [k_p2] 1/min
 * @param productionByInsulin [k_p3] mg/kg/min per pmol/L
 * @param independentUtilisation [F_cns] mg/kg/min
 * @param renalClearance [k_e1] 1/min
 * @param renalThreshold [k_e2] mg/kg
 * @param toTissue [k_1] 1/min
 * @param fromTissue [k_2] 1/min
 * @param utilisation [V_m0] mg/kg/min
 * @param utilisationByInsulin [V_mx] mg/kg/min per pmol/L
 * @param utilisationHalf [K_m0] mg/kg
 * @param insulinAction [p_2U] 1/min
 * @param productionDelay [k_i] 1/min
 * @param liverToPlasma [m_1] 1/min
 * @param plasmaToLiver [m_2] 1/min
 * @param plasmaLoss [m_4] 1/min
 * @param liverLoss [m_30] 1/min
 * @param dissociation [k_d] 1/min
 * @param monomerAbsorption [k_a2] 1/min, of the dissociated insulin
 * @param hexamerAbsorption [k_a1] 1/min, of the insulin as injected
 * @param interstitialDelay [k_sc] 1/min, of subcutaneous glucose
 */
public record VirtualPatient(
        String name,
        List<Double> initialState,
        double bodyWeight,
        double glucoseVolume,
        double insulinVolume,
        double basalInsulin,
        double basalInsulinInfusion,
        double intestinalAbsorption,
        double fastestEmptying,
        double slowestEmptying,
        double emptyingFallShare,
        double emptyingRiseShare,
        double absorbedShare,
        double productionAtNothing,
        double productionByGlucose,
        double productionByInsulin,
        double independentUtilisation,
        double renalClearance,
        double renalThreshold,
        double toTissue,
        double fromTissue,
        double utilisation,
        double utilisationByInsulin,
        double utilisationHalf,
        double insulinAction,
        double productionDelay,
        double liverToPlasma,
        double plasmaToLiver,
        double plasmaLoss,
        double liverLoss,
        double dissociation,
        double monomerAbsorption,
        double hexamerAbsorption,
        double interstitialDelay) {
    /** 1 U of insulin is 6000 pmol. */
    static final double PICOMOLES_PER_UNIT = 6000;

    public VirtualPatient {
        initialState = List.copyOf(initialState);
    }

    /** Insulin infusion that keeps the initial state, U/min. */
    public double basalInsulinRate() {
        return basalInsulinInfusion * bodyWeight / PICOMOLES_PER_UNIT;
    }
}
