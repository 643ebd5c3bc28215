package org.hsdpo.text.medication;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hsdpo.clinical.drug.Drug;
import org.hsdpo.clinical.drug.Formulary;
import org.hsdpo.clinical.drug.FormularyEntry;
import org.hsdpo.clinical.drug.GlucoseLoweringIngredients;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.TermTrie;
import org.hsdpo.text.note.KnowledgeVersion;

/** Names of drugs: the formulary's, and those of {@code medications.yaml}. */
final class DrugNames {
    /** One ingredient of a product. */
    record Part(Optional<Drug> drug, String ingredient) {}

    /** A product: one part, or several for a combination. */
    record Product(List<Part> parts) {}

    /** A product found at a lexeme. */
    record Found(Product product, int end, boolean misspelt) {}

    private record File(
            int version,
            List<Names> glucoseLowering,
            List<Combination> combinations,
            List<Names> formularyBrands,
            List<Names> coMedication,
            List<String> notDrugs) {}

    private record LanguageFile(int version, List<Names> names) {}

    private record Names(String ingredient, List<String> names) {}

    private record Combination(List<String> names, List<String> parts) {}

    private final TermTrie<Product> names = TermTrie.ignoringCase();
    private final Map<String, Part> parts = new HashMap<>();
    private final Misspellings misspellings;
    private final List<KnowledgeVersion> versions;

    private DrugNames(File file, List<Names> further, List<KnowledgeVersion> versions) {
        this.versions = versions;
        Map<String, Product> correctable = new HashMap<>();
        for (Drug drug : Drug.values()) {
            FormularyEntry entry = Formulary.shipped().entry(drug);
            Part part = new Part(Optional.of(drug), entry.label());
            parts.put(entry.label(), part);
            add(entry.names(), part, correctable);
        }
        file.glucoseLowering().forEach(entry -> {
            boolean known =
                    GlucoseLoweringIngredients.contains(entry.ingredient()) || parts.containsKey(entry.ingredient());
            if (!known) {
                throw new IllegalStateException(
                        entry.ingredient() + " is not a glucose-lowering ingredient of the model");
            }
            Part part = new Part(Optional.empty(), entry.ingredient());
            parts.putIfAbsent(entry.ingredient(), part);
            add(entry.names(), part, correctable);
        });
        file.formularyBrands().forEach(entry -> add(entry.names(), required(entry.ingredient()), correctable));
        file.coMedication().forEach(entry -> {
            Part part = new Part(Optional.empty(), entry.ingredient());
            parts.putIfAbsent(entry.ingredient(), part);
            add(entry.names(), part, correctable);
        });
        further.forEach(entry -> add(
                entry.names(),
                parts.computeIfAbsent(entry.ingredient(), ingredient -> new Part(Optional.empty(), ingredient)),
                correctable));
        for (Combination combination : file.combinations()) {
            Product product =
                    new Product(combination.parts().stream().map(this::required).toList());
            combination.names().forEach(name -> addName(name, product, correctable));
        }
        misspellings = new Misspellings(correctable, Set.copyOf(file.notDrugs()));
    }

    /** The names that notes of a language use: the international ones, and those of the language. */
    static DrugNames of(NoteLanguage language) {
        KnowledgeFile file = NoteLanguage.ENGLISH.knowledge(DrugNames.class, "medications");
        File content = file.as(File.class);
        if (language == NoteLanguage.ENGLISH) {
            return new DrugNames(content, List.of(), List.of(version(file, content.version())));
        }
        KnowledgeFile own = language.knowledge(DrugNames.class, "medications");
        LanguageFile names = own.as(LanguageFile.class);
        return new DrugNames(
                content, names.names(), List.of(version(file, content.version()), version(own, names.version())));
    }

    private static KnowledgeVersion version(KnowledgeFile file, int version) {
        return new KnowledgeVersion(file.name(), String.valueOf(version), file.hash());
    }

    List<String> all() {
        return names.terms();
    }

    List<KnowledgeVersion> versions() {
        return versions;
    }

    /** The product named at a lexeme, by the longest exact name or else by the only name one or two letters away. */
    Optional<Found> at(List<Lexeme> lexemes, int start, int limit) {
        Optional<TermTrie.Match<Product>> exact = names.longestAt(lexemes, start, limit);
        if (exact.isPresent()) {
            return Optional.of(new Found(exact.get().value(), exact.get().end(), false));
        }
        Lexeme lexeme = lexemes.get(start);
        return lexeme.isWord()
                ? misspellings.correct(lexeme.norm()).map(product -> new Found(product, start + 1, true))
                : Optional.empty();
    }

    private Part required(String ingredient) {
        Part part = parts.get(ingredient);
        if (part == null) {
            throw new IllegalStateException("no ingredient " + ingredient + " is defined");
        }
        return part;
    }

    private void add(List<String> all, Part part, Map<String, Product> correctable) {
        Product product = new Product(List.of(part));
        all.forEach(name -> addName(name, product, correctable));
    }

    private void addName(String name, Product product, Map<String, Product> correctable) {
        names.add(name, product);
        correctable.put(name, product);
    }

    /** Names by their spelling, for correction; only long single words can be told from other words when misspelt. */
    static final class Misspellings {
        private static final int SHORTEST = 7;
        private static final int SHORTEST_FOR_TWO = 11;

        private record Entry(String name, int letters, Product product) {}

        private final List<Entry> entries = new ArrayList<>();
        private final Set<String> notDrugs = new HashSet<>();

        Misspellings(Map<String, Product> names, Set<String> notDrugs) {
            names.forEach((name, product) -> {
                if (name.length() >= SHORTEST && name.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
                    entries.add(new Entry(name, letters(name), product));
                }
            });
            this.notDrugs.addAll(notDrugs);
        }

        /** The product of the one name nearest to a word; empty where none is near or two are equally near. */
        Optional<Product> correct(String word) {
            if (word.length() < SHORTEST || word.length() > 24 || notDrugs.contains(word)) {
                return Optional.empty();
            }
            int allowed = word.length() >= SHORTEST_FOR_TWO ? 2 : 1;
            int letters = letters(word);
            Product best = null;
            int nearest = allowed + 1;
            boolean tie = false;
            for (Entry entry : entries) {
                // Two words that differ in more letters than two edits can change need no closer look.
                if (entry.name().charAt(0) != word.charAt(0)
                        || Math.abs(entry.name().length() - word.length()) > allowed
                        || Integer.bitCount(entry.letters() ^ letters) > 2 * allowed) {
                    continue;
                }
                int distance = EditDistance.between(entry.name(), word);
                if (distance < nearest) {
                    nearest = distance;
                    best = entry.product();
                    tie = false;
                } else if (distance == nearest
                        && best != null
                        && !entry.product().equals(best)) {
                    tie = true;
                }
            }
            return best == null || tie ? Optional.empty() : Optional.of(best);
        }

        private static int letters(String word) {
            int mask = 0;
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (c >= 'a' && c <= 'z') {
                    mask |= 1 << (c - 'a');
                }
            }
            return mask;
        }
    }
}
