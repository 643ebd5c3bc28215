package org.hsdpo.data.genome;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hsdpo.clinical.patient.Genotype;

/**
 * What is known of a pharmacogene: positions, named alleles, their functions and the phenotypes of pairs of them.
 *
 * @param gene HGNC symbol
 * @param chromosome for example {@code chr10}
 * @param standard {@code CPIC} or {@code literature}
 * @param source citation and version
 * @param positions by rising place
 * @param alleles named alleles, one of them the reference; two entries of one name are two forms of one allele
 * @param phenotypes of pairs of alleles; none where no phenotype is defined
 */
record GeneDefinition(
        String gene,
        String chromosome,
        String standard,
        String source,
        List<DefinedPosition> positions,
        List<NamedAllele> alleles,
        List<PhenotypeRule> phenotypes) {
    GeneDefinition {
        Objects.requireNonNull(gene, "gene");
        Objects.requireNonNull(chromosome, "chromosome");
        Objects.requireNonNull(source, "source");
        positions = List.copyOf(positions);
        alleles = List.copyOf(alleles);
        phenotypes = List.copyOf(phenotypes);
        if (!Set.of("CPIC", "literature").contains(standard)) {
            throw new IllegalStateException(gene + ": the standard is CPIC or literature");
        }
        if (alleles.stream().filter(NamedAllele::reference).count() != 1) {
            throw new IllegalStateException(gene + ": one allele is the reference");
        }
        Set<Integer> places = positions.stream().map(DefinedPosition::at).collect(Collectors.toSet());
        for (NamedAllele allele : alleles) {
            if (!places.containsAll(allele.has().keySet())) {
                throw new IllegalStateException(gene + " " + allele.name() + " has an undefined position");
            }
        }
        refuseContradictingReferences(gene, positions);
    }

    private static void refuseContradictingReferences(String gene, List<DefinedPosition> positions) {
        Map<Integer, Character> bases = new HashMap<>();
        for (DefinedPosition position : positions) {
            String known = position.isIndel() ? position.context() : position.ref();
            for (int i = 0; i < known.length(); i++) {
                Character other = bases.put(position.start() + i, known.charAt(i));
                if (other != null && other != known.charAt(i)) {
                    throw new IllegalStateException(gene + ": two reference bases at " + (position.start() + i));
                }
            }
            int from = position.at() - position.start();
            if (position.isIndel() && !position.context().startsWith(position.ref(), from)) {
                throw new IllegalStateException(gene + ": context and reference disagree at " + position.at());
            }
        }
    }

    /** The allele numbers a named allele may have at each position, as a bit set each. */
    int[] admitted(NamedAllele allele) {
        int[] admitted = new int[positions.size()];
        for (int i = 0; i < admitted.length; i++) {
            DefinedPosition position = positions.get(i);
            String has = allele.has().get(position.at());
            admitted[i] = has == null
                    ? 1
                    : Stream.of(has.split("\\|"))
                            .mapToInt(base -> 1 << position.indexOf(base))
                            .reduce(0, (first, second) -> first | second);
        }
        return admitted;
    }

    /** Activity values and functions of a pair of names; the sum is empty where one value is not assigned. */
    OptionalDouble activityScore(NamedAllele first, NamedAllele second) {
        return first.activity() == null || second.activity() == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(first.activity() + second.activity());
    }

    /**
     * The phenotype of a pair in the words of the source; {@link Genotype#INDETERMINATE} where a function is not assigned or no rule
     * speaks of it; empty where the gene has no phenotypes.
     */
    String phenotype(NamedAllele first, NamedAllele second) {
        if (phenotypes.isEmpty()) {
            return "";
        }
        OptionalDouble score = activityScore(first, second);
        List<String> functions =
                Stream.of(first.function(), second.function()).sorted().toList();
        return phenotypes.stream()
                .filter(rule -> rule.activity() != null
                        ? score.isPresent() && rule.activity() == score.getAsDouble()
                        : rule.functions().equals(functions))
                .map(PhenotypeRule::is)
                .findFirst()
                .orElse(Genotype.INDETERMINATE);
    }

    /** What results rest on, in words; says where it is not CPIC. */
    String basis() {
        return standard.equals("CPIC") ? source : "not CPIC: " + source;
    }
}
