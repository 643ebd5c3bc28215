package org.hsdpo.hyperscore.logic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hsdpo.clinical.condition.ConditionCatalogue;
import org.hsdpo.clinical.condition.ConditionConcept;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.patient.Sex;

/**
 * A patient and a change of doses that the solver found: an example of a rule, or the case that speaks against one.
 *
 * @param facts the patient
 * @param before doses by {@link Drug#ordinal()} before the change
 * @param after doses after it
 * @param inWords both, for a clinician
 */
record Witness(PatientFacts facts, double[] before, double[] after, String inWords) {
    static final class Builder {
        private final Map<NumericFact, Double> numbers = new LinkedHashMap<>();
        private final Set<ConditionConcept> now = EnumSet.noneOf(ConditionConcept.class);
        private final Set<ConditionConcept> ever = EnumSet.noneOf(ConditionConcept.class);
        private final Set<String> coMedication = new TreeSet<>();
        private final Set<String> allergies = new TreeSet<>();
        private final Map<String, String> phenotypes = new TreeMap<>();
        private final Map<Drug, double[]> doses = new EnumMap<>(Drug.class);
        private Optional<Sex> sex = Optional.empty();

        void number(NumericFact fact, double value) {
            numbers.put(fact, value);
        }

        void has(ConditionConcept concept, boolean holds) {
            if (holds) {
                now.add(concept);
            }
        }

        void had(ConditionConcept concept, boolean holds) {
            if (holds) {
                ever.add(concept);
            }
        }

        void sex(Sex value) {
            sex = Optional.of(value);
        }

        void taking(String ingredient) {
            coMedication.add(ingredient);
        }

        void allergicTo(String substance) {
            allergies.add(substance);
        }

        /** @param value empty where it is none of those asked for */
        void phenotype(String gene, Optional<String> value) {
            phenotypes.merge(gene, value.orElse("another phenotype"), (a, b) -> value.isPresent() ? b : a);
        }

        void doses(Drug drug, double before, double after) {
            doses.put(drug, new double[] {before, after});
        }

        Witness build() {
            double[] before = new double[Drug.COUNT];
            double[] after = new double[Drug.COUNT];
            doses.forEach((drug, dose) -> {
                before[drug.ordinal()] = dose[0];
                after[drug.ordinal()] = dose[1];
            });
            return new Witness(
                    PatientFacts.madeUp(numbers, now, ever, sex, coMedication, allergies, phenotypes),
                    before,
                    after,
                    inWords());
        }

        private String inWords() {
            List<String> words = new ArrayList<>();
            sex.ifPresent(known -> words.add(known.name().toLowerCase(Locale.ROOT)));
            numbers.forEach((fact, value) -> words.add(fact.label() + " " + Numbers.text(value) + " " + fact.unit()));
            now.forEach(concept ->
                    words.add(ConditionCatalogue.shipped().definition(concept).label()));
            ever.stream()
                    .filter(concept -> !now.contains(concept))
                    .forEach(concept -> words.add(
                            ConditionCatalogue.shipped().definition(concept).label() + " in the past"));
            coMedication.forEach(name -> words.add("takes " + name));
            allergies.forEach(name -> words.add("allergic to " + name));
            phenotypes.forEach((gene, phenotype) -> words.add(gene + " " + phenotype));
            doses.forEach((drug, dose) -> words.add(change(Formulary.shipped().entry(drug), dose[0], dose[1])));
            return words.isEmpty() ? "any patient" : String.join(", ", words);
        }

        private static String change(FormularyEntry entry, double before, double after) {
            return entry.label() + " " + Numbers.text(after) + " " + entry.unit()
                    + (before == after ? " as before" : " after " + Numbers.text(before));
        }
    }
}
