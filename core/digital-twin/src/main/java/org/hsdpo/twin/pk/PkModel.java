package org.hsdpo.twin.pk;

import java.util.List;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * What a body does with a drug: compartments that hold amounts, parameters that govern the flow between them. Compartments
 * are numbered from 1, as in the data.
 */
public sealed interface PkModel permits CompartmentModel, DifferentialModel {
    /** Names of all parameters in the order of a parameter vector, those of doses last. */
    List<String> parameters();

    /** Names of the compartments. */
    List<String> compartments();

    /** Where F, ALAG, R and D of each compartment stand in the parameter vector. */
    DoseParameters doseParameters();

    /**
     * Position of the parameter that turns the amount in a compartment into a concentration, or −1 where the amount itself
     * is observed.
     *
     * @param compartment from 1
     */
    int volume(int compartment);

    /** The first of these values that the structure cannot have. */
    Optional<ParameterFlaw> flaw(double[] parameters);

    /**
     * Position of a parameter.
     *
     * @throws InvalidInputException where the model has no such parameter
     */
    default int parameter(String name) {
        int index = parameters().indexOf(name);
        if (index < 0) {
            throw new InvalidInputException(
                    name, "PARAMETER_UNKNOWN", "the model has no parameter " + name, String.join(", ", parameters()));
        }
        return index;
    }

    /**
     * A parameter outside what it can be.
     *
     * @param parameter its name
     * @param value what it is
     * @param accepted what it may be
     */
    record ParameterFlaw(String parameter, double value, String accepted) {}
}
