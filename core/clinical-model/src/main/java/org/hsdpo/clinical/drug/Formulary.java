package org.hsdpo.clinical.drug;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** The drugs HSDPO doses, from {@code formulary.yaml}. */
public final class Formulary {
    private static final class Holder {
        static final Formulary SHIPPED = load(KnowledgeFile.resource(Formulary.class, "formulary.yaml"));
    }

    private record File(int version, List<FormularyEntry> drugs) {}

    private final Map<Drug, FormularyEntry> entries = new EnumMap<>(Drug.class);
    private final Map<String, FormularyEntry> byName = new HashMap<>();
    private final Map<String, FormularyEntry> byRxnorm = new HashMap<>();
    private final String hash;

    private Formulary(List<FormularyEntry> all, String hash) {
        this.hash = hash;
        for (FormularyEntry entry : all) {
            if (entries.put(entry.id(), entry) != null) {
                throw new IllegalStateException("drug " + entry.id() + " stands twice in the formulary");
            }
            entry.names().forEach(name -> byName.put(name, entry));
            entry.rxnorm().forEach(code -> byRxnorm.put(code, entry));
        }
        for (Drug drug : Drug.values()) {
            if (!entries.containsKey(drug)) {
                throw new IllegalStateException("drug " + drug + " is not in the formulary");
            }
        }
    }

    /** The formulary shipped with this version. */
    public static Formulary shipped() {
        return Holder.SHIPPED;
    }

    static Formulary load(KnowledgeFile file) {
        return new Formulary(file.as(File.class).drugs(), file.hash());
    }

    public FormularyEntry entry(Drug drug) {
        return entries.get(drug);
    }

    /** The drug whose ingredient or brand name this is, whatever its case. */
    public Optional<FormularyEntry> byName(String name) {
        return Optional.ofNullable(byName.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /** The drug with this RxNorm ingredient. */
    public Optional<FormularyEntry> byRxnormIngredient(String code) {
        return Optional.ofNullable(byRxnorm.get(code));
    }

    /** SHA-256 of the knowledge file. */
    public String hash() {
        return hash;
    }
}
