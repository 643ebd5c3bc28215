package org.hsdpo.data.drug;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hsdpo.clinical.quantity.Quantity;

/**
 * Reads product names.
 *
 * <p>Grammar of RxNorm's clinical and branded drugs (RxNorm Technical Documentation, National Library of Medicine):
 * {@code [quantity factor] ingredient strength unit {/ ingredient strength unit} dose form [Brand]}. Names that do not
 * follow it, such as {@code Lasix 40mg} or {@code Janumet 50/1000}, are read by the vocabulary's brands. What cannot be
 * resolved stays as one part whose ingredient is the text before the first number.
 */
public final class ProductNameReader {
    private static final Pattern BRAND = Pattern.compile("\\[([^\\]]+)]\\s*$");
    private static final Pattern QUANTITY_FACTOR = Pattern.compile(
            "^(?:abuse-deterrent |sensor |12 hr |24 hr |\\d+(?:\\.\\d+)? (?:hr|ml|actuat|mg|h) )+",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern COMPONENT = Pattern.compile(
            "^(.*?\\S)[\\s,]+(\\d+(?:[.,]\\d+)?)\\s*(mg|mcg|ug|µg|g|unt|units?|iu|u|meq)(?:/(?:(\\d+(?:\\.\\d+)?)\\s*)?(ml|hr|actuat))?(?![\\p{L}])",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY_STRENGTH =
            Pattern.compile("\\d\\s*(?:mg|mcg|ug|µg|g|unt|units?|iu|u)(?![\\p{L}])", Pattern.CASE_INSENSITIVE);
    private static final Pattern BRAND_STRENGTHS =
            Pattern.compile("(\\d+(?:\\.\\d+)?)(?:\\s*mg)?\\s*[/-]\\s*(\\d+(?:\\.\\d+)?)(?:\\s*mg)?");

    private static final Pattern SWALLOWED =
            Pattern.compile("(?<!\\p{L})(?:oral|tablets?|tabs?|capsules?|po)(?!\\p{L})", Pattern.CASE_INSENSITIVE);

    private final DrugVocabulary vocabulary;

    public ProductNameReader(DrugVocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The product a name describes; a name that says nothing known gives one part without strength. */
    public Product read(String name) {
        Product product = named(name);
        return SWALLOWED.matcher(name).find() ? byMouth(product) : product;
    }

    /** A product of which only the ingredients are known, in {@code asWritten}'s words. */
    public Product ofIngredients(List<String> ingredients, String asWritten) {
        return new Product(
                ingredients.stream()
                        .map(ingredient -> new Product.Part(vocabulary.ingredient(ingredient), Optional.empty()))
                        .toList(),
                asWritten);
    }

    private Product byMouth(Product product) {
        return new Product(
                product.parts().stream()
                        .map(part -> new Product.Part(vocabulary.byMouth(part.ingredient()), part.strength()))
                        .toList(),
                product.asWritten());
    }

    private Product named(String name) {
        String text = name.strip().replaceAll("\\s+", " ");
        Matcher bracketed = BRAND.matcher(text);
        String brand = bracketed.find() ? bracketed.group(1) : "";
        String generic = QUANTITY_FACTOR
                .matcher(bracketed.replaceFirst("").strip())
                .replaceFirst("")
                .strip();
        List<Product.Part> components = components(generic);
        if (components.stream().anyMatch(part -> vocabulary.knows(part.ingredient()))) {
            return new Product(mixedInsulin(components), name);
        }
        Optional<Product> branded = branded(generic, name).or(() -> branded(brand, name));
        if (branded.isPresent()) {
            return branded.get();
        }
        if (!components.isEmpty()) {
            return new Product(components, name);
        }
        String plain = generic.replaceFirst("[\\s,]*\\d.*$", "").strip();
        return new Product(
                List.of(new Product.Part(vocabulary.ingredient(plain.isEmpty() ? text : plain), Optional.empty())),
                name);
    }

    private List<Product.Part> components(String generic) {
        List<Product.Part> parts = new ArrayList<>();
        for (String piece : generic.split(" / ")) {
            Matcher component = COMPONENT.matcher(piece);
            if (component.find()) {
                parts.add(new Product.Part(vocabulary.ingredient(component.group(1)), strength(component)));
            }
        }
        return parts;
    }

    private static Optional<Quantity> strength(Matcher component) {
        String per = component.group(5) == null ? "" : component.group(5).toLowerCase(Locale.ROOT);
        if (per.equals("hr") || per.equals("actuat")) {
            return Optional.empty();
        }
        double amount = amount(component.group(2));
        String unit = ucum(component.group(3));
        if (per.isEmpty()) {
            return strength(amount, unit);
        }
        double millilitres = component.group(4) == null ? 1 : Double.parseDouble(component.group(4));
        return strength(amount / millilitres, unit + "/mL");
    }

    /** A slip such as {@code 000 MG} or {@code 0 ML} states no strength. */
    private static Optional<Quantity> strength(double amount, String unit) {
        return amount > 0 && Double.isFinite(amount) ? Optional.of(Quantity.of(amount, unit)) : Optional.empty();
    }

    /** A comma before exactly three digits groups thousands ({@code 1,000 mg}), any other one is a decimal comma. */
    private static double amount(String written) {
        boolean thousands = written.matches("[1-9]\\d{0,2},\\d{3}");
        return Double.parseDouble(written.replace(",", thousands ? "" : "."));
    }

    /** The UCUM code of a unit as product names and instructions write it. */
    static String ucum(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "unt", "unit", "units", "iu", "u" -> "[iU]";
            case "mcg", "ug", "µg" -> "ug";
            case "meq" -> "meq";
            case "g" -> "g";
            default -> "mg";
        };
    }

    private static List<Product.Part> mixedInsulin(List<Product.Part> parts) {
        boolean mixture = parts.size() > 1
                && parts.stream().allMatch(part -> part.ingredient().startsWith("insulin"));
        return mixture ? List.of(new Product.Part("insulin premixed", Optional.empty())) : parts;
    }

    private Optional<Product> branded(String text, String name) {
        Map<String, List<String>> names = vocabulary.namesIn(text);
        if (names.isEmpty()) {
            return Optional.empty();
        }
        List<String> ingredients =
                names.values().stream().flatMap(List::stream).distinct().toList();
        if (ingredients.size() == 1) {
            Matcher component = COMPONENT.matcher(text);
            // A pen that gives 0.25 mg or 0.5 mg has not one strength.
            boolean one = ANY_STRENGTH.matcher(text).results().limit(2).count() == 1;
            Optional<Quantity> strength = one && component.find() ? strength(component) : Optional.empty();
            return Optional.of(new Product(List.of(new Product.Part(ingredients.getFirst(), strength)), name));
        }
        Matcher strengths = BRAND_STRENGTHS.matcher(text);
        boolean stated = ingredients.size() == 2
                && ingredients.stream().noneMatch(ingredient -> ingredient.startsWith("insulin"))
                && strengths.find();
        List<Product.Part> parts = new ArrayList<>();
        for (int i = 0; i < ingredients.size(); i++) {
            Optional<Quantity> strength =
                    stated ? strength(Double.parseDouble(strengths.group(i + 1)), "mg") : Optional.empty();
            parts.add(new Product.Part(ingredients.get(i), strength));
        }
        return Optional.of(new Product(parts, name));
    }
}
