package org.hsdpo.data.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;

/**
 * Results of pharmacogenes from several sources: each once. Sources that contradict each other all stay, with an issue;
 * {@link org.hsdpo.clinical.patient.PatientState#phenotypes} then counts the phenotype as unknown unless they agree in it.
 */
final class GenotypeMerge {
    private final Issues issues;

    GenotypeMerge(Issues issues) {
        this.issues = issues;
    }

    List<Genotype> merge(List<Genotype> genotypes) {
        Map<String, List<Genotype>> byGene = new LinkedHashMap<>();
        for (Genotype genotype : genotypes) {
            List<Genotype> same = byGene.computeIfAbsent(genotype.gene(), ignored -> new ArrayList<>());
            if (same.stream().noneMatch(other -> repeats(other, genotype))) {
                same.add(genotype);
            }
        }
        byGene.forEach(this::examine);
        return byGene.values().stream().flatMap(List::stream).toList();
    }

    private static boolean repeats(Genotype first, Genotype second) {
        return first.diplotype().equals(second.diplotype())
                && first.phenotype().equals(second.phenotype())
                && first.possiblePhenotypes().equals(second.possiblePhenotypes());
    }

    private void examine(String gene, List<Genotype> results) {
        boolean phenotypesDiffer = results.stream()
                .anyMatch(one -> !one.phenotype().isEmpty()
                        && results.stream().anyMatch(other -> !other.allows(one.phenotype())));
        boolean diplotypesDiffer = results.stream()
                .filter(one -> !one.possibleDiplotypes().isEmpty())
                .anyMatch(one -> results.stream()
                        .filter(other -> !other.possibleDiplotypes().isEmpty())
                        .anyMatch(other -> Collections.disjoint(one.possibleDiplotypes(), other.possibleDiplotypes())));
        if (phenotypesDiffer || diplotypesDiffer) {
            issues.add(
                    DataIssue.Kind.CONFLICT,
                    gene,
                    gene + " is stated as "
                            + String.join(
                                    " and ",
                                    results.stream().map(GenotypeMerge::written).toList())
                            + "; all are kept"
                            + (phenotypesDiffer ? ", and the phenotype counts as unknown" : ""));
        }
    }

    private static String written(Genotype genotype) {
        String phenotype = genotype.phenotype().isEmpty() ? "phenotype not certain" : genotype.phenotype();
        return genotype.diplotype().isEmpty() ? phenotype : genotype.diplotype() + " (" + phenotype + ")";
    }
}
