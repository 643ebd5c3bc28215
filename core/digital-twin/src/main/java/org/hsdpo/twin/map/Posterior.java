package org.hsdpo.twin.map;

import java.util.List;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.pk.Event;
import org.hsdpo.twin.pk.PkEngine;
import org.hsdpo.twin.pk.Subject;

/**
 * Minus twice the logarithm of a person's posterior density, without the constants, as a function of the random effects η:
 * <pre>
 * Φ(η) = Σ (y − f)²/v + ln v  −  2 Σ ln Φ((LLOQ − f)/√v)  +  η'Ω⁻¹η ,   v = proportional·f² + additive
 * </pre>
 * over the measured and the censored records (M3: Beal 2001, J Pharmacokinet Pharmacodyn 28:481–504). The variance follows
 * the individual prediction, as under INTERACTION.
 */
final class Posterior implements PkEngine.Visitor {
    private final PopulationModel model;
    private final Subject subject;
    private final Individual individual;
    private final PkEngine engine;
    private final int size;
    private final int compartments;
    private final double[] precision;
    private final double priorLogDeterminant;
    private final ResidualError[] residuals;
    private final int[] volumes;
    private final double[] gradient;
    private final double[] information;
    private final double[] slope;
    private double value;
    private double misfit;

    Posterior(PopulationModel model, Subject subject) {
        this.model = model;
        this.subject = subject;
        individual = new Individual(model, subject);
        engine = new PkEngine(model.structure(), subject, individual, model.tolerance());
        engine.refuseImpossible();
        size = individual.directions();
        compartments = model.structure().compartments().size();
        residuals = new ResidualError[subject.size()];
        volumes = new int[subject.size()];
        for (int row = 0; row < subject.size(); row++) {
            Event event = subject.events().get(row);
            if (event.isMeasured()) {
                int at = row;
                residuals[row] = model.residual(event)
                        .orElseThrow(() -> new InvalidInputException(
                                subject.field(at, "CMT"),
                                "RESIDUAL_MISSING",
                                "compartment " + event.compartment() + " has no residual error",
                                "a measured compartment of the model"));
                volumes[row] = model.structure().volume(event.compartment());
            }
        }
        double[] covariance = priorCovariance();
        Cholesky cholesky = new Cholesky(size);
        if (!cholesky.factorise(covariance)) {
            throw new IllegalStateException("blocks of a covariance matrix are positive definite");
        }
        precision = new double[size * size];
        cholesky.inverse(precision);
        priorLogDeterminant = cholesky.logDeterminant();
        gradient = new double[size];
        information = new double[size * size];
        slope = new double[size];
    }

    private double[] priorCovariance() {
        double[] covariance = new double[size * size];
        int between = model.between().size();
        for (int i = 0; i < between; i++) {
            for (int j = 0; j < between; j++) {
                covariance[i * size + j] = model.covariance(i, j);
            }
        }
        for (int i = between; i < size; i++) {
            covariance[i * size + i] =
                    model.withinVariance((i - between) % model.within().size());
        }
        return covariance;
    }

    /**
     * Says why the objective is not finite at these effects, where the data is the reason: where nothing is predicted, a
     * proportional error gives an observation no scatter at all.
     */
    void refuseZeroVariance(double[] effects) {
        individual.effects(effects);
        engine.run((row, amounts, sensitivities, parameters, slopes) -> {
            if (residuals[row] != null) {
                double prediction = prediction(row, amounts, parameters);
                if (residuals[row].variance(prediction) == 0) {
                    throw new InvalidInputException(
                            subject.field(row, "DV"),
                            "OBSERVATION_WITHOUT_SCATTER",
                            "the prediction is 0 and the residual error has no additive part",
                            "an observation after a dose, or a residual error with an additive part");
                }
            }
        });
    }

    int size() {
        return size;
    }

    /** Number of records with a measured value; those below the limit of quantification are not among them. */
    int measurements() {
        int count = 0;
        for (int row = 0; row < residuals.length; row++) {
            count += residuals[row] != null && !subject.events().get(row).isBelowLimit() ? 1 : 0;
        }
        return count;
    }

    /**
     * Squared standardised effects and residuals at the last evaluation; at the mode of a person like those of the model it
     * is distributed about as χ² with one degree of freedom a measurement.
     */
    double misfit() {
        return misfit;
    }

    List<Double> occasions() {
        return individual.occasions();
    }

    double priorVariance(int i) {
        int between = model.between().size();
        return i < between
                ? model.covariance(i, i)
                : model.withinVariance((i - between) % model.within().size());
    }

    double priorLogDeterminant() {
        return priorLogDeterminant;
    }

    /** Gradient at the last evaluation. */
    double[] gradient() {
        return gradient;
    }

    /** Expected second derivative at the last evaluation (Fisher information and prior), always positive definite. */
    double[] information() {
        return information;
    }

    /** Evaluates; infinite where the parameters leave the numbers. */
    double evaluate(double[] effects) {
        individual.effects(effects);
        value = 0;
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int j = 0; j < size; j++) {
                sum += precision[i * size + j] * effects[j];
                information[i * size + j] = 2 * precision[i * size + j];
            }
            gradient[i] = 2 * sum;
            value += effects[i] * sum;
        }
        misfit = value;
        engine.run(this);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private double prediction(int row, double[] amounts, double[] parameters) {
        double amount = amounts[subject.events().get(row).compartment() - 1];
        return volumes[row] < 0 ? amount : amount / parameters[volumes[row]];
    }

    @Override
    public void visit(int row, double[] amounts, double[] sensitivities, double[] parameters, double[] slopes) {
        ResidualError error = residuals[row];
        if (error == null) {
            return;
        }
        Event event = subject.events().get(row);
        int c = event.compartment() - 1;
        double f = prediction(row, amounts, parameters);
        int volume = volumes[row];
        for (int q = 0; q < size; q++) {
            double change = sensitivities[q * compartments + c];
            if (volume >= 0) {
                change /= parameters[volume];
                if (individual.parameter(q) == volume) {
                    change -= f / parameters[volume] * slopes[q];
                }
            }
            slope[q] = change;
        }
        double v = error.variance(f);
        double variance = error.varianceSlope(f);
        if (event.isBelowLimit()) {
            censored(event.lowerLimit(), f, v, variance);
        } else {
            measured(event.value(), f, v, variance);
        }
    }

    private void measured(double y, double f, double v, double varianceSlope) {
        double residual = y - f;
        misfit += residual * residual / v;
        value += residual * residual / v + Math.log(v);
        double byPrediction = -2 * residual / v + varianceSlope / v * (1 - residual * residual / v);
        double relative = varianceSlope / v;
        add(byPrediction, 2 / v + relative * relative);
    }

    private void censored(double limit, double f, double v, double varianceSlope) {
        double sd = Math.sqrt(v);
        double z = (limit - f) / sd;
        value -= 2 * LowerTail.logProbability(z);
        double hazard = LowerTail.hazard(z);
        double byPrediction = -1 / sd - 0.5 * z * varianceSlope / v;
        add(-2 * hazard * byPrediction, 2 * hazard * (hazard + z) * byPrediction * byPrediction);
    }

    private void add(double byPrediction, double curvature) {
        for (int i = 0; i < size; i++) {
            gradient[i] += byPrediction * slope[i];
            for (int j = 0; j < size; j++) {
                information[i * size + j] += curvature * slope[i] * slope[j];
            }
        }
    }
}
