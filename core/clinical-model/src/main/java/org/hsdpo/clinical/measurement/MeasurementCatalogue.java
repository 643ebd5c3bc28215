package org.hsdpo.clinical.measurement;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The definitions of all measurements, from {@code measurements.yaml}. */
public final class MeasurementCatalogue {
    private static final class Holder {
        static final MeasurementCatalogue SHIPPED =
                load(KnowledgeFile.resource(MeasurementCatalogue.class, "measurements.yaml"));
    }

    private record File(int version, List<MeasurementDefinition> measurements) {}

    private final Map<Measurement, MeasurementDefinition> definitions = new EnumMap<>(Measurement.class);
    private final Map<String, MeasurementDefinition> byLoinc = new HashMap<>();
    private final String hash;

    private MeasurementCatalogue(List<MeasurementDefinition> all, String hash) {
        this.hash = hash;
        for (MeasurementDefinition definition : all) {
            if (definitions.put(definition.id(), definition) != null) {
                throw new IllegalStateException("measurement " + definition.id() + " is defined twice");
            }
            for (String code : definition.loinc()) {
                if (byLoinc.put(code, definition) != null) {
                    throw new IllegalStateException("LOINC " + code + " is mapped twice");
                }
            }
        }
        for (Measurement measurement : Measurement.values()) {
            if (!definitions.containsKey(measurement)) {
                throw new IllegalStateException("measurement " + measurement + " has no definition");
            }
        }
    }

    /** The catalogue shipped with this version. */
    public static MeasurementCatalogue shipped() {
        return Holder.SHIPPED;
    }

    static MeasurementCatalogue load(KnowledgeFile file) {
        return new MeasurementCatalogue(file.as(File.class).measurements(), file.hash());
    }

    public MeasurementDefinition definition(Measurement measurement) {
        return definitions.get(measurement);
    }

    /** The measurement a LOINC code means, if it is one of HSDPO's. */
    public Optional<MeasurementDefinition> byLoinc(String code) {
        return Optional.ofNullable(byLoinc.get(code));
    }

    /** SHA-256 of the knowledge file. */
    public String hash() {
        return hash;
    }
}
