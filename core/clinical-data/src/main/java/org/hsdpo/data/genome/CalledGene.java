package org.hsdpo.data.genome;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import java.util.Objects;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/**
 * A gene that is called.
 *
 * @param definition its alleles
 * @param decisive names of the alleles that have to be tested before a phenotype is stated
 * @param oneVariantEach each allele is one variant, so that two of them may stand on one chromosome
 */
record CalledGene(GeneDefinition definition, List<String> decisive, boolean oneVariantEach) {
    private record Entry(String gene, List<String> decisive, Boolean oneVariantEach, String source) {
        Entry {
            oneVariantEach = Boolean.TRUE.equals(oneVariantEach);
            Objects.requireNonNull(source, "source");
        }
    }

    private static final class Shipped {
        private static final List<CalledGene> GENES =
                KnowledgeFile.resource(CalledGene.class, "genes.yaml").as(new TypeReference<List<Entry>>() {}).stream()
                        .map(CalledGene::of)
                        .toList();
    }

    CalledGene {
        Objects.requireNonNull(definition, "definition");
        decisive = List.copyOf(decisive);
        for (String name : decisive) {
            if (definition.alleles().stream().noneMatch(allele -> allele.name().equals(name))) {
                throw new IllegalStateException(definition.gene() + " has no allele " + name);
            }
        }
    }

    private static CalledGene of(Entry entry) {
        return new CalledGene(
                KnowledgeFile.resource(CalledGene.class, entry.gene() + ".yaml").as(GeneDefinition.class),
                entry.decisive(),
                entry.oneVariantEach());
    }

    /** The genes HSDPO calls. */
    static List<CalledGene> shipped() {
        return Shipped.GENES;
    }

    /** One of {@link #shipped}. */
    static CalledGene shipped(String gene) {
        return shipped().stream()
                .filter(called -> called.definition().gene().equals(gene))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(gene + " is not called"));
    }
}
