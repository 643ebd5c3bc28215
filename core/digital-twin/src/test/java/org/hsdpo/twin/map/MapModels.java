package org.hsdpo.twin.map;

import org.hsdpo.twin.pk.CompartmentModel;
import org.hsdpo.twin.pk.PkModel;

/** Models 001 and 401 of Le Louedec 2021 (CPT Pharmacometrics Syst Pharmacol 10:1208–1220). */
public final class MapModels {
    private MapModels() {}

    /** One compartment, absorption of first order, closed form. */
    public static PopulationModel model001() {
        return model001(CompartmentModel.oral());
    }

    /** The same, integrated. */
    public static PopulationModel model001AsDifferential() {
        return model001(CompartmentModel.oral().asDifferential());
    }

    private static PopulationModel model001(PkModel structure) {
        return PopulationModel.on(structure)
                .typical("CL", 4)
                .typical("V", 70)
                .typical("KA", 1)
                .between("CL", 0.2)
                .between("V", 0.2)
                .between("KA", 0.2)
                .residual(2, ResidualError.proportional(0.05))
                .build();
    }

    /** With a metabolite that 0.7 of the elimination forms. */
    public static PopulationModel model401() {
        return model401(CompartmentModel.oral().withMetabolite());
    }

    /** The same, integrated. */
    public static PopulationModel model401AsDifferential() {
        return model401(CompartmentModel.oral().withMetabolite().asDifferential());
    }

    private static PopulationModel model401(PkModel structure) {
        return PopulationModel.on(structure)
                .typical("CL", 4)
                .typical("V", 70)
                .typical("KA", 1)
                .typical("FM", 0.7)
                .typical("CLM", 2.5)
                .typical("VM", 60)
                .between("CL", 0.2)
                .between("V", 0.2)
                .between("KA", 0.2)
                .between("CLM", 0.2)
                .between("VM", 0.2)
                .residual(2, ResidualError.proportional(0.05))
                .residual(3, ResidualError.proportional(0.05))
                .build();
    }
}
