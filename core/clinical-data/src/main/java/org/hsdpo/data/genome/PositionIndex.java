package org.hsdpo.data.genome;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where on the genome the positions of the definitions are. */
final class PositionIndex {
    /** No repeat over which an allele can be shifted is longer. */
    private static final int LONGEST_WINDOW = 64;

    private record Window(int start, int end) {}

    private final Map<String, TreeMap<Integer, Window>> byChromosome = new HashMap<>();
    private final Map<String, List<Window>> byRs = new HashMap<>();

    PositionIndex(List<CalledGene> genes) {
        for (CalledGene gene : genes) {
            GeneDefinition definition = gene.definition();
            TreeMap<Integer, Window> windows =
                    byChromosome.computeIfAbsent(definition.chromosome(), ignored -> new TreeMap<>());
            for (DefinedPosition position : definition.positions()) {
                Window window = new Window(position.start(), position.end());
                windows.merge(window.start(), window, (one, other) -> one.end() >= other.end() ? one : other);
                if (!position.rs().isEmpty()) {
                    byRs.computeIfAbsent(position.rs(), ignored -> new ArrayList<>())
                            .add(window);
                }
            }
        }
    }

    boolean hasChromosome(String chromosome) {
        return byChromosome.containsKey(chromosome);
    }

    /** Whether a stretch of a chromosome reaches a position. */
    boolean isNear(String chromosome, int start, int end) {
        TreeMap<Integer, Window> windows = byChromosome.get(chromosome);
        Integer within = windows.ceilingKey(start);
        if (within != null && within <= end) {
            return true;
        }
        return windows.subMap(start - LONGEST_WINDOW, start).values().stream()
                .anyMatch(window -> window.end() >= start);
    }

    boolean isKnown(String rs) {
        return byRs.containsKey(rs);
    }

    /** Whether a variant with a known rs number stands where GRCh38 has it. */
    boolean isInPlace(String rs, int start) {
        return byRs.get(rs).stream().anyMatch(window -> start >= window.start() - 1 && start <= window.end());
    }
}
