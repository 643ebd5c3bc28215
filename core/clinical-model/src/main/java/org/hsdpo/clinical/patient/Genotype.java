package org.hsdpo.clinical.patient;

import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A pharmacogene's result.
 *
 * @param gene HGNC symbol, for example {@code CYP2C9}
 * @param diplotype star alleles, for example {@code *1/*3}; several possible ones joined by {@code " or "}; empty where
 *     only the phenotype is known, or where no pair of named alleles explains the data
 * @param phenotype for example {@code Intermediate Metabolizer}; empty where none is defined or it is not certain
 * @param possiblePhenotypes every phenotype the data allow; one where {@code phenotype} is certain
 * @param activityScore sum of the alleles' activity values; empty where none is defined or it is not certain
 * @param alleles the alleles of the possible diplotypes
 * @param missingPositions positions of the allele definitions that the source does not tell, by rs number or place
 * @param basis which definitions and functions it rests on, for example CPIC with its date; empty where the source stated
 *     the result itself
 * @param provenance source
 */
public record Genotype(
        String gene,
        String diplotype,
        String phenotype,
        List<String> possiblePhenotypes,
        OptionalDouble activityScore,
        List<Allele> alleles,
        List<String> missingPositions,
        String basis,
        Provenance provenance) {
    /** What CPIC calls the phenotype of alleles whose function is uncertain or not known: possible, but never certain. */
    public static final String INDETERMINATE = "Indeterminate";

    /**
     * A named allele.
     *
     * @param name for example {@code *3}
     * @param function in the words of the basis; empty where none is assigned
     * @param activity activity value; empty where none is assigned
     */
    public record Allele(String name, String function, OptionalDouble activity) {
        public Allele {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(function, "function");
            Objects.requireNonNull(activity, "activity");
        }
    }

    public Genotype {
        Objects.requireNonNull(gene, "gene");
        Objects.requireNonNull(diplotype, "diplotype");
        Objects.requireNonNull(phenotype, "phenotype");
        possiblePhenotypes = List.copyOf(possiblePhenotypes);
        Objects.requireNonNull(activityScore, "activityScore");
        alleles = List.copyOf(alleles);
        missingPositions = List.copyOf(missingPositions);
        Objects.requireNonNull(basis, "basis");
        Objects.requireNonNull(provenance, "provenance");
    }

    /** A result that a source states itself, without what it was concluded from. */
    public Genotype(String gene, String diplotype, String phenotype, Provenance provenance) {
        this(
                gene,
                diplotype,
                phenotype,
                phenotype.isEmpty() ? List.of() : List.of(phenotype),
                OptionalDouble.empty(),
                List.of(),
                List.of(),
                "",
                provenance);
    }

    /** Whether this result leaves a phenotype possible; an indeterminate one leaves every phenotype possible. */
    public boolean allows(String phenotype) {
        return possiblePhenotypes.isEmpty()
                || possiblePhenotypes.contains(INDETERMINATE)
                || possiblePhenotypes.contains(phenotype);
    }

    /** The diplotypes that are possible; none where none is known. */
    public List<String> possibleDiplotypes() {
        return diplotype.isEmpty() ? List.of() : List.of(diplotype.split(" or "));
    }
}
