package org.hsdpo.data.fhir;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.Measurement;
import org.hsdpo.clinical.measurement.MeasurementDefinition;

/**
 * What a reference range says of the unit of its result. A laboratory's limits are known well enough to tell mg/dL from mmol/L:
 * where they speak of another unit than the result does, one of both is wrong.
 */
final class ReferenceLimits {
    enum Side {
        LOW,
        HIGH
    }

    /** Where the limits of a measurement lie, in its canonical unit, and the units that laboratories write. */
    record Limit(Measurement measurement, Side limit, double from, double to, List<String> units) {
        boolean isCredible(double canonical) {
            return canonical >= from && canonical <= to;
        }
    }

    private record File(int version, List<Limit> limits) {}

    private static final Map<Measurement, Limit> LIMITS = load();

    private ReferenceLimits() {}

    private static Map<Measurement, Limit> load() {
        Map<Measurement, Limit> limits = new EnumMap<>(Measurement.class);
        KnowledgeFile.resource(ReferenceLimits.class, "reference-limits.yaml")
                .as(File.class)
                .limits()
                .forEach(limit -> limits.put(limit.measurement(), limit));
        return limits;
    }

    static List<Limit> all() {
        return List.copyOf(LIMITS.values());
    }

    /**
     * The unit the reference ranges of a result are in, where it is another one than the result's.
     *
     * @param unit UCUM code of the result's unit
     * @return empty too where the ranges do not tell
     */
    static Optional<String> otherUnit(Observation observation, MeasurementDefinition definition, String unit) {
        Limit limit = LIMITS.get(definition.id());
        if (limit == null) {
            return Optional.empty();
        }
        List<String> others = new ArrayList<>();
        for (Observation.ObservationReferenceRangeComponent range : observation.getReferenceRange()) {
            Quantity end = limit.limit() == Side.HIGH ? range.getHigh() : range.getLow();
            if (end.getValue() == null) {
                continue;
            }
            double number = end.getValue().doubleValue();
            String own = end.hasCode() ? end.getCode() : end.hasUnit() ? end.getUnit() : "";
            String stated = own.isEmpty() ? unit : UnitTexts.ucum(own).orElse(own);
            if (isCredible(limit, definition, number, stated)) {
                if (stated.equals(unit)) {
                    return Optional.empty();
                }
                others.add(stated);
            } else {
                limit.units().stream()
                        .filter(other -> !other.equals(unit) && isCredible(limit, definition, number, other))
                        .forEach(others::add);
            }
        }
        return others.stream().findFirst();
    }

    static boolean isCredible(Limit limit, MeasurementDefinition definition, double number, String unit) {
        return definition
                .converted(org.hsdpo.clinical.quantity.Quantity.of(number, unit))
                .filter(canonical -> limit.isCredible(canonical.value()))
                .isPresent();
    }
}
