package org.hsdpo.twin;

import java.util.Objects;
import java.util.OptionalDouble;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * A covariate that the record holds, with its measurement error, or does not hold. An unknown covariate is sampled per
 * draw from the reference population, so that its uncertainty reaches the forecast; it never gets one default value.
 *
 * @param value in the unit of the {@link TwinInputs} component; empty where unknown
 * @param measurementSd standard deviation of the measurement error in the same unit, at least 0; 0 where unknown
 */
public record Covariate(OptionalDouble value, double measurementSd) {
    private static final Covariate UNKNOWN = new Covariate(OptionalDouble.empty(), 0);

    public Covariate {
        Objects.requireNonNull(value, "value");
        if (value.isPresent() && !Double.isFinite(value.getAsDouble())) {
            throw new InvalidInputException(
                    "value", "VALUE_NOT_FINITE", "the value is not a finite number", "a finite number");
        }
        if (!(measurementSd >= 0) || !Double.isFinite(measurementSd)) {
            throw new InvalidInputException(
                    "measurementSd",
                    "MEASUREMENT_ERROR_INVALID",
                    "the measurement error " + measurementSd + " is not a standard deviation",
                    "a finite number of at least 0");
        }
    }

    /** @throws InvalidInputException where the value is not finite or the standard deviation negative or not finite */
    public static Covariate known(double value, double sd) {
        return new Covariate(OptionalDouble.of(value), sd);
    }

    public static Covariate unknown() {
        return UNKNOWN;
    }

    public boolean isKnown() {
        return value.isPresent();
    }
}
