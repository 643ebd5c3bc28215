package org.hsdpo.data.privacy;

import java.math.BigDecimal;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * The privacy loss of a release: how much more likely, by a factor of at most e^ε, any answer may become because one
 * person's records are among the data (Dwork 2006, ICALP, LNCS 4052:1).
 *
 * @param value above 0, at most 10, with at most six decimals
 */
public record Epsilon(BigDecimal value) {
    static final long DENOMINATOR = 1_000_000;
    private static final BigDecimal MOST = BigDecimal.TEN;

    /** @throws InvalidInputException where the value is not one that is accepted */
    public Epsilon {
        if (value == null
                || value.signum() <= 0
                || value.compareTo(MOST) > 0
                || value.stripTrailingZeros().scale() > 6) {
            throw new InvalidInputException(
                    "epsilon",
                    "EPSILON_INVALID",
                    "the privacy loss is " + value,
                    "a number above 0, at most 10, with at most six decimals");
        }
    }

    public static Epsilon of(String value) {
        try {
            return new Epsilon(new BigDecimal(value));
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "epsilon", "EPSILON_INVALID", "the privacy loss is not a number", "a number such as 0.5");
        }
    }

    /** In millionths: the rational number that the exact sampler needs. */
    long millionths() {
        return value.movePointRight(6).longValueExact();
    }

    /** Half of it for each of two releases; one millionth may go unused. */
    Epsilon half() {
        long half = millionths() / 2;
        if (half == 0) {
            throw new InvalidInputException(
                    "epsilon", "EPSILON_INVALID", "the privacy loss is too small to be divided", "at least 0.000002");
        }
        return new Epsilon(BigDecimal.valueOf(half, 6));
    }
}
