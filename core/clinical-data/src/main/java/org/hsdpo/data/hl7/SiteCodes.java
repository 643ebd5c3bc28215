package org.hsdpo.data.hl7;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.clinical.measurement.MeasurementCatalogue;

/**
 * A site's own codes and what they mean, in a file that a laboratory or pharmacy can review. A code is known by the name
 * of its coding system (the third component, empty where none is sent) and itself, without regard to case.
 */
public final class SiteCodes {
    /**
     * A code.
     *
     * @param system name of the coding system as sent, for example {@code 99LAB}; empty where none is sent
     * @param code as sent
     * @param meaning LOINC code of a measurement, ICD-10 code of a condition, or the name of a product with its strength
     * @param name for those who review the file
     */
    public record Entry(String system, String code, String meaning, String name) {}

    private record File(int version, List<Entry> measurements, List<Entry> conditions, List<Entry> products) {}

    private static final SiteCodes NONE = new SiteCodes(new File(1, List.of(), List.of(), List.of()), "none");

    private final Map<String, String> measurements;
    private final Map<String, String> conditions;
    private final Map<String, String> products;

    private SiteCodes(File file, String name) {
        measurements = indexed(file.measurements(), name);
        conditions = indexed(file.conditions(), name);
        products = indexed(file.products(), name);
        for (Entry entry : file.measurements() == null ? List.<Entry>of() : file.measurements()) {
            if (MeasurementCatalogue.shipped().byLoinc(entry.meaning()).isEmpty()) {
                throw new IllegalStateException(name + ": '" + entry.meaning() + "' for '" + entry.code()
                        + "' is not the LOINC code of a measurement HSDPO reads");
            }
        }
    }

    /** No codes of a site. */
    public static SiteCodes none() {
        return NONE;
    }

    /**
     * Reads a file.
     *
     * @throws IllegalStateException naming the entry where it does not fit
     */
    public static SiteCodes of(KnowledgeFile file) {
        return new SiteCodes(file.as(File.class), file.name());
    }

    private static Map<String, String> indexed(List<Entry> entries, String name) {
        Map<String, String> index = new HashMap<>();
        for (Entry entry : entries == null ? List.<Entry>of() : entries) {
            if (entry.code() == null
                    || entry.code().isBlank()
                    || entry.meaning() == null
                    || entry.meaning().isBlank()) {
                throw new IllegalStateException(name + ": an entry has no code or no meaning");
            }
            if (index.put(key(entry.system() == null ? "" : entry.system(), entry.code()), entry.meaning()) != null) {
                throw new IllegalStateException(name + ": '" + entry.code() + "' stands there twice");
            }
        }
        return Map.copyOf(index);
    }

    private static String key(String system, String code) {
        return (system.strip() + "|" + code.strip()).toUpperCase(Locale.ROOT);
    }

    Optional<String> loinc(String system, String code) {
        return Optional.ofNullable(measurements.get(key(system, code)));
    }

    Optional<String> icd10(String system, String code) {
        return Optional.ofNullable(conditions.get(key(system, code)));
    }

    Optional<String> product(String system, String code) {
        return Optional.ofNullable(products.get(key(system, code)));
    }
}
