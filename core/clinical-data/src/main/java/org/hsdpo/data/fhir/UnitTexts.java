package org.hsdpo.data.fhir;

import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.quantity.Ucum;

/** Unit texts that are not UCUM but leave no doubt what they mean, from {@code units.yaml}. */
final class UnitTexts {
    private record File(int version, Map<String, String> aliases) {}

    private static final Map<String, String> ALIASES = load();

    private UnitTexts() {}

    private static Map<String, String> load() {
        Map<String, String> aliases = KnowledgeFile.resource(UnitTexts.class, "units.yaml")
                .as(File.class)
                .aliases();
        aliases.forEach((text, unit) -> {
            if (!Ucum.isValid(unit)) {
                throw new IllegalStateException("units.yaml: '" + unit + "' for '" + text + "' is not UCUM");
            }
        });
        return Map.copyOf(aliases);
    }

    /** The UCUM code that a text stands for, where it is no UCUM code itself. */
    static Optional<String> ucum(String text) {
        return Optional.ofNullable(ALIASES.get(text.strip()));
    }
}
