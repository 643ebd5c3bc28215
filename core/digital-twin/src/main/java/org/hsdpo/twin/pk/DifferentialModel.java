package org.hsdpo.twin.pk;

import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;

/** A model that is given by its differential equations, linear or not. */
public final class DifferentialModel implements PkModel {
    private final List<String> compartments;
    private final List<String> structure;
    private final int[] volumes;
    private final Equations equations;
    private final List<String> parameters;
    private final DoseParameters doseParameters;

    /**
     * The right side of dA/dt = f(t, A, θ), without what doses bring. Implementations write into the arrays they are
     * given, which may be longer than there are compartments, allocate nothing and keep no state.
     */
    public interface Equations {
        /** Writes the derivative of every amount. */
        void derivatives(double time, double[] amounts, double[] parameters, double[] derivatives);

        /**
         * Writes the derivatives of the right side.
         *
         * @param byAmount ∂f_i/∂A_j at i·n + j
         * @param byParameter ∂f_i/∂θ_k at k·n + i, for the parameters of the structure
         */
        void jacobians(double time, double[] amounts, double[] parameters, double[] byAmount, double[] byParameter);
    }

    private DifferentialModel(
            List<String> compartments,
            List<String> structure,
            int[] volumes,
            Equations equations,
            List<String> ofDoses) {
        this.compartments = List.copyOf(compartments);
        this.structure = List.copyOf(structure);
        this.volumes = volumes.clone();
        this.equations = equations;
        this.parameters = DoseParameters.appended(structure, ofDoses);
        this.doseParameters = DoseParameters.of(ofDoses, structure.size(), compartments.size());
    }

    /**
     * @param compartments names of the compartments in order
     * @param structure names of the positive parameters in order
     * @param volumes by compartment the position of the parameter that divides its amount, −1 where none does
     */
    public static DifferentialModel of(
            List<String> compartments, List<String> structure, int[] volumes, Equations equations) {
        if (volumes.length != compartments.size() || compartments.isEmpty()) {
            throw new InvalidInputException(
                    "volumes",
                    "COMPARTMENT_COUNT",
                    "there are " + volumes.length + " volumes for " + compartments.size() + " compartments",
                    "one for each of at least one compartment");
        }
        return new DifferentialModel(compartments, structure, volumes, equations, List.of());
    }

    /** With parameters of doses, for example F1, ALAG1, R1, D1. */
    public DifferentialModel withDoseParameters(String... names) {
        return new DifferentialModel(compartments, structure, volumes, equations, List.of(names));
    }

    @Override
    public List<String> parameters() {
        return parameters;
    }

    @Override
    public List<String> compartments() {
        return compartments;
    }

    @Override
    public DoseParameters doseParameters() {
        return doseParameters;
    }

    @Override
    public int volume(int compartment) {
        return volumes[compartment - 1];
    }

    @Override
    public Optional<ParameterFlaw> flaw(double[] values) {
        if (equations instanceof LinearEquations linear) {
            return linear.model().flaw(values);
        }
        for (int i = 0; i < structure.size(); i++) {
            if (!(values[i] > 0 && values[i] < Double.POSITIVE_INFINITY)) {
                return Optional.of(new ParameterFlaw(structure.get(i), values[i], "a finite number above 0"));
            }
        }
        return Optional.empty();
    }

    Equations equations() {
        return equations;
    }

    int structureSize() {
        return structure.size();
    }
}
