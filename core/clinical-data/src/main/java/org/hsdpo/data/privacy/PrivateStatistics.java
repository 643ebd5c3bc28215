package org.hsdpo.data.privacy;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * Statistics of a cohort that say almost nothing of any one of its members: (ε, 0)-differential privacy for the addition or
 * removal of one person, who contributes one value.
 */
public final class PrivateStatistics {
    private static final int MOST_BINS = 1_000;
    private static final long MOST_STEPS = 1_000_000;

    private final RandomGenerator random;

    /** @param random a cryptographically secure source wherever a statistic leaves the system */
    public PrivateStatistics(RandomGenerator random) {
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * A number of people.
     *
     * @param value with noise; below 0 it may be, and then means few
     * @param halfWidth95 the noise is at most this much in 95 of 100 releases
     */
    public record PrivateCount(long value, long halfWidth95) {}

    /**
     * A mean.
     *
     * @param value in the unit of the values, within the bounds; NaN where the noisy number of people is below 1
     * @param count the number of people, with noise of its own
     */
    public record PrivateMean(double value, PrivateCount count) {}

    /** How many people there are. */
    public PrivateCount count(long people, Epsilon epsilon) {
        DiscreteLaplace noise = new DiscreteLaplace(epsilon, 1);
        return new PrivateCount(people + noise.draw(random), noise.halfWidth95());
    }

    /**
     * How many people are in each of several classes; everybody is in one class at most, so that the privacy loss is spent
     * once.
     *
     * @throws InvalidInputException where there are no or more than 1000 classes
     */
    public PrivateCount[] histogram(long[] people, Epsilon epsilon) {
        if (people.length < 1 || people.length > MOST_BINS) {
            throw new InvalidInputException(
                    "bins", "BINS_INVALID", "there are " + people.length + " classes", "1 to " + MOST_BINS);
        }
        PrivateCount[] counts = new PrivateCount[people.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = count(people[i], epsilon);
        }
        return counts;
    }

    /**
     * The mean of one value for each person. Half of the privacy loss goes into the number of people and half into the sum
     * of what the values differ from the middle of the bounds.
     *
     * @param values in one unit
     * @param low lower bound, chosen without looking at the data; lower values count as it
     * @param high upper bound, in the same way
     * @param step values are rounded to multiples of it: the resolution of the noise
     * @throws InvalidInputException where the bounds are not in order or more than a million steps apart
     */
    public PrivateMean mean(double[] values, double low, double high, double step, Epsilon epsilon) {
        if (!(low < high) || !(step > 0) || (high - low) / step > MOST_STEPS) {
            throw new InvalidInputException(
                    "bounds",
                    "BOUNDS_INVALID",
                    "the bounds are " + low + " and " + high + " with steps of " + step,
                    "a lower and an upper bound at most " + MOST_STEPS + " steps apart");
        }
        double middle = (low + high) / 2;
        long sum = 0;
        for (double value : values) {
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("a person without a value does not belong to the values");
            }
            sum = Math.addExact(sum, Math.round((Math.clamp(value, low, high) - middle) / step));
        }
        Epsilon half = epsilon.half();
        PrivateCount count = count(values.length, half);
        // One person moves the sum by half the distance of the bounds at most.
        long sensitivity = Math.max(1, (long) Math.ceil((high - low) / 2 / step));
        long noisy = sum + new DiscreteLaplace(half, sensitivity).draw(random);
        double mean = count.value() < 1 ? Double.NaN : Math.clamp(middle + step * noisy / count.value(), low, high);
        return new PrivateMean(mean, count);
    }
}
