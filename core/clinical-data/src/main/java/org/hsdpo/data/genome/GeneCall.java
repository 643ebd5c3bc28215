package org.hsdpo.data.genome;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.data.genome.PositionCall.Called;

/**
 * What a file says of one gene.
 *
 * @param gene the gene
 * @param calls for each position of its definition
 * @param diplotypes every pair of named alleles that explains the calls, the one that states most positions first
 * @param deciding the pairs by which a phenotype is decided: those and, where a decisive allele is not tested, everything
 *     it would allow; without rare alleles that the file does not fully test and that a better tested one explains as well
 * @param untested alleles that the file does not fully test and that are taken to be absent
 */
record GeneCall(
        CalledGene gene,
        List<PositionCall> calls,
        List<Diplotype> diplotypes,
        List<Diplotype> deciding,
        List<String> untested) {
    GeneCall {
        calls = List.copyOf(calls);
        diplotypes = List.copyOf(diplotypes);
        deciding = List.copyOf(deciding);
        untested = List.copyOf(untested);
    }

    /** Whether any position is called. */
    boolean isCovered() {
        return calls.stream().anyMatch(Called.class::isInstance);
    }

    /** Every phenotype the deciding pairs lead to, in the words of the source. */
    List<String> phenotypes() {
        return deciding.stream()
                .map(pair -> gene.definition().phenotype(pair.first(), pair.second()))
                .filter(phenotype -> !phenotype.isEmpty())
                .distinct()
                .toList();
    }

    /** The one phenotype that is certain; empty where there are several, an indeterminate one or none. */
    String phenotype() {
        List<String> possible = phenotypes();
        boolean certain = possible.size() == 1
                && !possible.getFirst().equals(Genotype.INDETERMINATE)
                && !diplotypes.isEmpty()
                && !mayStandOnOneChromosome();
        return certain ? possible.getFirst() : "";
    }

    /** The one activity score that is certain. */
    OptionalDouble activityScore() {
        List<OptionalDouble> scores = deciding.stream()
                .map(pair -> gene.definition().activityScore(pair.first(), pair.second()))
                .distinct()
                .toList();
        return scores.size() == 1 && !diplotypes.isEmpty() && !mayStandOnOneChromosome()
                ? scores.getFirst()
                : OptionalDouble.empty();
    }

    /** Whether two variants that no phase tells apart may be on one chromosome, which no named allele would describe. */
    boolean mayStandOnOneChromosome() {
        boolean twoVariants = deciding.stream()
                .anyMatch(pair ->
                        !pair.first().reference() && !pair.second().reference() && pair.first() != pair.second());
        List<String> phaseSets = calls.stream()
                .filter(call -> call instanceof Called called && called.isHeterozygous())
                .map(call -> ((Called) call).phaseSet())
                .toList();
        boolean phased = phaseSets.stream().distinct().count() == 1 && !phaseSets.contains(Called.UNPHASED);
        return gene.oneVariantEach() && twoVariants && !phased;
    }

    /** Positions that are not known, by their index. */
    IntStream missing() {
        return IntStream.range(0, calls.size()).filter(i -> calls.get(i) instanceof PositionCall.Missing);
    }
}
