package org.hsdpo.agent.observation;

import java.util.Arrays;
import java.util.List;

/**
 * How far a patient lies from the training population.
 *
 * <p>Distance to one stored observation: root mean square of the differences of the standardised values both hold. The
 * distance of a patient is that to the {@value #NEIGHBOURS}th nearest stored observation, over the 99th percentile of the
 * same quantity among training observations that are not stored; a measured value beyond the training range adds its
 * excess in standard deviations, plus one. So 0 … 1 is inside, and above 1 is outside.
 */
public final class Support {
    private static final int NEIGHBOURS = 5;

    private final Normalisation normalisation;
    private final float[][] stored;
    private final double scale;

    /**
     * @param stored standardised training observations, NaN where missing
     * @param scale 99th percentile of the neighbour distance in training
     */
    public Support(Normalisation normalisation, float[][] stored, double scale) {
        if (stored.length <= NEIGHBOURS || !(scale > 0)) {
            throw new IllegalArgumentException("the support needs more than " + NEIGHBOURS + " stored observations");
        }
        this.normalisation = normalisation;
        this.stored = stored;
        this.scale = scale;
    }

    /** Keeps the first {@code keep} features of a sample and scales by the rest. */
    public static Support fit(Normalisation normalisation, List<PatientFeatures> sample, int keep) {
        float[][] stored = sample.subList(0, keep).stream()
                .map(features -> standardised(normalisation, features))
                .toArray(float[][]::new);
        Support unscaled = new Support(normalisation, stored, 1);
        double[] distances = sample.subList(keep, sample.size()).stream()
                .mapToDouble(features -> unscaled.neighbourDistance(standardised(normalisation, features)))
                .sorted()
                .toArray();
        return new Support(normalisation, stored, distances[(int) (0.99 * (distances.length - 1))]);
    }

    private static float[] standardised(Normalisation normalisation, PatientFeatures features) {
        float[] row = new float[Feature.COUNT];
        for (Feature feature : Feature.values()) {
            row[feature.ordinal()] = (float) normalisation.standardised(features, feature);
        }
        return row;
    }

    /** 0 … 1 inside the training population, above 1 outside. */
    public double distance(PatientFeatures features) {
        double excess = 0;
        for (Feature feature : Feature.values()) {
            if (feature.isContinuous()) {
                excess = Math.max(excess, normalisation.excess(features, feature));
            }
        }
        double near = neighbourDistance(standardised(normalisation, features)) / scale;
        return excess > 0 ? Math.max(near, 1 + excess) : near;
    }

    private double neighbourDistance(float[] row) {
        double[] distances = new double[stored.length];
        for (int i = 0; i < stored.length; i++) {
            double sum = 0;
            int shared = 0;
            for (int j = 0; j < row.length; j++) {
                // NaN differs from everything, itself included.
                double difference = row[j] - stored[i][j];
                if (difference == difference) {
                    sum += difference * difference;
                    shared++;
                }
            }
            distances[i] = Math.sqrt(sum / shared);
        }
        Arrays.sort(distances);
        return distances[NEIGHBOURS - 1];
    }

    public float[][] stored() {
        return stored;
    }

    public double scale() {
        return scale;
    }
}
