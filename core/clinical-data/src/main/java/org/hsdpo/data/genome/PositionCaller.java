package org.hsdpo.data.genome;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.data.genome.PositionCall.Called;
import org.hsdpo.data.genome.PositionCall.Missing;
import org.hsdpo.data.genome.PositionCall.Reason;

/**
 * What the lines of a file together say of the positions of one gene. A position is known only if a line says what stands
 * there: what is not in the file is missing, never the reference. Any line at a position that cannot be used, and any
 * contradiction, makes the position missing.
 */
final class PositionCaller {
    private record Effect(int first, int second, SiteCall site) {
        boolean isReference() {
            return first == 0 && second == 0;
        }
    }

    private PositionCaller() {}

    static List<PositionCall> call(GeneDefinition gene, List<SiteCall> sites) {
        List<PositionCall> calls = new ArrayList<>();
        List<Edit> knownDeletions = knownDeletions(gene, sites);
        for (DefinedPosition position : gene.positions()) {
            calls.add(call(position, sites, knownDeletions));
        }
        return calls;
    }

    /** Deletions that are alleles themselves: the definitions count the bases inside them as reference. */
    private static List<Edit> knownDeletions(GeneDefinition gene, List<SiteCall> sites) {
        return sites.stream()
                .flatMap(site -> site.strands().stream())
                .filter(edit -> gene.positions().stream()
                        .filter(DefinedPosition::isIndel)
                        .mapToInt(edit::alleleAt)
                        .anyMatch(allele -> allele != 0 && allele != PositionCall.OTHER))
                .distinct()
                .toList();
    }

    private static PositionCall call(DefinedPosition position, List<SiteCall> sites, List<Edit> knownDeletions) {
        List<Effect> effects = new ArrayList<>();
        List<Reason> reasons = new ArrayList<>();
        for (SiteCall site : sites) {
            boolean covers = site.covers(position.at()) || (position.isIndel() && site.covers(position.at() + 1));
            boolean names =
                    site.alternatives().stream().anyMatch(edit -> alleleAt(position, edit, knownDeletions) != 0);
            if (!covers && !names) {
                continue;
            }
            if (site.contradictsReferenceOf(position)) {
                reasons.add(Reason.REFERENCE_MISMATCH);
            } else if (site.unusable().isPresent()) {
                reasons.add(site.unusable().get());
            } else {
                Effect effect = new Effect(
                        alleleAt(position, site.strands().getFirst(), knownDeletions),
                        alleleAt(position, site.strands().getLast(), knownDeletions),
                        site);
                boolean speaks = position.isIndel() ? names || site.statesSequence() : covers && site.statesBases();
                if (!effect.isReference() || speaks) {
                    effects.add(effect);
                }
            }
        }
        return reasons.stream()
                .min(Comparator.naturalOrder())
                .<PositionCall>map(Missing::new)
                .orElseGet(() -> combined(position, effects));
    }

    private static int alleleAt(DefinedPosition position, Edit edit, List<Edit> knownDeletions) {
        boolean insideKnown = !position.isIndel()
                && knownDeletions.stream().anyMatch(known -> known.removes(position.at()))
                && edit.removes(position.at());
        return edit.isNone() || insideKnown ? 0 : edit.alleleAt(position);
    }

    private static PositionCall combined(DefinedPosition position, List<Effect> effects) {
        if (effects.isEmpty()) {
            return new Missing(Reason.NOT_IN_FILE);
        }
        List<Effect> changed = distinct(
                effects.stream().filter(effect -> !effect.isReference()).toList());
        if (changed.isEmpty()) {
            return new Called(0, 0, Called.UNPHASED);
        }
        boolean contradicted = changed.stream()
                .flatMap(effect -> effect.site().strands().stream())
                .filter(edit -> edit.alleleAt(position) != 0)
                .anyMatch(edit -> effects.stream()
                        .filter(Effect::isReference)
                        .anyMatch(reference -> reference.site().alternatives().contains(edit)));
        if (contradicted) {
            return new Missing(Reason.CONTRADICTORY);
        }
        if (changed.size() == 1) {
            Effect only = changed.getFirst();
            return new Called(only.first(), only.second(), only.site().phaseSet());
        }
        return split(changed).orElse(new Missing(Reason.CONTRADICTORY));
    }

    /** The same line twice counts once. */
    private static List<Effect> distinct(List<Effect> effects) {
        Set<List<Object>> seen = new LinkedHashSet<>();
        return effects.stream()
                .filter(effect -> seen.add(List.of(
                        effect.site().phaseSet().equals(Called.UNPHASED)
                                ? Set.copyOf(List.of(effect.first(), effect.second()))
                                : List.of(effect.first(), effect.second()),
                        effect.site().phaseSet())))
                .toList();
    }

    /** Two lines with one alternative each, as tools write that split multi-allelic lines. */
    private static Optional<PositionCall> split(List<Effect> changed) {
        boolean heterozygous = changed.stream().allMatch(effect -> (effect.first() == 0) != (effect.second() == 0));
        if (changed.size() != 2 || !heterozygous) {
            return Optional.empty();
        }
        Effect one = changed.getFirst();
        Effect other = changed.getLast();
        int alleleOfOne = one.first() + one.second();
        int alleleOfOther = other.first() + other.second();
        boolean ordered = !one.site().phaseSet().equals(Called.UNPHASED)
                && one.site().phaseSet().equals(other.site().phaseSet());
        if (!ordered) {
            return alleleOfOne == alleleOfOther
                    ? Optional.empty()
                    : Optional.of(new Called(alleleOfOne, alleleOfOther, Called.UNPHASED));
        }
        return (one.first() == 0) == (other.first() == 0)
                ? Optional.empty()
                : Optional.of(new Called(
                        one.first() + other.first(),
                        one.second() + other.second(),
                        one.site().phaseSet()));
    }
}
