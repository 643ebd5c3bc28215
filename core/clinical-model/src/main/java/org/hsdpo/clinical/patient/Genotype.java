package org.hsdpo.clinical.patient;

import java.util.Objects;

/**
 * A pharmacogene's result.
 *
 * @param gene HGNC symbol, for example {@code CYP2C9}
 * @param diplotype star alleles, for example {@code *1/*3}
 * @param phenotype for example {@code Intermediate Metabolizer}; empty where none is defined
 * @param provenance source
 */
public record Genotype(String gene, String diplotype, String phenotype, Provenance provenance) {
    public Genotype {
        Objects.requireNonNull(gene, "gene");
        Objects.requireNonNull(diplotype, "diplotype");
        Objects.requireNonNull(phenotype, "phenotype");
        Objects.requireNonNull(provenance, "provenance");
    }
}
