package org.hsdpo.hyperscore;

import org.hsdpo.clinical.error.InvalidInputException;

/**
 * How an evaluation is made.
 *
 * @param draws posterior draws of the twin for each candidate, 16 to 20 000
 * @param seed of every random number; the same state, seed and versions give the same result
 */
public record EvaluationOptions(int draws, long seed) {
    /** Draws where nobody asks for another number. */
    public static final int DEFAULT_DRAWS = 1_000;

    private static final int FEWEST = 16;
    private static final int MOST = 20_000;

    public EvaluationOptions {
        if (draws < FEWEST || draws > MOST) {
            throw new InvalidInputException("draws", "DRAWS_OUT_OF_RANGE", draws + " draws", FEWEST + " to " + MOST);
        }
    }
}
