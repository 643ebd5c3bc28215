package org.hsdpo.text.language;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import opennlp.tools.langdetect.Language;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.langdetect.ThreadSafeLanguageDetectorME;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.note.KnowledgeVersion;

/** Tells which language a note is in, by its function words or else by OpenNLP's detector of 103 languages. */
public final class LanguageDetection {
    /** The detector needs about two sentences to be reliable (its documentation), so it looks at no more than this. */
    private static final int SAMPLE = 4_000;
    /** Fewer letters than this say nothing about the language. */
    private static final int FEWEST_LETTERS = 40;
    /** Share of function words in running text; terse clinical text has far fewer than prose (about 0.4). */
    private static final double FUNCTION_SHARE = 0.08;
    /**
     * A note is taken for another language where the detector holds that one this many times as likely as English. Its
     * confidences are shares of 103 languages and seldom large; drug names and abbreviations alone give a ratio near 1.
     */
    private static final double TIMES_AS_LIKELY = 3;
    /** Least confidence in another language, about five times an even share. */
    private static final double LEAST_CONFIDENCE = 0.05;

    private final LoadedModel<ThreadSafeLanguageDetectorME> detector = LoadedModel.of(
            "opennlp-models-langdetect",
            "langdetect-183.bin",
            LanguageDetectorModel::new,
            ThreadSafeLanguageDetectorME::new);
    private final Map<NoteLanguage, Set<String>> functionWords = new EnumMap<>(NoteLanguage.class);

    public LanguageDetection() {
        for (NoteLanguage language : NoteLanguage.values()) {
            functionWords.put(language, SentenceWords.of(language).functionWords());
        }
    }

    /** Version of the detector. */
    public KnowledgeVersion version() {
        return detector.version();
    }

    /**
     * The language of a note.
     *
     * @throws InvalidInputException where the note is in none of {@link NoteLanguage}
     */
    public DetectedLanguage language(String note) {
        String sample = note.length() <= SAMPLE ? note : note.substring(0, SAMPLE);
        long letters = sample.chars().filter(Character::isLetter).count();
        if (letters < FEWEST_LETTERS) {
            return DetectedLanguage.UNDETERMINED;
        }
        Optional<NoteLanguage> byWords = byFunctionWords(sample);
        if (byWords.isPresent()) {
            return DetectedLanguage.of(byWords.get());
        }
        Language[] languages = detector.tool().predictLanguages(sample);
        Language best = languages[0];
        if (best.getLang().equals(NoteLanguage.ENGLISH.threeLetterCode())) {
            return DetectedLanguage.of(NoteLanguage.ENGLISH);
        }
        double english = Arrays.stream(languages)
                .filter(language -> language.getLang().equals(NoteLanguage.ENGLISH.threeLetterCode()))
                .mapToDouble(Language::getConfidence)
                .findFirst()
                .orElse(0);
        boolean sure = best.getConfidence() >= LEAST_CONFIDENCE && best.getConfidence() >= TIMES_AS_LIKELY * english;
        if (!sure) {
            return DetectedLanguage.UNDETERMINED;
        }
        return Arrays.stream(NoteLanguage.values())
                .filter(language -> language.threeLetterCode().equals(best.getLang()))
                .findFirst()
                .map(DetectedLanguage::of)
                .orElseThrow(() -> new InvalidInputException(
                        "text",
                        "LANGUAGE_NOT_SUPPORTED",
                        "the language of the note seems to be '" + best.getLang() + "' (ISO 639-3)",
                        "a note in English or German"));
    }

    private Optional<NoteLanguage> byFunctionWords(String sample) {
        List<Lexeme> words =
                LexemeScanner.scan(sample).stream().filter(Lexeme::isWord).toList();
        NoteLanguage best = null;
        long most = 1;
        boolean tie = false;
        for (NoteLanguage language : NoteLanguage.values()) {
            Set<String> functions = functionWords.get(language);
            long found = words.stream()
                    .filter(word -> functions.contains(word.norm()))
                    .count();
            tie = found == most && best != null || tie && found <= most;
            if (found > most) {
                most = found;
                best = language;
                tie = false;
            }
        }
        return best != null && !tie && most >= FUNCTION_SHARE * words.size() ? Optional.of(best) : Optional.empty();
    }
}
