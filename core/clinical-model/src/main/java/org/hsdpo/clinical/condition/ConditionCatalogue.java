package org.hsdpo.clinical.condition;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The definitions of all conditions, from {@code conditions.yaml}. */
public final class ConditionCatalogue {
    private static final class Holder {
        static final ConditionCatalogue SHIPPED =
                load(KnowledgeFile.resource(ConditionCatalogue.class, "conditions.yaml"));
    }

    private record File(int version, List<ConditionDefinition> conditions) {}

    private final Map<ConditionConcept, ConditionDefinition> definitions = new EnumMap<>(ConditionConcept.class);
    private final Map<String, ConditionDefinition> bySnomed = new HashMap<>();
    private final Map<String, ConditionDefinition> byIcd10 = new HashMap<>();
    private final String hash;

    private ConditionCatalogue(List<ConditionDefinition> all, String hash) {
        this.hash = hash;
        for (ConditionDefinition definition : all) {
            if (definitions.put(definition.id(), definition) != null) {
                throw new IllegalStateException("condition " + definition.id() + " is defined twice");
            }
            definition.snomed().forEach(code -> putOnce(bySnomed, code, definition));
            definition.icd10().forEach(code -> putOnce(byIcd10, code, definition));
        }
        for (ConditionConcept concept : ConditionConcept.values()) {
            if (!definitions.containsKey(concept)) {
                throw new IllegalStateException("condition " + concept + " has no definition");
            }
        }
    }

    private static void putOnce(Map<String, ConditionDefinition> map, String code, ConditionDefinition definition) {
        if (map.put(code, definition) != null) {
            throw new IllegalStateException("code " + code + " is mapped twice");
        }
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

    /** The condition a SNOMED CT code means, if it is one of HSDPO's. */
    public Optional<ConditionDefinition> bySnomed(String code) {
        return Optional.ofNullable(bySnomed.get(code));
    }

    /** The condition an ICD-10(-CM) code means: the longest mapped prefix, with or without the dot. */
    public Optional<ConditionDefinition> byIcd10(String code) {
        String bare = code.replace(".", "").toUpperCase(java.util.Locale.ROOT);
        for (int length = bare.length(); length >= 3; length--) {
            ConditionDefinition definition = byIcd10.get(bare.substring(0, length));
            if (definition != null) {
                return Optional.of(definition);
            }
        }
        return Optional.empty();
    }

    /** SHA-256 of the knowledge file. */
    public String hash() {
        return hash;
    }
}
