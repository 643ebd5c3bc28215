package org.hsdpo.data.drug;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.knowledge.KnowledgeFile;

/** Ingredient, brand and product names and the few RxNorm products that are resolved by code. */
public final class DrugVocabulary {
    private static final class Holder {
        static final DrugVocabulary SHIPPED = new DrugVocabulary(
                KnowledgeFile.resource(DrugVocabulary.class, "vocabulary.yaml"),
                KnowledgeFile.resource(DrugVocabulary.class, "atc.yaml"));
    }

    private record File(
            int version,
            List<String> salts,
            Map<String, String> byMouth,
            Map<String, String> synonyms,
            Map<String, List<String>> combinations,
            Map<String, String> rxnormProducts) {}

    private record AtcFile(int version, Map<String, List<String>> codes) {}

    private final Pattern salt;
    private final Map<String, String> byMouth;
    private final Map<String, String> ingredientByName = new HashMap<>();
    private final Map<String, List<String>> combinations;
    private final Map<String, String> rxnormProducts;
    private final Map<String, List<String>> atc;
    private final Pattern anyName;
    private final String hash;

    private DrugVocabulary(KnowledgeFile knowledge, KnowledgeFile classification) {
        File file = knowledge.as(File.class);
        hash = knowledge.hash();
        salt = Pattern.compile("[ ,]+(?:" + String.join("|", file.salts()) + ")$");
        byMouth = Map.copyOf(file.byMouth());
        combinations = Map.copyOf(file.combinations());
        rxnormProducts = Map.copyOf(file.rxnormProducts());
        atc = Map.copyOf(classification.as(AtcFile.class).codes());
        for (Drug drug : Drug.values()) {
            FormularyEntry entry = Formulary.shipped().entry(drug);
            entry.names().forEach(name -> ingredientByName.put(name, entry.label()));
        }
        GlucoseLoweringIngredients.all().forEach(name -> ingredientByName.put(name, name));
        ingredientByName.putAll(file.synonyms());
        List<String> names = new ArrayList<>(ingredientByName.keySet());
        names.addAll(combinations.keySet());
        names.sort(Comparator.comparingInt(String::length).reversed());
        anyName = Pattern.compile("(?<![\\p{L}\\p{N}])("
                + String.join("|", names.stream().map(Pattern::quote).toList()) + ")(?![\\p{L}\\p{N}])");
    }

    /** The vocabulary shipped with this version. */
    public static DrugVocabulary shipped() {
        return Holder.SHIPPED;
    }

    /** SHA-256 of the knowledge file. */
    public String hash() {
        return hash;
    }

    /** The name of an ingredient in lower case, without salts, brands and spellings resolved where they are known. */
    public String ingredient(String name) {
        String bare = name.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        String known = ingredientByName.get(bare);
        while (known == null) {
            String shorter = salt.matcher(bare).replaceFirst("");
            if (shorter.equals(bare)) {
                return bare;
            }
            bare = shorter;
            known = ingredientByName.get(bare);
        }
        return known;
    }

    /** The ingredient a product for swallowing counts as: another drug than the injection of the same substance. */
    String byMouth(String ingredient) {
        return byMouth.getOrDefault(ingredient, ingredient);
    }

    /** The substance of an ingredient, whatever its way of giving: what an allergy is to. */
    public String substance(String name) {
        String ingredient = ingredient(name);
        return byMouth.entrySet().stream()
                .filter(entry -> entry.getValue().equals(ingredient))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(ingredient);
    }

    /** Whether a name, salts aside, is in the vocabulary. */
    public boolean knows(String name) {
        return ingredientByName.containsKey(name.strip().toLowerCase(Locale.ROOT))
                || ingredientByName.containsValue(ingredient(name));
    }

    /** The ingredients of a combination brand in the order in which its strengths are written. */
    public Optional<List<String>> combination(String brand) {
        return Optional.ofNullable(combinations.get(brand.strip().toLowerCase(Locale.ROOT)));
    }

    /** The name of the product that an RxNorm code means, for records that give a code without a name. */
    public Optional<String> rxnormProduct(String code) {
        return Optional.ofNullable(rxnormProducts.get(code))
                .or(() -> Formulary.shipped().byRxnormIngredient(code).map(FormularyEntry::label));
    }

    /**
     * The ingredients that a code of the WHO ATC classification means, for records that give a code without a name; empty
     * where the code is not known or names a group and no drug.
     */
    public Optional<List<String>> atcIngredients(String code) {
        return Optional.ofNullable(atc.get(code.strip().toUpperCase(Locale.ROOT)));
    }

    /** Known names that occur in a text as whole words, each with the ingredients it stands for, by position. */
    public Map<String, List<String>> namesIn(String text) {
        Map<String, List<String>> found = new LinkedHashMap<>();
        Matcher matcher = anyName.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String name = matcher.group(1);
            found.put(name, combination(name).orElseGet(() -> List.of(ingredient(name))));
        }
        return found;
    }
}
