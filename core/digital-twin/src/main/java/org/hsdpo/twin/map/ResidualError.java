package org.hsdpo.twin.map;

import org.hsdpo.clinical.error.InvalidInputException;

/**
 * How a measurement scatters around its prediction f: normally, with variance proportional·f² + additive. W = f·√proportional
 * is NONMEM's usual {@code W = IPRED}.
 *
 * @param proportional variance in proportion to f², 0 or more
 * @param additive variance in the squared unit of the measurement, 0 or more
 */
public record ResidualError(double proportional, double additive) {
    public ResidualError {
        if (!(proportional >= 0 && additive >= 0 && proportional + additive > 0)
                || proportional + additive == Double.POSITIVE_INFINITY) {
            throw new InvalidInputException(
                    "residualError",
                    "VARIANCE_INVALID",
                    "the variances of the residual error are " + proportional + " and " + additive,
                    "two finite numbers, 0 or more and not both 0");
        }
    }

    /** Proportional error alone. */
    public static ResidualError proportional(double variance) {
        return new ResidualError(variance, 0);
    }

    /** Additive error alone. */
    public static ResidualError additive(double variance) {
        return new ResidualError(0, variance);
    }

    /** Variance of a measurement whose prediction is this. */
    public double variance(double prediction) {
        return proportional * prediction * prediction + additive;
    }

    /** Derivative of the variance by the prediction. */
    double varianceSlope(double prediction) {
        return 2 * proportional * prediction;
    }
}
