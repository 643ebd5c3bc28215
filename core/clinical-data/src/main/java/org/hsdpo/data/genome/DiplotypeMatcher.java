package org.hsdpo.data.genome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hsdpo.data.genome.PositionCall.Called;

/**
 * Finds the pairs of named alleles that explain the calls of a gene.
 *
 * <p>A pair explains a call if one allele admits the one base and the other the other, in the same order for all calls of
 * a phase set. Pairs are tried instead of orders, so that the work does not grow with the number of unphased calls. A
 * missing position excludes nothing; a non-reference allele of which no position is called is left out, since nothing
 * speaks for it.
 */
final class DiplotypeMatcher {
    private final CalledGene gene;
    private final List<NamedAllele> alleles;
    private final List<int[]> admitted;

    DiplotypeMatcher(CalledGene gene) {
        this.gene = gene;
        this.alleles = gene.definition().alleles();
        this.admitted = alleles.stream().map(gene.definition()::admitted).toList();
    }

    GeneCall match(List<PositionCall> calls) {
        List<Integer> testable = new ArrayList<>();
        List<Integer> deciding = new ArrayList<>();
        List<String> untested = new ArrayList<>();
        for (int i = 0; i < alleles.size(); i++) {
            boolean decisive = gene.decisive().contains(alleles.get(i).name());
            boolean isTestable = isTestable(i, calls);
            if (isTestable) {
                testable.add(i);
            }
            if (decisive || (isTestable && !isExplained(i, calls))) {
                deciding.add(i);
            } else if (!untested.contains(alleles.get(i).name())) {
                untested.add(alleles.get(i).name());
            }
        }
        return new GeneCall(gene, calls, pairs(testable, calls), pairs(deciding, calls), untested);
    }

    /** Whether a position at which the allele is stated to differ, or all of which it states, is called. */
    private boolean isTestable(int allele, List<PositionCall> calls) {
        NamedAllele named = alleles.get(allele);
        return named.reference()
                || named.stated() == calls.size()
                || differences(allele).anyMatch(i -> calls.get(i) instanceof Called);
    }

    private IntStream differences(int allele) {
        return IntStream.range(0, admitted.get(allele).length).filter(i -> admitted.get(allele)[i] != 1);
    }

    /** Positions at which the allele differs and the file says nothing. */
    private Set<Integer> untestedPositions(int allele, List<PositionCall> calls) {
        return differences(allele)
                .filter(i -> !(calls.get(i) instanceof Called))
                .boxed()
                .collect(Collectors.toSet());
    }

    /** Whether alleles of which less is untested admit everything that this one admits at the positions called. */
    private boolean isExplained(int allele, List<PositionCall> calls) {
        Set<Integer> untested = untestedPositions(allele, calls);
        if (untested.isEmpty()) {
            return false;
        }
        List<int[]> better = IntStream.range(0, alleles.size())
                .filter(other -> {
                    Set<Integer> others = untestedPositions(other, calls);
                    return others.size() < untested.size() && untested.containsAll(others);
                })
                .mapToObj(admitted::get)
                .toList();
        int[] mine = admitted.get(allele);
        List<int[]> sequences = new ArrayList<>();
        sequences.add(mine.clone());
        for (int i = 0; i < mine.length; i++) {
            if (calls.get(i) instanceof Called && Integer.bitCount(mine[i]) > 1) {
                sequences = oneBaseEach(sequences, i);
            }
        }
        return sequences.stream()
                .allMatch(sequence -> better.stream().anyMatch(other -> admits(other, sequence, calls)));
    }

    private static List<int[]> oneBaseEach(List<int[]> sequences, int position) {
        List<int[]> split = new ArrayList<>();
        for (int[] sequence : sequences) {
            for (int bit = 0; bit < PositionCall.OTHER; bit++) {
                if ((sequence[position] & (1 << bit)) != 0) {
                    int[] one = sequence.clone();
                    one[position] = 1 << bit;
                    split.add(one);
                }
            }
        }
        return split;
    }

    private static boolean admits(int[] allele, int[] sequence, List<PositionCall> calls) {
        for (int i = 0; i < allele.length; i++) {
            if (calls.get(i) instanceof Called && (allele[i] & sequence[i]) == 0) {
                return false;
            }
        }
        return true;
    }

    private List<Diplotype> pairs(List<Integer> candidates, List<PositionCall> calls) {
        Map<String, Diplotype> pairs = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            for (int j = i; j < candidates.size(); j++) {
                int one = candidates.get(i);
                int other = candidates.get(j);
                if (explain(admitted.get(one), admitted.get(other), calls)) {
                    int stated = stated(one, calls) + stated(other, calls);
                    Diplotype pair = Diplotype.of(alleles.get(one), alleles.get(other), stated);
                    pairs.putIfAbsent(pair.name(), pair);
                }
            }
        }
        return pairs.values().stream()
                .sorted(Comparator.comparingInt(Diplotype::stated)
                        .reversed()
                        .thenComparing(Diplotype::first, Diplotype.BY_NAME)
                        .thenComparing(Diplotype::second, Diplotype.BY_NAME))
                .toList();
    }

    /** At how many of the positions called the definition says what the allele has. */
    private int stated(int allele, List<PositionCall> calls) {
        NamedAllele named = alleles.get(allele);
        IntStream positions = named.stated() == calls.size() ? IntStream.range(0, calls.size()) : differences(allele);
        return (int) positions.filter(i -> calls.get(i) instanceof Called).count();
    }

    private static boolean explain(int[] one, int[] other, List<PositionCall> calls) {
        Map<String, Boolean> asWritten = new HashMap<>();
        Map<String, Boolean> crossed = new HashMap<>();
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i) instanceof Called(int first, int second, String phaseSet)) {
                boolean straight = (one[i] >> first & 1) == 1 && (other[i] >> second & 1) == 1;
                boolean swapped = (one[i] >> second & 1) == 1 && (other[i] >> first & 1) == 1;
                if (!straight && !swapped) {
                    return false;
                }
                if (first != second && !phaseSet.equals(Called.UNPHASED)) {
                    boolean stillStraight = asWritten.merge(phaseSet, straight, Boolean::logicalAnd);
                    boolean stillCrossed = crossed.merge(phaseSet, swapped, Boolean::logicalAnd);
                    if (!stillStraight && !stillCrossed) {
                        return false;
                    }
                }
            }
        }
        return true;
    }
}
