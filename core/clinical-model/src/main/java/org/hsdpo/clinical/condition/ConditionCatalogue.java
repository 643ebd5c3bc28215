package org.hsdpo.clinical.condition;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The definitions of all conditions, from {@code conditions.yaml}. */
public final class ConditionCatalogue {
    private static final int SHORTEST_ICD10 = 3;

    private static final class Holder {
        static final ConditionCatalogue SHIPPED =
                load(KnowledgeFile.resource(ConditionCatalogue.class, "conditions.yaml"));
    }

    private record File(int version, List<ConditionDefinition> conditions) {}

    private final Map<ConditionConcept, ConditionDefinition> definitions = new EnumMap<>(ConditionConcept.class);
    private final Map<String, List<ConditionDefinition>> bySnomed = new HashMap<>();
    private final Map<String, List<ConditionDefinition>> byIcd10 = new HashMap<>();
    private final String hash;

    private ConditionCatalogue(List<ConditionDefinition> all, String hash) {
        this.hash = hash;
        for (ConditionDefinition definition : all) {
            if (definitions.put(definition.id(), definition) != null) {
                throw new IllegalStateException("condition " + definition.id() + " is defined twice");
            }
            definition.snomed().forEach(code -> addOnce(bySnomed, code, definition));
            definition.icd10().forEach(code -> addOnce(byIcd10, code, definition));
        }
        for (ConditionConcept concept : ConditionConcept.values()) {
            if (!definitions.containsKey(concept)) {
                throw new IllegalStateException("condition " + concept + " has no definition");
            }
        }
    }

    private static void addOnce(
            Map<String, List<ConditionDefinition>> map, String code, ConditionDefinition definition) {
        List<ConditionDefinition> meanings = map.computeIfAbsent(code, ignored -> new ArrayList<>());
        if (meanings.contains(definition)) {
            throw new IllegalStateException("code " + code + " stands twice under " + definition.id());
        }
        meanings.add(definition);
    }

    /** The catalogue shipped with this version. */
    public static ConditionCatalogue shipped() {
        return Holder.SHIPPED;
    }

    static ConditionCatalogue load(KnowledgeFile file) {
        return new ConditionCatalogue(file.as(File.class).conditions(), file.hash());
    }

    public ConditionDefinition definition(ConditionConcept concept) {
        return definitions.get(concept);
    }

    /**
     * Every condition of HSDPO's that a SNOMED CT code means: ketoacidosis due to type 2 diabetes is both. Empty where it
     * means none.
     */
    public Set<ConditionConcept> bySnomed(String code) {
        return concepts(bySnomed.getOrDefault(code, List.of()).stream());
    }

    /**
     * Every condition of HSDPO's that an ICD-10(-CM) code means, with or without the dot: those of every mapped prefix, so
     * that {@code E11.10} is type 2 diabetes and ketoacidosis. Empty where it means none.
     */
    public Set<ConditionConcept> byIcd10(String code) {
        String bare = code.replace(".", "").toUpperCase(Locale.ROOT);
        return concepts(IntStream.rangeClosed(SHORTEST_ICD10, bare.length())
                .mapToObj(length -> byIcd10.getOrDefault(bare.substring(0, length), List.of()))
                .flatMap(List::stream));
    }

    private static Set<ConditionConcept> concepts(Stream<ConditionDefinition> definitions) {
        return definitions
                .map(ConditionDefinition::id)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ConditionConcept.class)));
    }

    /** SHA-256 of the knowledge file. */
    public String hash() {
        return hash;
    }
}
