package org.hsdpo.data.genome;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.Provenance;

/** Diplotypes that a source states itself, in star alleles. */
public final class StatedDiplotype {
    private static final Pattern STARS = Pattern.compile("\\*(\\d[0-9A-Za-z.+*]*)\\s*/\\s*\\*(\\d[0-9A-Za-z.+*]*)");

    private StatedDiplotype() {}

    /**
     * The result for a gene from a text that holds one pair of star alleles, with the phenotype that the shipped definitions
     * give it; without one where they do not know the gene or an allele.
     *
     * @return empty where the text holds no pair or several
     */
    public static Optional<Genotype> of(String gene, String text, Provenance provenance) {
        Matcher stars = STARS.matcher(text);
        if (!stars.find()) {
            return Optional.empty();
        }
        String first = "*" + stars.group(1);
        String second = "*" + stars.group(2);
        if (stars.find()) {
            return Optional.empty();
        }
        return Optional.of(CalledGene.shipped().stream()
                .map(CalledGene::definition)
                .filter(definition -> definition.gene().equals(gene))
                .findFirst()
                .flatMap(definition -> known(definition, first, second, provenance))
                .orElseGet(() -> new Genotype(gene, first + "/" + second, "", provenance)));
    }

    private static Optional<Genotype> known(
            GeneDefinition definition, String first, String second, Provenance provenance) {
        Optional<NamedAllele> one = allele(definition, first);
        Optional<NamedAllele> other = allele(definition, second);
        if (one.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Diplotype pair = Diplotype.of(one.get(), other.get(), 0);
        String phenotype = definition.phenotype(one.get(), other.get());
        return Optional.of(new Genotype(
                definition.gene(),
                pair.name(),
                phenotype.equals(Genotype.INDETERMINATE) ? "" : phenotype,
                phenotype.isEmpty() ? List.of() : List.of(phenotype),
                definition.activityScore(one.get(), other.get()),
                Stream.of(pair.first(), pair.second())
                        .distinct()
                        .map(allele -> new Genotype.Allele(
                                allele.name(),
                                allele.function(),
                                allele.activity() == null
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(allele.activity())))
                        .toList(),
                List.of(),
                definition.basis(),
                provenance.transformed("phenotype from the stated alleles")));
    }

    private static Optional<NamedAllele> allele(GeneDefinition definition, String name) {
        return definition.alleles().stream()
                .filter(allele -> allele.name().equals(name))
                .findFirst();
    }
}
