package org.hsdpo.data.genome;

import java.util.Map;
import java.util.Objects;

/**
 * A haplotype with a name.
 *
 * @param name for example {@code *2}
 * @param reference the haplotype of the reference sequence; where other alleles say nothing they are like it
 * @param has position to allele where it is not, or need not be, the reference; alternatives are separated by a bar
 * @param stated at how many positions the definition says what the allele has
 * @param function in the words of the source; empty where none is assigned
 * @param activity activity value, or null where none is assigned
 */
record NamedAllele(
        String name, Boolean reference, Map<Integer, String> has, Integer stated, String function, Double activity) {
    NamedAllele {
        Objects.requireNonNull(name, "name");
        reference = Boolean.TRUE.equals(reference);
        has = has == null ? Map.of() : Map.copyOf(has);
        stated = stated == null ? has.size() : stated;
        function = function == null ? "" : function;
    }
}
