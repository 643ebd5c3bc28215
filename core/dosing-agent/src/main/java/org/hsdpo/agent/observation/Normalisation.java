package org.hsdpo.agent.observation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.hsdpo.agent.observation.Feature.Kind;

/**
 * Standardises features by the mean, standard deviation and range they had in training, and encodes them.
 *
 * <p>The encoded vector has {@link #LENGTH} numbers: the standardised values ({@code 0} where missing), cut at six standard
 * deviations so that one wild value cannot drown the others, then an indicator for each feature, 1 where it is missing. A
 * value outside the training range makes {@link Support} report the patient as outside; the cut does not hide it.
 * Logarithms are taken of values of at least one thousandth.
 */
public final class Normalisation {
    /** Length of an encoded observation. */
    public static final int LENGTH = 2 * Feature.COUNT;

    private static final double CUT = 6;

    /**
     * One feature's figures on its (possibly logarithmic) scale.
     *
     * @param feature name of the feature
     * @param mean mean over the training observations that hold it
     * @param sd standard deviation, 1 where it never varied
     * @param low smallest value of training
     * @param high largest value of training
     */
    public record Scale(String feature, double mean, double sd, double low, double high) {}

    private final List<Scale> scales;

    /** @throws IllegalArgumentException where the scales are not those of the features, in order */
    public Normalisation(List<Scale> scales) {
        List<String> expected =
                Arrays.stream(Feature.values()).map(Feature::name).toList();
        if (!scales.stream().map(Scale::feature).toList().equals(expected)) {
            throw new IllegalArgumentException("the normalisation does not fit the observation schema");
        }
        this.scales = List.copyOf(scales);
    }

    /** Figures of a sample. A feature that the sample never holds gets mean 0, sd 1 and an empty range. */
    public static Normalisation fit(List<PatientFeatures> sample) {
        List<Scale> scales = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            double[] known = sample.stream()
                    .map(features -> features.value(feature))
                    .filter(OptionalDouble::isPresent)
                    .mapToDouble(value -> scaled(feature, value.getAsDouble()))
                    .toArray();
            double mean = Arrays.stream(known).average().orElse(0);
            double variance = Arrays.stream(known)
                    .map(value -> (value - mean) * (value - mean))
                    .average()
                    .orElse(0);
            double sd = variance > 1e-12 ? Math.sqrt(variance) : 1;
            scales.add(new Scale(
                    feature.name(),
                    mean,
                    sd,
                    Arrays.stream(known).min().orElse(0),
                    Arrays.stream(known).max().orElse(0)));
        }
        return new Normalisation(scales);
    }

    private static double scaled(Feature feature, double value) {
        return feature.kind() == Kind.LOGARITHMIC ? Math.log(Math.max(value, 1e-3)) : value;
    }

    public List<Scale> scales() {
        return scales;
    }

    /** Standardised value before the cut, NaN where missing. */
    double standardised(PatientFeatures features, Feature feature) {
        OptionalDouble value = features.value(feature);
        if (value.isEmpty()) {
            return Double.NaN;
        }
        Scale scale = scales.get(feature.ordinal());
        return (scaled(feature, value.getAsDouble()) - scale.mean()) / scale.sd();
    }

    /** The vector the network reads. */
    public float[] encode(PatientFeatures features) {
        float[] vector = new float[LENGTH];
        for (Feature feature : Feature.values()) {
            double z = standardised(features, feature);
            int i = feature.ordinal();
            if (Double.isNaN(z)) {
                vector[Feature.COUNT + i] = 1;
            } else {
                vector[i] = (float) Math.clamp(z, -CUT, CUT);
            }
        }
        return vector;
    }

    /** How many standard deviations a value lies outside the range seen in training; 0 inside or where missing. */
    double excess(PatientFeatures features, Feature feature) {
        OptionalDouble value = features.value(feature);
        if (value.isEmpty()) {
            return 0;
        }
        Scale scale = scales.get(feature.ordinal());
        double at = scaled(feature, value.getAsDouble());
        return Math.max(0, Math.max(scale.low() - at, at - scale.high())) / scale.sd();
    }
}
