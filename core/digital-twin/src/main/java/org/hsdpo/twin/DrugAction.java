package org.hsdpo.twin;

/** What all drugs together do to the physiology at one moment; a scratch object reused by the inner loop. */
final class DrugAction {
    /** The drugs that act, the first {@link #acting} entries; nothing else has to be added up. */
    final int[] drug = new int[TwinModel.DRUGS];

    int acting;
    /** Factor on hepatic output over insulin sensitivity. */
    double production;
    /** Gain on secretion at any glucose. */
    double secretagogue;
    /** Gain on secretion above the incretin threshold. */
    double incretin;
    /** Renal excretion per mg/dL of fasting glucose above its threshold. */
    double renal;
    /** Factor on the prandial component. */
    double prandial;
    /** Exogenous insulin, µU/mL. */
    double exogenous;

    static DrugAction ofAllDrugs() {
        DrugAction action = new DrugAction();
        for (int d = 0; d < TwinModel.DRUGS; d++) {
            action.drug[d] = d;
        }
        action.acting = TwinModel.DRUGS;
        return action;
    }

    /** Notes the drugs that act on a twin. */
    void findActing(double[] effects, double[] slowEffects, double[] targets, int offset) {
        acting = 0;
        for (int d = 0; d < TwinModel.DRUGS; d++) {
            if (targets[offset + d] != 0 || effects[offset + d] != 0 || slowEffects[offset + d] != 0) {
                drug[acting++] = d;
            }
        }
    }
}
