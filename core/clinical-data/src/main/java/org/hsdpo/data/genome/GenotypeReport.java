package org.hsdpo.data.genome;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hsdpo.clinical.patient.DataIssue;
import org.hsdpo.clinical.patient.Genotype;
import org.hsdpo.clinical.patient.Provenance;
import org.hsdpo.clinical.wording.Counted;
import org.hsdpo.data.ClinicalFacts;
import org.hsdpo.data.Receipt;
import org.hsdpo.data.genome.PositionCall.Called;
import org.hsdpo.data.genome.PositionCall.Missing;
import org.hsdpo.data.genome.PositionCall.Reason;

/** Puts the calls of genes in a patient's terms: results, and what is not certain of them and what would resolve it. */
final class GenotypeReport {
    private static final int MOST_DIPLOTYPES = 6;
    private static final int MOST_NAMES = 12;

    private final ClinicalFacts.Collector facts;
    private final Receipt receipt;
    private final Provenance.Source source;

    GenotypeReport(ClinicalFacts.Collector facts, Receipt receipt, Provenance.Source source) {
        this.facts = facts;
        this.receipt = receipt;
        this.source = source;
    }

    void report(List<GeneCall> calls) {
        List<String> absent = new ArrayList<>();
        for (GeneCall call : calls) {
            unusable(call);
            if (call.isCovered()) {
                facts.add(genotype(call));
                issues(call);
            } else {
                absent.add(call.gene().definition().gene());
            }
        }
        if (!absent.isEmpty()) {
            facts.issue(
                    DataIssue.Kind.MISSING,
                    "genotypes",
                    "the variant file calls no position of " + String.join(", ", absent));
        }
    }

    private Genotype genotype(GeneCall call) {
        GeneDefinition definition = call.gene().definition();
        Provenance provenance =
                receipt.coded(source, definition.gene()).transformed("named alleles from positions on GRCh38");
        return new Genotype(
                definition.gene(),
                call.diplotypes().stream().map(Diplotype::name).collect(Collectors.joining(" or ")),
                call.phenotype(),
                call.phenotypes(),
                call.activityScore(),
                alleles(call),
                call.missing().mapToObj(i -> label(call, i)).toList(),
                definition.basis(),
                provenance);
    }

    private static List<Genotype.Allele> alleles(GeneCall call) {
        Map<String, Genotype.Allele> alleles = new LinkedHashMap<>();
        call.diplotypes().stream()
                .flatMap(pair -> Stream.of(pair.first(), pair.second()))
                .forEach(allele -> alleles.putIfAbsent(
                        allele.name(),
                        new Genotype.Allele(
                                allele.name(),
                                allele.function(),
                                allele.activity() == null
                                        ? OptionalDouble.empty()
                                        : OptionalDouble.of(allele.activity()))));
        return List.copyOf(alleles.values());
    }

    private void issues(GeneCall call) {
        String gene = call.gene().definition().gene();
        if (call.diplotypes().isEmpty()) {
            facts.issue(DataIssue.Kind.UNMAPPED, gene, unexplained(call));
            return;
        }
        if (call.diplotypes().size() > 1) {
            facts.issue(
                    DataIssue.Kind.MISSING,
                    gene,
                    gene + " may be " + several(call) + "; " + resolution(call)
                            + (call.phenotype().isEmpty() ? "" : "; the phenotype is the same for all that count"));
        }
        if (call.phenotype().isEmpty() && !call.phenotypes().isEmpty()) {
            facts.issue(DataIssue.Kind.MISSING, gene, gene + " phenotype is not known: " + whyUnknown(call));
        }
        if (!call.untested().isEmpty() && !call.phenotype().isEmpty()) {
            facts.issue(
                    DataIssue.Kind.ASSUMED,
                    gene,
                    gene + ": " + Counted.of(call.untested().size(), "rare allele")
                            + " not fully tested and taken to be absent: " + some(call.untested()));
        }
    }

    private static String unexplained(GeneCall call) {
        List<String> undocumented =
                places(call, positionCall -> positionCall instanceof Called called && called.isUndocumented());
        List<String> variants = places(
                call, positionCall -> positionCall instanceof Called called && called.first() + called.second() > 0);
        String gene = call.gene().definition().gene();
        return undocumented.isEmpty()
                ? gene + ": no pair of named alleles has the variants found together at " + some(variants)
                : gene + ": an allele that no definition knows at " + some(undocumented) + "; nothing is called";
    }

