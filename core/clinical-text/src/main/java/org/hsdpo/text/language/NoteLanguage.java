package org.hsdpo.text.language;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hsdpo.clinical.knowledge.KnowledgeFile;
import org.hsdpo.text.lexeme.NumberStyle;

/** A language that notes are read in. Each brings its models and its knowledge files. */
public enum NoteLanguage {
    ENGLISH("en", "eng", "", "en-ud-ewt", NumberStyle.DECIMAL_POINT),
    GERMAN("de", "deu", "-de", "de-ud-gsd", NumberStyle.DECIMAL_COMMA);

    private static final List<String> ADJECTIVE_ENDINGS = List.of("", "e", "er", "en", "es", "em");

    private final String code;
    private final String threeLetterCode;
    private final String fileSuffix;
    private final String treebank;
    private final NumberStyle numbers;

    NoteLanguage(String code, String threeLetterCode, String fileSuffix, String treebank, NumberStyle numbers) {
        this.code = code;
        this.threeLetterCode = threeLetterCode;
        this.fileSuffix = fileSuffix;
        this.treebank = treebank;
        this.numbers = numbers;
    }

    /** ISO 639-1. */
    public String code() {
        return code;
    }

    /** ISO 639-3, the code of the language detector. */
    String threeLetterCode() {
        return threeLetterCode;
    }

    /** How numbers are written. */
    public NumberStyle numbers() {
        return numbers;
    }

    /** Name of the OpenNLP model of a kind, for example {@code sentence}. */
    String model(String kind) {
        return "opennlp-" + treebank + "-" + kind + "-1.3-2.5.4.bin";
    }

    /** The knowledge file {@code name.yaml} beside a class in this language. */
    public KnowledgeFile knowledge(Class<?> owner, String name) {
        return KnowledgeFile.resource(owner, name + fileSuffix + ".yaml");
    }

    /** The spellings of many terms, each once. */
    public Set<String> spellings(Collection<String> terms) {
        return terms.stream()
                .flatMap(term -> spellings(term).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The spellings that a term of a knowledge file stands for: a word that ends with {@code ~} takes every ending of a
     * German adjective, and umlauts may be written with two letters.
     */
    public List<String> spellings(String term) {
        if (this == ENGLISH) {
            return List.of(term);
        }
        List<String> spellings = new ArrayList<>(List.of(""));
        for (String word : term.split(" ")) {
            List<String> forms = word.endsWith("~")
                    ? ADJECTIVE_ENDINGS.stream()
                            .map(ending -> word.substring(0, word.length() - 1) + ending)
                            .toList()
                    : List.of(word);
            spellings = new ArrayList<>(spellings.stream()
                    .flatMap(before -> forms.stream().map(form -> before.isEmpty() ? form : before + " " + form))
                    .toList());
        }
        for (String spelling : List.copyOf(spellings)) {
            String plain = spelling.replace("\u00e4", "ae")
                    .replace("\u00f6", "oe")
                    .replace("\u00fc", "ue")
                    .replace("\u00df", "ss");
            if (!plain.equals(spelling)) {
                spellings.add(plain);
            }
        }
        return spellings;
    }
}
