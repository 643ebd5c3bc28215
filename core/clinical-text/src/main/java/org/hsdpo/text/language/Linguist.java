package org.hsdpo.text.language;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import opennlp.tools.langdetect.Language;
import org.hsdpo.clinical.error.InvalidInputException;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.note.KnowledgeVersion;
import org.hsdpo.text.note.Span;
import org.hsdpo.text.note.Token;

/** General knowledge of language: which one a note is in, its tokens and their parts of speech. Thread-safe. */
public final class Linguist {
    /** The detector needs about two sentences to be reliable (its documentation), so it looks at no more than this. */
    private static final int SAMPLE = 4_000;
    /** Fewer letters than this say nothing about the language. */
    private static final int FEWEST_LETTERS = 40;
    /** Share of function words in running English; terse clinical English has far fewer than prose (about 0.4). */
    private static final double ENGLISH_SHARE = 0.08;
    /**
     * A note is refused for its language where the detector holds another one this many times as likely as English. Its
     * confidences are shares of 103 languages and seldom large; drug names and abbreviations alone give a ratio near 1.
     */
    private static final double TIMES_AS_LIKELY = 3;
    /** Least confidence in another language, about five times an even share. */
    private static final double LEAST_CONFIDENCE = 0.05;
    /** A run without white space longer than this is no word; the models' cost grows with its square. */
    static final int LONGEST_WORD = 100;

    /** Frequent in English notes and no words of the languages they could be mistaken for. */
    private static final Set<String> ENGLISH_FUNCTION_WORDS = Set.of(
            "the",
            "of",
            "and",
            "with",
            "for",
            "had",
            "her",
            "she",
            "this",
            "that",
            "are",
            "were",
            "which",
            "from",
            "by",
            "not",
            "been",
            "have",
            "daily",
            "history",
            "without",
            "twice",
            "year",
            "weeks",
            "months",
            "blood",
            "today",
            "denies",
            "continue",
            "follow",
            "takes",
            "start",
            "increase",
            "mouth",
            "tablet",
            "mother",
            "father");

    private final EnglishModels models = new EnglishModels();

    /** Models that take part in every result. */
    public List<KnowledgeVersion> versions() {
        return models.versions();
    }

    /**
     * The language of a note.
     *
     * @throws InvalidInputException where the note is in another language than English
     */
    public DetectedLanguage language(String note) {
        String sample = note.length() <= SAMPLE ? note : note.substring(0, SAMPLE);
        List<Lexeme> words =
                LexemeScanner.scan(sample).stream().filter(Lexeme::isWord).toList();
        long letters = sample.chars().filter(Character::isLetter).count();
        if (letters < FEWEST_LETTERS) {
            return DetectedLanguage.UNDETERMINED;
        }
        long function = words.stream()
                .filter(word -> ENGLISH_FUNCTION_WORDS.contains(word.norm()))
                .count();
        if (function >= ENGLISH_SHARE * words.size() && function >= 2) {
            return DetectedLanguage.ENGLISH;
        }
        Language[] languages = models.languages().predictLanguages(sample);
        Language best = languages[0];
        if (best.getLang().equals("eng")) {
            return DetectedLanguage.ENGLISH;
        }
        double english = Arrays.stream(languages)
                .filter(language -> language.getLang().equals("eng"))
                .mapToDouble(Language::getConfidence)
                .findFirst()
                .orElse(0);
        if (best.getConfidence() >= LEAST_CONFIDENCE && best.getConfidence() >= TIMES_AS_LIKELY * english) {
            throw new InvalidInputException(
                    "text",
                    "LANGUAGE_NOT_SUPPORTED",
                    "the language of the note seems to be '" + best.getLang() + "' (ISO 639-3)",
                    "a note in English");
        }
        return DetectedLanguage.UNDETERMINED;
    }

    /** Sentences that the model finds in a stretch of text, as offsets into the whole text. */
    List<Span> sentences(String text, Span block) {
        String piece = block.of(text);
        if (hasOverlongWord(piece)) {
            return List.of(block);
        }
        List<Span> spans = new ArrayList<>();
        for (opennlp.tools.util.Span found : models.sentences().sentPosDetect(piece)) {
            spans.add(new Span(block.start() + found.getStart(), block.start() + found.getEnd()));
        }
        return spans;
    }

    /** Tokens of a sentence with universal part-of-speech tags. */
    public List<Token> tokens(String text, Span sentence) {
        String piece = sentence.of(text);
        List<Span> spans = new ArrayList<>();
        if (hasOverlongWord(piece)) {
            LexemeScanner.scan(text, sentence.start(), sentence.end()).forEach(lexeme -> spans.add(lexeme.span()));
            return spans.stream().map(span -> new Token(span, "X")).toList();
        }
        for (opennlp.tools.util.Span found : models.tokens().tokenizePos(piece)) {
            addClinicalTokens(text, sentence.start() + found.getStart(), sentence.start() + found.getEnd(), spans);
        }
        String[] tags =
                models.tags().tag(spans.stream().map(span -> span.of(text)).toArray(String[]::new));
        List<Token> tokens = new ArrayList<>(spans.size());
        for (int i = 0; i < spans.size(); i++) {
            tokens.add(new Token(spans.get(i), tags[i]));
        }
        return tokens;
    }

    /** Cuts a number from the unit written onto it, as in {@code 500mg}, which newspaper models leave whole. */
    private static void addClinicalTokens(String text, int start, int end, List<Span> spans) {
        if (text.charAt(start) >= '0' && text.charAt(start) <= '9') {
            List<Lexeme> parts = LexemeScanner.scan(text, start, end);
            if (parts.size() == 2
                    && parts.getFirst().isReadableNumber()
                    && parts.get(1).isWord()) {
                parts.forEach(part -> spans.add(part.span()));
                return;
            }
        }
        spans.add(new Span(start, end));
    }

    private static boolean hasOverlongWord(String piece) {
        int run = 0;
        for (int i = 0; i < piece.length(); i++) {
            run = Character.isWhitespace(piece.charAt(i)) ? 0 : run + 1;
            if (run > LONGEST_WORD) {
                return true;
            }
        }
        return false;
    }
}
