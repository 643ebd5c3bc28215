package org.hsdpo.data.genome;

import htsjdk.variant.variantcontext.Allele;
import htsjdk.variant.variantcontext.Genotype;
import htsjdk.variant.variantcontext.VariantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hsdpo.data.genome.PositionCall.Reason;

/**
 * What one line of a variant file says of one person.
 *
 * @param start first base it speaks of, 1-based
 * @param end last base it speaks of
 * @param ref reference allele as written, which may be shorter than the stretch
 * @param alternatives the other alleles of the line
 * @param strands what is changed on each of the two chromosomes; none where the line cannot be used
 * @param phaseSet calls with which the order of the strands is shared; empty where it means nothing
 * @param unusable why the line cannot be used
 * @param statesSequence whether a call of the reference says that nothing at all is changed over the stretch: the line names no
 *     alternative, or any
 * @param statesBases whether it says that no base is another: so, or the line is about bases and not about insertions,
 *     deletions or structural variants alone
 */
record SiteCall(
        int start,
        int end,
        String ref,
        List<Edit> alternatives,
        List<Edit> strands,
        String phaseSet,
        Optional<Reason> unusable,
        boolean statesSequence,
        boolean statesBases) {
    private static final String WHOLE_CHROMOSOME = "|";

    /** Reads a line for one sample. */
    static SiteCall of(VariantContext line, String sample) {
        Genotype genotype = line.getGenotype(sample);
        String ref = line.getReference().getBaseString();
        List<Edit> alternatives = new ArrayList<>();
        for (Allele allele : line.getAlternateAlleles()) {
            alternatives.add(edit(line, allele));
        }
        Optional<Reason> unusable = unusable(line, genotype);
        List<Edit> strands = unusable.isPresent()
                ? List.of()
                : genotype.getAlleles().stream()
                        .map(allele -> allele.isReference() ? Edit.NONE : edit(line, allele))
                        .toList();
        boolean anyAllele = line.getAlternateAlleles().isEmpty()
                || line.getAlternateAlleles().stream().anyMatch(Allele::isNonRefAllele);
        boolean basesOnly = line.getAlternateAlleles().stream()
                .anyMatch(allele -> !allele.isSymbolic() && allele.length() == ref.length());
        return new SiteCall(
                line.getStart(),
                line.getEnd(),
                ref,
                alternatives,
                strands,
                phaseSet(genotype),
                unusable,
                anyAllele,
                anyAllele || basesOnly);
    }

    private static Edit edit(VariantContext line, Allele allele) {
        if (allele.isNonRefAllele()) {
            return Edit.NONE;
        }
        // A base that an earlier deletion took away, and structural variants, take away or repeat the whole stretch.
        if (allele.equals(Allele.SPAN_DEL)) {
            return Edit.spanning(line.getStart(), line.getEnd());
        }
        if (allele.isSymbolic()) {
            String name = allele.getDisplayString().toUpperCase(Locale.ROOT);
            boolean stretch = name.startsWith("<DEL")
                    || name.startsWith("<DUP")
                    || name.startsWith("<CN")
                    || name.startsWith("<INV");
            return stretch ? Edit.spanning(line.getStart() + 1, statedEnd(line)) : Edit.NONE;
        }
        return Edit.of(line.getStart(), line.getReference().getBaseString(), allele.getBaseString());
    }

    /** The end of a structural variant, which newer files state by its length. */
    private static int statedEnd(VariantContext line) {
        return line.getAttributeAsIntList("SVLEN", 0).stream()
                .mapToInt(length -> line.getStart() + Math.abs(length))
                .reduce(line.getEnd(), Math::max);
    }

    private static Optional<Reason> unusable(VariantContext line, Genotype genotype) {
        if (line.isFiltered() || genotype.isFiltered()) {
            return Optional.of(Reason.FILTERED);
        }
        List<Allele> alleles = genotype.getAlleles();
        if (alleles.isEmpty() || alleles.stream().allMatch(Allele::isNoCall)) {
            return Optional.of(Reason.NO_CALL);
        }
        if (alleles.stream().anyMatch(Allele::isNoCall)) {
            return Optional.of(Reason.HALF_CALL);
        }
        if (alleles.size() != 2) {
            return Optional.of(Reason.HAPLOID);
        }
        if (alleles.stream().anyMatch(Allele::isNonRefAllele)) {
            return Optional.of(Reason.UNNAMED_ALLELE);
        }
        boolean withoutRead = genotype.hasDP() && genotype.getDP() == 0;
        boolean withoutQuality = genotype.hasGQ() && genotype.getGQ() == 0;
        return withoutRead || withoutQuality ? Optional.of(Reason.NO_EVIDENCE) : Optional.empty();
    }

    private static String phaseSet(Genotype genotype) {
        if (!genotype.isPhased()) {
            return PositionCall.Called.UNPHASED;
        }
        Object set = genotype.getExtendedAttribute("PS");
        return set == null || set.equals(".") ? WHOLE_CHROMOSOME : set.toString();
    }

    boolean covers(int place) {
        return place >= start && place <= end;
    }

    /** Whether the line writes a reference base out. */
    boolean writes(int place) {
        return place >= start && place < start + ref.length();
    }

    /** Whether a base the line writes out differs from the one the definition knows. */
    boolean contradictsReferenceOf(DefinedPosition position) {
        int last = Math.min(position.end(), start + ref.length() - 1);
        for (int place = Math.max(position.start(), start); place <= last; place++) {
            char defined = position.reference(place);
            char written = ref.charAt(place - start);
            if (defined != 'N' && written != 'N' && defined != written) {
                return true;
            }
        }
        return false;
    }
}
