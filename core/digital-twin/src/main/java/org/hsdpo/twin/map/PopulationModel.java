package org.hsdpo.twin.map;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.pk.Event;
import org.hsdpo.twin.pk.PkModel;
import org.hsdpo.twin.pk.Tolerance;

/**
 * What a population analysis published: a structural model, the typical value of each parameter, how people and occasions
 * differ (log-normally: parameter = typical · e^(η + κ)), and how measurements scatter.
 */
public final class PopulationModel {
    private final PkModel structure;
    private final Tolerance tolerance;
    private final TypicalValue[] typical;
    private final List<String> between;
    private final double[][] covariance;
    private final List<String> within;
    private final double[] withinVariance;
    private final String occasionColumn;
    private final Map<Integer, ResidualError> residuals;

    private PopulationModel(Builder builder) {
        structure = builder.structure;
        tolerance = builder.tolerance;
        typical = new TypicalValue[structure.parameters().size()];
        for (String name : structure.parameters()) {
            TypicalValue value = builder.typical.get(name);
            if (value == null) {
                throw new InvalidInputException(
                        name, "PARAMETER_MISSING", "the parameter has no typical value", "a typical value");
            }
            typical[structure.parameter(name)] = value;
        }
        between = List.copyOf(builder.between);
        covariance = new double[between.size()][between.size()];
        for (Block block : builder.blocks) {
            for (int i = 0; i < block.names().size(); i++) {
                for (int j = 0; j < block.names().size(); j++) {
                    covariance[between.indexOf(block.names().get(i))][
                                    between.indexOf(block.names().get(j))] =
                            block.covariance()[i][j];
                }
            }
        }
        within = List.copyOf(builder.within.keySet());
        withinVariance = builder.within.values().stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
        occasionColumn = builder.occasionColumn;
        residuals = Map.copyOf(builder.residuals);
        if (residuals.isEmpty()) {
            throw new InvalidInputException(
                    "residualError", "RESIDUAL_MISSING", "no compartment has a residual error", "at least one");
        }
        if (between.isEmpty() && within.isEmpty()) {
            throw new InvalidInputException(
                    "between", "VARIANCE_MISSING", "no parameter differs between people", "at least one variance");
        }
    }

    /** Begins a model on this structure. */
    public static Builder on(PkModel structure) {
        return new Builder(structure);
    }

    /** The structural model. */
    public PkModel structure() {
        return structure;
    }

    /** Names of the parameters that differ between people, in the order of the random effects. */
    public List<String> between() {
        return between;
    }

    /** Names of the parameters that differ between a person's occasions. */
    public List<String> within() {
        return within;
    }

    Tolerance tolerance() {
        return tolerance;
    }

    TypicalValue typical(int parameter) {
        return typical[parameter];
    }

    double covariance(int i, int j) {
        return covariance[i][j];
    }

    double withinVariance(int i) {
        return withinVariance[i];
    }

    Optional<String> occasionColumn() {
        return Optional.ofNullable(occasionColumn);
    }

    /** Whether a measured record can be used; a record in a compartment without residual error is refused. */
    Optional<ResidualError> residual(Event event) {
        return Optional.ofNullable(residuals.get(event.compartment()));
    }

    private record Block(List<String> names, double[][] covariance) {}

    /** Collects a model and checks it. */
    public static final class Builder {
        private final PkModel structure;
        private Tolerance tolerance = Tolerance.STANDARD;
        private final Map<String, TypicalValue> typical = new HashMap<>();
        private final List<String> between = new ArrayList<>();
        private final List<Block> blocks = new ArrayList<>();
        private final Map<String, Double> within = new LinkedHashMap<>();
        private String occasionColumn;
        private final Map<Integer, ResidualError> residuals = new HashMap<>();

        private Builder(PkModel structure) {
            this.structure = structure;
        }

        /** The typical value of a parameter in everyone. */
        public Builder typical(String parameter, double value) {
            return typical(parameter, (subject, row) -> value);
        }

        /** The typical value of a parameter by covariates. */
        public Builder typical(String parameter, TypicalValue value) {
            structure.parameter(parameter);
            typical.put(parameter, value);
            return this;
        }

        /** The variance of ln(parameter) between people. */
        public Builder between(String parameter, double variance) {
            return between(List.of(parameter), new double[][] {{variance}});
        }

        /** The covariance matrix of the logarithms of several parameters between people. */
        public Builder between(List<String> parameters, double[][] covariance) {
            for (String parameter : parameters) {
                structure.parameter(parameter);
                if (between.contains(parameter)) {
                    throw new InvalidInputException(
                            parameter, "VARIANCE_REPEATED", "the parameter has two variances", "one");
                }
                between.add(parameter);
            }
            new Cholesky(parameters.size()).factorise(parameters, covariance);
            blocks.add(new Block(List.copyOf(parameters), covariance));
            return this;
        }

        /**
         * The variance of ln(parameter) between the occasions of a person.
         *
         * @param column data column whose values tell occasions apart; one for the whole model
         */
        public Builder within(String column, String parameter, double variance) {
            structure.parameter(parameter);
            if (!(variance > 0 && variance < Double.POSITIVE_INFINITY)) {
                throw new InvalidInputException(
                        parameter, "VARIANCE_INVALID", "the variance is " + variance, "a finite number above 0");
            }
            if (occasionColumn != null && !occasionColumn.equals(column)) {
                throw new InvalidInputException(
                        column, "OCCASION_REPEATED", "occasions stand in two columns", "one column");
            }
            occasionColumn = column;
            within.put(parameter, variance);
            return this;
        }

        /** The residual error of measurements in a compartment. */
        public Builder residual(int compartment, ResidualError error) {
            if (compartment < 1 || compartment > structure.compartments().size()) {
                throw new InvalidInputException(
                        "residualError",
                        "COMPARTMENT_UNKNOWN",
                        "the model has no compartment " + compartment,
                        "1 to " + structure.compartments().size());
            }
            residuals.put(compartment, error);
            return this;
        }

        /** The local error of the general integrator; {@link Tolerance#STANDARD} otherwise. */
        public Builder tolerance(Tolerance value) {
            tolerance = value;
            return this;
        }

        /**
         * The model.
         *
         * @throws InvalidInputException where something is missing
         */
        public PopulationModel build() {
            return new PopulationModel(this);
        }
    }
}
