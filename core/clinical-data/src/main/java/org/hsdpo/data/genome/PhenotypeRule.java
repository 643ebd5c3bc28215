package org.hsdpo.data.genome;

import java.util.List;
import java.util.Objects;

/**
 * Which phenotype a pair of alleles has.
 *
 * @param activity sum of the activity values, or null where the functions decide
 * @param functions the two functions in alphabetical order, or null where the sum decides
 * @param is the phenotype
 */
record PhenotypeRule(Double activity, List<String> functions, String is) {
    PhenotypeRule {
        Objects.requireNonNull(is, "is");
        if ((activity == null) == (functions == null)) {
            throw new IllegalStateException("a rule for " + is + " names either an activity or two functions");
        }
    }
}
