package org.hsdpo.twin.pk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.error.InvalidInputException;

/**
 * The parameters a dose meets on its way, by the name NONMEM gives them with the number of the compartment behind: F1
 * bioavailability, ALAG1 lag, R1 rate and D1 duration of an infusion into compartment 1.
 */
public final class DoseParameters {
    private static final Pattern NAME = Pattern.compile("(F|ALAG|R|D)([1-9][0-9]*)");

    private final int[] bioavailability;
    private final int[] lag;
    private final int[] rate;
    private final int[] duration;

    private DoseParameters(int compartments) {
        bioavailability = absent(compartments);
        lag = absent(compartments);
        rate = absent(compartments);
        duration = absent(compartments);
    }

    /**
     * @param first position of the first of these in the parameter vector
     * @throws InvalidInputException where a name is none of these, or its compartment does not exist
     */
    static DoseParameters of(List<String> names, int first, int compartments) {
        DoseParameters parameters = new DoseParameters(compartments);
        for (int i = 0; i < names.size(); i++) {
            Matcher matcher = NAME.matcher(names.get(i));
            if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > compartments) {
                throw new InvalidInputException(
                        names.get(i),
                        "PARAMETER_UNKNOWN",
                        "no parameter of a dose into one of " + compartments + " compartments is called so",
                        "F, ALAG, R or D with the number of a compartment, for example ALAG1");
            }
            int[] positions =
                    switch (matcher.group(1)) {
                        case "F" -> parameters.bioavailability;
                        case "ALAG" -> parameters.lag;
                        case "R" -> parameters.rate;
                        default -> parameters.duration;
                    };
            positions[Integer.parseInt(matcher.group(2)) - 1] = first + i;
        }
        return parameters;
    }

    /** A model's names with those of its doses behind them. */
    static List<String> appended(List<String> parameters, List<String> ofDoses) {
        List<String> all = new ArrayList<>(parameters);
        all.addAll(ofDoses);
        if (new HashSet<>(all).size() != all.size()) {
            throw new InvalidInputException(
                    "parameters", "PARAMETER_REPEATED", "two parameters have one name", "each name once");
        }
        return List.copyOf(all);
    }

    private static int[] absent(int compartments) {
        int[] positions = new int[compartments];
        Arrays.fill(positions, -1);
        return positions;
    }

    /** Position of F of a compartment (from 0), −1 where it is 1. */
    int bioavailability(int compartment) {
        return bioavailability[compartment];
    }

    /** Position of the lag of a compartment (from 0), −1 where there is none. */
    int lag(int compartment) {
        return lag[compartment];
    }

    /** Position of the modelled rate of a compartment (from 0), −1 where there is none. */
    int rate(int compartment) {
        return rate[compartment];
    }

    /** Position of the modelled duration of a compartment (from 0), −1 where there is none. */
    int duration(int compartment) {
        return duration[compartment];
    }
}
