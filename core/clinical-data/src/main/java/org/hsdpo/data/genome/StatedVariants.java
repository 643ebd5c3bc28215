package org.hsdpo.data.genome;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;

/**
 * Single variants that a laboratory states by their dbSNP numbers, to diplotypes and phenotypes by the same definitions as
 * variant files: what was not tested is missing, and a phenotype is only stated where the decisive alleles were. Substitutions
 * alone: insertions and deletions are written in too many ways.
 */
public final class StatedVariants {
    /**
     * One variant of one person, both alleles known.
     *
     * @param rs dbSNP number, for example {@code rs4149056}
     * @param reference base on the plus strand of GRCh38
     * @param alternate another base
     * @param copies of the alternate base: 0, 1 or 2
     */
    public record StatedVariant(String rs, String reference, String alternate, int copies) {
        public StatedVariant {
            if (copies < 0 || copies > 2) {
                throw new IllegalArgumentException("a person has 0 to 2 copies: " + copies);
            }
        }
    }

    private final List<CalledGene> genes = CalledGene.shipped();

    /** Whether a dbSNP number is one of a position of a gene that is called. */
    public boolean isKnown(String rs) {
        return genes.stream()
                .flatMap(gene -> gene.definition().positions().stream())
                .anyMatch(position -> position.rs().equals(rs));
    }

    /**
     * Adds what the variants say of each gene.
     *
     * @param source of the variants, for provenance
     */
    public void addTo(
            ClinicalFacts.Collector facts, List<StatedVariant> variants, Receipt receipt, Provenance.Source source) {
        Map<String, List<StatedVariant>> byRs = new HashMap<>();
        variants.forEach(variant ->
                byRs.computeIfAbsent(variant.rs(), ignored -> new ArrayList<>()).add(variant));
        List<GeneCall> calls = new ArrayList<>();
        for (CalledGene gene : genes) {
            List<PositionCall> positions = gene.definition().positions().stream()
                    .map(position -> call(gene, position, byRs.getOrDefault(position.rs(), List.of()), facts))
                    .toList();
            if (positions.stream().anyMatch(PositionCall.Called.class::isInstance)) {
                calls.add(new DiplotypeMatcher(gene).match(positions));
            }
        }
        new GenotypeReport(facts, receipt, source).report(calls);
    }

    private static PositionCall call(
            CalledGene gene, DefinedPosition position, List<StatedVariant> stated, ClinicalFacts.Collector facts) {
        List<StatedVariant> distinct = stated.stream().distinct().toList();
        if (position.rs().isEmpty() || distinct.isEmpty()) {
            return new PositionCall.Missing(PositionCall.Reason.NOT_IN_FILE);
        }
        Optional<String> objection = objection(position, distinct);
        if (objection.isPresent()) {
            facts.issue(
                    DataIssue.Kind.QUARANTINED,
                    gene.definition().gene(),
                    gene.definition().gene() + ": " + position.rs() + " was not taken: " + objection.get());
            return new PositionCall.Missing(PositionCall.Reason.NOT_IN_FILE);
        }
        StatedVariant variant = distinct.getFirst();
        int index = position.alts().contains(variant.alternate())
                ? position.indexOf(variant.alternate())
                : PositionCall.OTHER;
        return new PositionCall.Called(
                variant.copies() == 2 ? index : 0, variant.copies() == 0 ? 0 : index, PositionCall.Called.UNPHASED);
    }

    private static Optional<String> objection(DefinedPosition position, List<StatedVariant> distinct) {
        StatedVariant variant = distinct.getFirst();
        if (distinct.size() > 1) {
            return Optional.of("the record states it in several ways");
        }
        if (position.isIndel()) {
            return Optional.of("an insertion or deletion is read from variant files only");
        }
        if (!variant.reference().equals(position.ref())) {
            return Optional.of("its reference base is not that of GRCh38 on the plus strand");
        }
        boolean otherAlternatesUntested =
                variant.copies() == 0 && !position.alts().equals(List.of(variant.alternate()));
        return otherAlternatesUntested
                ? Optional.of("its absence says nothing of the other bases that occur there")
                : Optional.empty();
    }
}
