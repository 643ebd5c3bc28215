package org.hsdpo.data.genome;

import java.util.List;
import java.util.Objects;

/**
 * A position at which named alleles differ, on GRCh38.
 *
 * @param at 1-based; of an insertion or deletion the base before it, leftmost
 * @param rs dbSNP identifier, or empty
 * @param ref reference allele as in a variant file; N where a base is not known
 * @param alts the other alleles that definitions know, as in a variant file
 * @param context of an insertion or deletion: the reference sequence over which it can be shifted without changing the
 *     result; empty for a substitution
 * @param contextAt where the context begins, 1-based
 */
record DefinedPosition(int at, String rs, String ref, List<String> alts, String context, Integer contextAt) {
    DefinedPosition {
        Objects.requireNonNull(rs, "rs");
        Objects.requireNonNull(ref, "ref");
        alts = List.copyOf(alts);
        context = context == null ? "" : context;
        contextAt = contextAt == null ? at : contextAt;
    }

    boolean isIndel() {
        return !context.isEmpty();
    }

    /** First base that bears on this position. */
    int start() {
        return contextAt;
    }

    /** Last base that bears on this position. */
    int end() {
        return isIndel() ? contextAt + context.length() - 1 : at;
    }

    /** Number of an allele: 0 for the reference, 1 and up for the others. */
    int indexOf(String allele) {
        if (allele.equals(ref)) {
            return 0;
        }
        int index = alts.indexOf(allele);
        if (index < 0) {
            throw new IllegalStateException("position " + at + " has no allele " + allele);
        }
        return index + 1;
    }

    /** The reference base at a place of the position, N where none is known. */
    char reference(int place) {
        return (isIndel() ? context : ref).charAt(place - start());
    }

    /** For messages: the rs number, or the place. */
    String label(String chromosome) {
        return rs.isEmpty() ? chromosome + ":" + at : rs;
    }
}
