package org.hsdpo.twin;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.twin.Personalisation.Stream;

/**
 * The people {@link TwinCohort#personalised} draws, as a function of independent standard normal coordinates: those of
 * glucose, physiology, progression and weight, and response and clearance of given drugs. What a later measurement says of
 * a person can then be asked of each coordinate. Everything that is no coordinate stays a random draw.
 */
public final class TwinPrior {
    private final TwinModel model;
    private final Personalisation personalisation;
    private final int[] counters;

    /**
     * Draws of people.
     *
     * @param cohort one twin for each set of coordinates
     * @param possible whether there is a person at these coordinates; a twin that is impossible means nothing
     */
    public record People(TwinCohort cohort, boolean[] possible) {}

    /**
     * @param inputs what the people are consistent with under {@code inputs.currentRegimen()}
     * @param drugs whose response and clearance become coordinates
     * @param path prefix of field names in violations
     * @throws InvalidInputException as {@link TwinCohort#personalised}
     */
    public TwinPrior(TwinInputs inputs, Collection<Drug> drugs, ModelVariant variant, String path) {
        model = TwinModel.of(variant);
        personalisation = new Personalisation(model, inputs, path);
        Set<Integer> chosen = new TreeSet<>();
        for (Stream stream : new Stream[] {
            Stream.WEIGHT,
            Stream.EGFR,
            Stream.HBA1C,
            Stream.MEAN,
            Stream.FASTING,
            Stream.CV,
            Stream.SYSTOLIC_PRESSURE,
            Stream.LDL,
            Stream.PHYSIOLOGY,
            Stream.BETA_CELL_DECLINE,
            Stream.EGFR_DECLINE,
            Stream.SLOW_RESPONSE
        }) {
            chosen.add(stream.counter(0));
        }
        if (variant == ModelVariant.ALTERNATIVE) {
            chosen.add(Stream.RED_CELL.counter(0));
        }
        for (Drug drug : drugs) {
            chosen.add(Stream.RESPONSE.counter(drug.ordinal()));
            chosen.add(Stream.CLEARANCE.counter(drug.ordinal()));
        }
        counters = chosen.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Number of coordinates. */
    public int dimension() {
        return counters.length;
    }

    /** The people at these coordinates, one a row, all else drawn anew for each. */
    public People draw(double[][] coordinates, long seed) {
        return people(coordinates, seed, false);
    }

    /** The people at these coordinates, one a row, all else at its median: the same coordinates are the same person. */
    public People typical(double[][] coordinates) {
        return people(coordinates, 0, true);
    }

    private People people(double[][] coordinates, long seed, boolean othersAtMedian) {
        TwinCohort cohort = new TwinCohort(model, coordinates.length);
        boolean[] possible = new boolean[coordinates.length];
        for (int i = 0; i < coordinates.length; i++) {
            if (coordinates[i].length != counters.length) {
                throw new IllegalArgumentException("one number for each of " + counters.length
                        + " coordinates is needed: " + coordinates[i].length);
            }
            try {
                personalisation.draw(
                        cohort,
                        i,
                        new DrawNumbers(CounterRandom.key(seed, i), counters, coordinates[i], othersAtMedian));
                possible[i] = true;
            } catch (InvalidInputException nobodyThere) {
                // Coordinates far out can ask for a glucose that no physiology has: the prior has no mass there.
                possible[i] = false;
            }
        }
        return new People(cohort, possible);
    }
}