    private static List<String> places(GeneCall call, java.util.function.Predicate<PositionCall> which) {
        return IntStream.range(0, call.calls().size())
                .filter(i -> which.test(call.calls().get(i)))
                .mapToObj(i -> label(call, i))
                .toList();
    }

    private static String label(GeneCall call, int position) {
        GeneDefinition definition = call.gene().definition();
        return definition.positions().get(position).label(definition.chromosome());
    }

    private static String several(GeneCall call) {
        String some = call.diplotypes().stream()
                .limit(MOST_DIPLOTYPES)
                .map(Diplotype::name)
                .collect(Collectors.joining(" or "));
        int more = call.diplotypes().size() - MOST_DIPLOTYPES;
        return more > 0 ? some + " or one of " + more + " others" : some;
    }

    /** What would tell the possible diplotypes apart: positions where they differ and the file says nothing, or phase. */
    private static String resolution(GeneCall call) {
        GeneDefinition definition = call.gene().definition();
        List<int[]> pairs = new ArrayList<>();
        for (Diplotype pair : call.diplotypes()) {
            int[] one = definition.admitted(pair.first());
            int[] other = definition.admitted(pair.second());
            int[] both = new int[one.length];
            for (int i = 0; i < one.length; i++) {
                both[i] = Math.min(one[i], other[i]) << PositionCall.OTHER / 2 | Math.max(one[i], other[i]);
            }
            pairs.add(both);
        }
        List<String> telling = call.missing()
                .filter(i -> pairs.stream().mapToInt(pair -> pair[i]).distinct().count() > 1)
                .mapToObj(i -> label(call, i))
                .toList();
        List<Integer> missing = call.missing().boxed().toList();
        long byPositions = pairs.stream()
                .map(pair -> missing.stream().map(i -> pair[i]).toList())
                .distinct()
                .count();
        String phase = byPositions < pairs.size() ? "which variants stand on one chromosome (phase)" : "";
        String positions = telling.isEmpty() ? "" : some(telling);
        return Stream.of(positions, phase).filter(text -> !text.isEmpty()).collect(Collectors.joining(", and "))
                + " would tell";
    }

    private static String whyUnknown(GeneCall call) {
        if (call.mayStandOnOneChromosome()) {
            return "two variants may stand on one chromosome or on both; phase would tell";
        }
        List<String> possible = call.phenotypes();
        if (possible.equals(List.of(Genotype.INDETERMINATE))) {
            return "the function of an allele is not known";
        }
        List<String> untestedDecisive = untestedDecisive(call);
        return "it may be " + String.join(" or ", possible)
                + (untestedDecisive.isEmpty() ? "" : "; the source does not test " + some(untestedDecisive));
    }

    /** Positions of decisive alleles that the file does not tell. */
    private static List<String> untestedDecisive(GeneCall call) {
        TreeSet<Integer> places = call.gene().definition().alleles().stream()
                .filter(allele -> call.gene().decisive().contains(allele.name()))
                .flatMap(allele -> allele.has().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return call.missing()
                .filter(i -> places.contains(
                        call.gene().definition().positions().get(i).at()))
                .mapToObj(i -> label(call, i))
                .toList();
    }

    /** Positions the file has and that were not used, by reason. */
    private void unusable(GeneCall call) {
        Map<Reason, List<String>> byReason = new EnumMap<>(Reason.class);
        call.missing().forEach(i -> {
            Reason why = ((Missing) call.calls().get(i)).why();
            if (why != Reason.NOT_IN_FILE) {
                byReason.computeIfAbsent(why, ignored -> new ArrayList<>()).add(label(call, i));
            }
        });
        String gene = call.gene().definition().gene();
        byReason.forEach((why, places) -> facts.issue(
                DataIssue.Kind.QUARANTINED, gene, gene + ": not used because " + why.words() + ": " + some(places)));
    }

    private static String some(List<String> names) {
        String some = names.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return names.size() > MOST_NAMES ? some + " and " + (names.size() - MOST_NAMES) + " more" : some;
    }
}
