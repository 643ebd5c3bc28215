package org.hsdpo.twin.map;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hsdpo.twin.pk.ParameterSource;
import org.hsdpo.twin.pk.Subject;

/** One person under a population model: parameters at every record for given random effects. */
final class Individual implements ParameterSource {
    private final int parameters;
    private final int between;
    private final int within;
    private final double[][] typical;
    /** Occasion of each record, from 0. */
    private final int[] occasion;

    private final List<Double> occasions = new ArrayList<>();
    private final int[] directionParameter;
    /** Occasion a direction belongs to, −1 where it belongs to the person. */
    private final int[] directionOccasion;

    private final double[] factors;
    private double[] effects;

    Individual(PopulationModel model, Subject subject) {
        parameters = model.structure().parameters().size();
        between = model.between().size();
        within = model.within().size();
        typical = new double[subject.size()][parameters];
        occasion = new int[subject.size()];
        for (int row = 0; row < subject.size(); row++) {
            for (int parameter = 0; parameter < parameters; parameter++) {
                typical[row][parameter] = model.typical(parameter).at(subject, row);
            }
            int at = row;
            model.occasionColumn().ifPresent(column -> {
                double value = subject.covariate(at, column);
                if (!occasions.contains(value)) {
                    occasions.add(value);
                }
                occasion[at] = occasions.indexOf(value);
            });
        }
        int directions = between + within * occasions.size();
        directionParameter = new int[directions];
        directionOccasion = new int[directions];
        for (int q = 0; q < directions; q++) {
            String name = q < between ? model.between().get(q) : model.within().get((q - between) % within);
            directionParameter[q] = model.structure().parameter(name);
            directionOccasion[q] = q < between ? -1 : (q - between) / within;
        }
        factors = new double[directions];
        effects(new double[directions]);
    }

    /** Sets the random effects: those between people, then occasion by occasion those within. */
    void effects(double[] newEffects) {
        effects = newEffects;
        for (int q = 0; q < factors.length; q++) {
            factors[q] = Math.exp(effects[q]);
        }
    }

    /** Values of the occasion column in the order of the effects. */
    List<Double> occasions() {
        return List.copyOf(occasions);
    }

    @Override
    public int directions() {
        return directionParameter.length;
    }

    @Override
    public int parameter(int direction) {
        return directionParameter[direction];
    }

    @Override
    public void at(int row, double[] values, double[] slopes) {
        System.arraycopy(typical[row], 0, values, 0, parameters);
        for (int q = 0; q < factors.length; q++) {
            if (acts(q, row)) {
                values[directionParameter[q]] *= factors[q];
            }
        }
        Arrays.fill(slopes, 0);
        for (int q = 0; q < factors.length; q++) {
            if (acts(q, row)) {
                slopes[q] = values[directionParameter[q]];
            }
        }
    }

    private boolean acts(int direction, int row) {
        return directionOccasion[direction] < 0 || directionOccasion[direction] == occasion[row];
    }
}
