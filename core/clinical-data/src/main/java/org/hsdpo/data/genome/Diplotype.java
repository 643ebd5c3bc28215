package org.hsdpo.data.genome;

import java.util.Comparator;

/**
 * Two named alleles that together explain the calls of a person.
 *
 * @param first the one whose name comes first
 * @param second the other, perhaps the same
 * @param stated at how many positions called the two definitions say what the alleles have: the more, the better explained
 */
record Diplotype(NamedAllele first, NamedAllele second, int stated) {
    /** The reference and numbered alleles by number, others by name. */
    static final Comparator<NamedAllele> BY_NAME = Comparator.comparing(
                    (NamedAllele allele) -> allele.name().startsWith("*")
                            ? Integer.parseInt(allele.name().replaceAll("^\\*(\\d+).*$", "$1"))
                            : 0)
            .thenComparing(allele -> allele.name().startsWith("*") || allele.reference() ? 0 : 1)
            .thenComparing(NamedAllele::name);

    static Diplotype of(NamedAllele one, NamedAllele other, int stated) {
        return BY_NAME.compare(one, other) <= 0 ? new Diplotype(one, other, stated) : new Diplotype(other, one, stated);
    }

    /** For example {@code *1/*2}. */
    String name() {
        return first.name() + "/" + second.name();
    }
}
